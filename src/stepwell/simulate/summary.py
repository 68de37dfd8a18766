"""What a simulation came to, on one screen.

Lives here: counting, and the words. Lives elsewhere: the counts of a bucket (clinic.py).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from stepwell.knowledge.types import Pathway
from stepwell.simulate.clinic import Lived
from stepwell.simulate.writing.marks import WORDS

BAR = 30


@dataclass
class Summary:
    """Counts over all buckets."""

    pathway: Pathway
    people: int = 0
    visits: int = 0
    observations: int = 0
    events: int = 0
    seconds: float = 0.0
    steps: Counter[int] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)

    @staticmethod
    def empty(pathway: Pathway) -> "Summary":
        """Nobody yet."""
        return Summary(pathway)

    def add(self, lived: Lived) -> None:
        """One more bucket."""
        self.people += len(lived.people)
        self.visits += lived.visits
        self.observations += lived.journal.observations.length
        self.events += lived.journal.events.length
        self.steps.update(lived.step.tolist())
        counted, body = lived.counted, lived.body
        for name, who in (
            ("well at some time", body.recovered),
            ("of them with the pain back", body.recovered & body.back),
            ("injected", counted.injected),
            ("operated", counted.operated),
            ("with a red flag opened", counted.signs),
            ("treated elsewhere as well", counted.outside),
        ):
            self.happened[name] += int(who.sum())

    def words(self) -> str:
        """One screen."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.people:,} synthetic people, {self.visits:,} visits, {self.observations:,} observations, " \
              f"{self.events:,} events in {self.seconds:.1f} s"  # fmt: skip
        if self.steps.keys() - {-1}:
            yield ""
            yield "Step at the last visit"
            for place, step in enumerate(self.pathway.steps):
                yield self._line(step.title, self.steps[place])
        yield ""
        yield "Ever"
        for name, count in self.happened.items():
            yield self._line(name, count)
        yield ""
        yield WORDS

    def _line(self, words: str, count: int) -> str:
        share = count / self.people if self.people else 0.0
        return f"  {words:<32}{count:>10,}  {share:>6.1%}  {'█' * round(BAR * share)}".rstrip()

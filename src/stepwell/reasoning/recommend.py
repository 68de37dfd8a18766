"""A status with its reasons: why, what to ask, what is unmet, what would change it, how, at what dose.

Lives here: turning a judgement into a recommendation. Lives elsewhere: the judgement (reasoning/statuses.py), dose
tables (reasoning/doses.py).
"""

from collections.abc import Iterator
from datetime import date

from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.types import Intervention
from stepwell.reasoning.changes import changes_of
from stepwell.reasoning.conditions import evaluator
from stepwell.reasoning.doses import dose_lines
from stepwell.reasoning.explain import Explainer
from stepwell.reasoning.facts import CompiledPathway, Facts
from stepwell.reasoning.statuses import CompiledIntervention, Judgement, Judgements, compile_interventions
from stepwell.reasoning.types import Change, Explanation, Recommendation

RECORDED = frozenset({"stop", "paused", "continue", "done"})
"""What may be said of a treatment that can only be recorded: it is never advised, so it is never held either."""
MOST_CHANGES = 5
"""How many things that would change a status are shown."""


class Recommender:
    """Gives the reasons of every status for one person on one day."""

    def __init__(self, compiled: CompiledPathway, facts: Facts, judgements: Judgements) -> None:
        self.compiled, self.facts, self.judgements = compiled, facts, judgements
        self.pathway = compiled.pathway
        self.explainer = Explainer(self.pathway, facts)

    def all(self) -> Iterator[Recommendation]:
        """Every recommendation, in the order of steps and ranks. An exit that is not open is no row of its own."""
        for one in compile_interventions(self.pathway):
            judged = self.judgements.by_id[one.entry.id]
            if one.entry.recorded_only and judged.status not in RECORDED:
                continue
            if not one.entry.exit or judged.status == "recommended":
                yield self._recommendation(one, judged)

    def _recommendation(self, one: CompiledIntervention, judged: Judgement) -> Recommendation:
        entry = one.entry
        advised = judged.status in ("recommended", "prepare", "ask-first", "continue", "stop")
        return Recommendation(
            id=entry.id,
            title=entry.title,
            step=entry.step,
            kind=entry.kind,
            status=judged.status,
            strength=entry.strength,
            decided_by=entry.decided_by,
            urgency=entry.exit,
            because=tuple(self._because(one, judged)),
            ask=self.judgements.opener.names(judged.opening.asks),
            unmet=tuple(self._unmet(one)) if judged.status == "prepare" else (),
            cautions=tuple(self._cautions(entry)) if advised else (),
            conflicts=entry.conflicts,
            changes_if=tuple(self._changes(one, judged)),
            until=self._until(judged),
            how=self._how(one) if judged.status == "stop" else "",
            dose=dose_lines(entry, self.facts, self.pathway) if advised else (),
            say=entry.say,
            part_of=entry.part_of,
            choice=entry.choice,
            evidence=entry.evidence,
            silenced=self._silenced(entry),
        )

    def _because(self, one: CompiledIntervention, judged: Judgement) -> Iterator[Explanation]:
        """The conditions that make the status what it is."""
        entry = one.entry
        match judged.status:
            case "contraindicated" | "stop":
                yield from self._forbidding(entry)
            case "held" | "paused":
                yield from self._halting(entry, judged)
            case "not-indicated" if (
                judged.needless is True and judged.indicated is not False and one.unless is not None
            ):
                yield self.explainer.explain(one.unless)
            case _ if one.indicated is not None:
                yield self.explainer.explain(one.indicated)

    def _forbidding(self, entry: Intervention) -> Iterator[Explanation]:
        for row in entry.contraindicated:
            if evaluator(row.when)(self.facts.values) is True:
                yield self.explainer.explain(row.when, evidence=row.evidence)
        for rule in entry.stop:
            if evaluator(rule.when)(self.facts.values) is True:
                yield self.explainer.explain(rule.when)

    def _halting(self, entry: Intervention, judged: Judgement) -> Iterator[Explanation]:
        for exit_ in self.judgements.open_exits:
            if entry.kind in exit_.halts and exit_.indicated is not None:
                yield Explanation(exit_.title, True, parts=(self.explainer.explain(exit_.indicated),))
        if judged.in_scope is False:
            scopes = (self.pathway.scope, self.pathway.treats)
            yield from (
                self.explainer.explain(one) for one in scopes if evaluator(one)(self.facts.values) is False
            )

    def _unmet(self, one: CompiledIntervention) -> Iterator[str]:
        for need, holds in zip(one.entry.requires, one.requirements):
            if holds(self.facts.values) is False:
                yield need.otherwise or self.explainer.explain(need.that).words

    def _cautions(self, entry: Intervention) -> Iterator[str]:
        for row in entry.precautions:
            if evaluator(row.when)(self.facts.values) is True:
                yield row.do

    def _changes(self, one: CompiledIntervention, judged: Judgement) -> list[Change]:
        """What can be brought about that would change the status."""
        if (
            judged.status in ("done", "known")
            and judged.repeat_on is not None
            and judged.repeat_on > self.facts.day
        ):
            return [Change("It may be considered again", "time", date.fromordinal(judged.repeat_on))]
        entry = one.entry
        choices: dict[str, list[Condition | None]] = {
            "not-indicated": [one.indicated, one.unless if judged.needless is True else None],
            "contraindicated": [
                row.when for row in entry.contraindicated if evaluator(row.when)(self.facts.values) is True
            ],
            "undetermined": [one.indicated],
            "prepare": [need.that for need in entry.requires],
        }
        found = [
            change
            for condition in choices.get(judged.status, [])
            if condition is not None
            for change in changes_of(condition, self.facts, self.pathway)
        ]
        return list(dict.fromkeys(found))[:MOST_CHANGES]

    def _until(self, judged: Judgement) -> str:
        if judged.status == "contraindicated":
            rows = [
                row for row in judged.entry.contraindicated if evaluator(row.when)(self.facts.values) is True
            ]
            return "; ".join(dict.fromkeys(row.until for row in rows if row.until))
        if judged.status in ("held", "paused"):
            titles = [exit_.title for exit_ in self.judgements.open_exits if judged.entry.kind in exit_.halts]
            return "; ".join(f"settled: {title}" for title in titles)
        return ""

    def _how(self, one: CompiledIntervention) -> str:
        """How to stop: as the rule that fired says; a medicine with a taper is never stopped at once."""
        entry = one.entry
        if entry.taper:
            return f"Taper. {entry.taper}"
        fired = [rule for rule, holds in zip(entry.stop, one.stops) if holds(self.facts.values) is True]
        return "Taper." if fired and all(rule.how == "taper" for rule in fired) else "Stop at once."

    def _silenced(self, entry: Intervention) -> str:
        """The reason of a decision that silences this advice today. Nothing silences an exit."""
        events = self.facts.events.get(entry.id, ())
        last = events[-1] if events else None
        if (
            entry.exit
            or last is None
            or last.event != "overridden"
            or (last.until is not None and last.until < self.facts.day)
        ):
            return ""
        return last.reason or "overridden"

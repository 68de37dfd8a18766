"""Letters: one record's plan for one reader, with what is asked, why, what was tried and what is not known.

Lives here: which kinds there are, whether one makes sense for a record, and the order of its sections. Lives
elsewhere: the sections (letter_parts.py, letter_history.py), which interventions a kind asks for (letters.toml).

Nothing is asked for that the plan does not recommend. A letter that would ask for nothing is refused, with what is missing.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from stepwell.documents.pdf import letter_history as history
from stepwell.documents.pdf import letter_parts as parts
from stepwell.documents.pdf.calls import calls
from stepwell.documents.pdf.compiler import PIXELS_PER_INCH, pages_of, pdf_of
from stepwell.documents.pdf.header import frame
from stepwell.documents.pdf.refusals import check
from stepwell.documents.pdf.sections import Section
from stepwell.documents.pdf.subject import ADVISED, Subject
from stepwell.reasoning.types import Recommendation

TEMPLATE = "letter"
FOR_DOCTORS = ("physician", "surgeon")
SIZES = {"clinician": 10.5, "patient": 13}
"""Points: a clinician's letter is dense, a patient's page is read at arm's length."""


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Mapping[str, Any]]:
    """The kinds of letter and what each asks for."""
    return tomllib.loads((files("stepwell.documents.pdf") / "letters.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Letter:
    """One letter. raises StepwellError on `pdf` or `pages` where it makes no sense for this record"""

    kind: str
    subject: Subject

    @property
    def rules(self) -> Mapping[str, Any]:
        """What letters.toml says of this kind."""
        return kinds()[self.kind]

    @property
    def day(self) -> date:
        """The day the letter is written."""
        return self.subject.plan.as_of

    def pdf(self) -> bytes:
        """The letter as PDF/UA-1."""
        return pdf_of(TEMPLATE, self.values(), day=self.day)

    def pages(self, *, per_inch: float = PIXELS_PER_INCH) -> list[bytes]:
        """The pages as PNG pictures, so many pixels per inch."""
        return pages_of(TEMPLATE, self.values(), per_inch=per_inch)

    def rows(self) -> list[Recommendation]:
        """What this letter asks for."""
        if self.rules.get("for_doctors"):
            return [one for one in self.subject.plan.recommendations if self._for_doctor(one)]
        return self.subject.advised(self.rules.get("asks", ()))

    def _for_doctor(self, one: Recommendation) -> bool:
        told = "patient" in self.subject.entry(one.id).audience
        return told and (bool(one.urgency) or one.decided_by in FOR_DOCTORS) and one.status in ADVISED

    def values(self) -> dict[str, Any]:
        """Everything that the template shows, as plain values."""
        rows, words, subject = self.rows(), self.subject.words, self.subject
        check(self.kind, self.rules, rows, subject)
        sections = [one.values() for one in self._sections(rows) if not one.empty]
        return {
            **frame(subject.pathway, words, printed=self.day),
            "words": words.words["letter"],
            "size": SIZES[self.rules["audience"]],
            "title": words(f"letter.titles.{self.kind}"),
            "person": self._person(),
            "sections": sections,
            "calls": self._calls(),
            "calls-first": bool(subject.open_exits()),
            **self._signature(),
        }

    def _signature(self) -> dict[str, str]:
        """Who answers for a letter; nobody signs the page that a patient prints."""
        words = self.subject.words
        if self.rules["audience"] == "patient":
            return {"check": words("letter.unchecked"), "checked-by": "", "date-word": ""}
        signed = {"checked-by": words("letter.checked_by"), "date-word": words("letter.date")}
        return {"check": words("letter.check"), **signed}

    def _person(self) -> list[list[str]]:
        words, header, subject = self.subject.words, self.subject.header, self.subject
        receiver = header.receiver or words(f"letter.receivers.{self.kind}")
        named = (
            ("to", receiver),
            ("date", words.day(self.day)),
            ("from", header.clinician),
            ("patient", header.patient),
            ("born", header.born),
            ("number", header.number),
            ("person", subject.person()),
            ("side", words(f"sides.{subject.plan.side or 'none'}")),
        )
        hidden = ("from",) if self.rules["audience"] == "patient" else ()
        return [[words(f"letter.{name}"), value] for name, value in named if name not in hidden]

    def _calls(self) -> dict[str, Any] | None:
        needed = self.rules["audience"] == "patient" or self.kind == "discharge"
        return calls(self.subject.pathway, self.subject.facts, self.subject.words) if needed else None

    def _sections(self, rows: Sequence[Recommendation]) -> Iterator[Section]:
        if self.rules["audience"] == "patient":
            yield from self._for_patient(rows)
            return
        yield parts.open_now(self.subject, "clinician")
        if self.rules.get("whole"):
            yield from self._whole()
        elif "keeps" in self.rules:
            yield from self._discharge(rows)
        else:
            yield from self._request(rows)

    def _request(self, rows: Sequence[Recommendation]) -> Iterator[Section]:
        yield parts.asked(self.subject, rows)
        if "guidance" in self.rules:
            yield parts.guidance(self.subject, self.rules["guidance"])
        yield parts.why(self.subject, rows)
        yield from self._record()
        yield history.not_known(self.subject, audience="clinician")
        yield parts.disagreement(self.subject, rows)

    def _record(self) -> Iterator[Section]:
        yield parts.known(self.subject, self.rules["shows"])
        yield history.tried(self.subject)
        yield history.screen(self.subject)

    def _discharge(self, rows: Sequence[Recommendation]) -> Iterator[Section]:
        yield parts.why(self.subject, rows, "letter.done")
        yield parts.keeps(self.subject, self.rules["keeps"])
        yield from self._record()
        yield parts.help_text(self.subject, rows)

    def _whole(self) -> Iterator[Section]:
        advised = [
            one for one in self.subject.plan.recommendations if one.status in ADVISED and not one.urgency
        ]
        yield parts.step(self.subject)
        yield parts.plan_group(self.subject, "Do", "letter.do")
        yield parts.plan_group(self.subject, "Go on", "letter.go_on")
        yield parts.held(self.subject)
        yield from self._record()
        yield history.not_known(self.subject, audience="clinician")
        yield parts.disagreement(self.subject, advised, brief=True)

    def _for_patient(self, rows: Sequence[Recommendation]) -> Iterator[Section]:
        yield parts.open_now(self.subject, "patient")
        yield parts.for_doctor(self.subject, [one for one in rows if not one.urgency])
        yield parts.why(self.subject, rows, "letter.doctor_note")
        yield history.tried(self.subject, audience="patient")
        yield history.screen(self.subject)

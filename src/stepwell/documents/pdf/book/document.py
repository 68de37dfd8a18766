"""The handbook on paper, put together.

Lives here: `HandbookDocument`, the order of its chapters. Lives elsewhere: the chapters (the other modules of this
folder), the layout (handbook.typ).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.documents.handbook_evidence import FLAGS
from stepwell.documents.pdf.book import cards, lists, movement
from stepwell.documents.pdf.book.rules import rule
from stepwell.documents.pdf.compiler import PIXELS_PER_INCH, pages_of, pdf_of
from stepwell.documents.pdf.header import frame
from stepwell.documents.pdf.wording import KNOWLEDGE_LANGUAGE, wording
from stepwell.figures.stairs import staircase
from stepwell.knowledge.types import Pathway, Step

TEMPLATE = "handbook"
BEGIN = "Everybody begins here"
READING = (
    "Each card says what is advised, to whom, who decides, what forbids it, and on what evidence. Stepwell runs these very rules.",
    "Not known is never taken for no. Where an open answer could change the advice, it is asked first.",
    "A word in capitals after a rule says how far what it rests on was checked:",
    "What a finding means, and where every number comes from, is in the handbook on screen (stepwell knowledge handbook).",
    "Numbers in square brackets are those of statements (S), red flags (RF) and hazards (H) in the evidence.",
)


@dataclass(frozen=True)
class HandbookDocument:
    """The handbook of a pathway, printed on a day."""

    pathway: Pathway
    day: date

    def pdf(self) -> bytes:
        """The handbook as PDF/UA-1."""
        return pdf_of(TEMPLATE, self.values(), day=self.day)

    def pages(self, *, per_inch: float = PIXELS_PER_INCH) -> list[bytes]:
        """The pages as PNG pictures, so many pixels per inch."""
        return pages_of(TEMPLATE, self.values(), per_inch=per_inch)

    def values(self) -> dict[str, Any]:
        """Everything that the template shows, as plain values."""
        pathway = self.pathway
        return {
            **frame(pathway, wording(KNOWLEDGE_LANGUAGE), printed=self.day),
            "title": f"{pathway.title}: the handbook",
            "name": pathway.title,
            "reading": list(READING),
            "flags": [list(row) for row in FLAGS.items()],
            "stair": self._stair(),
            "exits": cards.exits(pathway),
            "steps": [self._step(number, step) for number, step in enumerate(pathway.steps, start=1)],
            "programme": movement.programme(pathway),
            "exercises": movement.exercises(pathway),
            "sources": lists.sources(pathway),
            "tests": lists.tests(pathway),
            "conflicts": lists.conflicts(pathway),
            "promises": lists.promises(pathway),
            "numbers": lists.numbers(pathway),
            "references": lists.references(pathway),
        }

    def _stair(self) -> dict[str, Any]:
        steps = self.pathway.steps
        shown = staircase([step.title for step in steps], here=1, words={"here": BEGIN})
        alt = f"A stair of {len(steps)} steps down to water. {BEGIN}, on the first step."
        return {"svg": shown.svg, "alt": alt, "steps": [[step.title, step.say] for step in steps]}

    def _step(self, number: int, step: Step) -> dict[str, Any]:
        gates = (
            ("Past it when", step.goal),
            ("Treatments begin when", step.enter),
            ("Not needed when", step.unless),
        )
        return {
            "title": f"Step {number}: {step.title}",
            "say": step.say,
            "rules": [
                {"label": label, **rule(gate, self.pathway)} for label, gate in gates if gate is not None
            ],
            "groups": cards.step_groups(step, self.pathway),
        }

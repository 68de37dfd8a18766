"""The home programme on paper: this person's exercises, limits of pain, and when to get help.

Lives here: `programme_pdf` and the values that its template shows. Lives elsewhere: today's session
(programme/session.py), the layout (programme.typ), pictures (pictures.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.documents.pdf.calls import calls
from stepwell.documents.pdf.compiler import PIXELS_PER_INCH, pages_of, pdf_of
from stepwell.documents.pdf.dose import boxes, dose_line, extras, how_line
from stepwell.documents.pdf.header import NO_HEADER, Header, frame
from stepwell.documents.pdf.pictures import Pictures, empty_body, no_pictures, stair
from stepwell.documents.pdf.wording import KNOWLEDGE_LANGUAGE, Said, Wording
from stepwell.figures import Picture
from stepwell.knowledge.types import Pathway
from stepwell.programme.exercises import Exercise
from stepwell.programme.knowledge import Light, Programme
from stepwell.programme.session import Item, Session
from stepwell.reasoning.facts import Facts

TEMPLATE = "programme"
HELP = "when-to-seek-help"
"""The intervention whose words to the patient are the page on getting help."""
LONG_STEP = 12
"""Words that are read at a glance while lying on a mat (clear print for handouts: at most twelve)."""
ASKED = ("worst-pain", "sitting-tolerance")
"""The findings whose questions stand below the body to mark."""


@dataclass(frozen=True)
class ProgrammeDocument:
    """One programme to print.

    session   what to do (programme/session.py)
    facts     what is known on the day: side and country
    large     large print, one exercise a page
    step      the step of the pathway that the person is on; empty leaves the stair out
    chart     whether a page to mark where it hurts is added
    """

    pathway: Pathway
    programme: Programme
    session: Session
    facts: Facts
    words: Wording
    header: Header = NO_HEADER
    pictures: Pictures = no_pictures
    large: bool = False
    step: str = ""
    chart: bool = False

    @property
    def day(self) -> date:
        """The day the session is for."""
        return date.fromordinal(self.facts.day)

    def pdf(self) -> bytes:
        """The document as PDF/UA-1."""
        return pdf_of(TEMPLATE, self.values(), day=self.day)

    def pages(self, *, per_inch: float = PIXELS_PER_INCH) -> list[bytes]:
        """The pages as PNG pictures, so many pixels per inch."""
        return pages_of(TEMPLATE, self.values(), per_inch=per_inch)

    def values(self) -> dict[str, Any]:
        """Everything that the template shows, as plain values."""
        words, session = self.words, self.session
        return {
            **frame(self.pathway, words, printed=self.day, large=self.large),
            "words": words.words["programme"],
            "title": words("programme.title"),
            "person": self._person(),
            "phase": {"title": words.known(session.phase.title), "say": words.known(session.phase.say)},
            "suspended": words.known(session.suspended),
            "cards": [self._card(number, item) for number, item in enumerate(session.items, start=1)],
            "lights": self._lights(),
            "limits": words.all_known((session.limits.settle, session.limits.distal)),
            "sitting": self._sitting(),
            "notes": words.all_known(session.notes),
            "help": self._help(),
            "stair": self._stair() if self.step else None,
            "chart": self._chart() if self.chart else None,
        }

    def _person(self) -> list[list[str]]:
        named = (
            ("for", self.header.patient),
            ("from", self.header.clinician),
            ("phone", self.header.phone),
        )
        return [[self.words(f"programme.{name}"), value] for name, value in named]

    def _card(self, number: int, item: Item) -> dict[str, Any]:
        words, exercise, dosage = self.words, item.exercise, item.dosage
        picture = self.pictures(exercise.id)
        return {
            "number": number,
            "title": words.known(exercise.title),
            "side": words(f"leg.{self._leg(exercise)}"),
            "pinned": words("programme.pinned") if item.pinned else "",
            "dose": dose_line(dosage, words),
            "how": how_line(dosage, exercise, self.programme, words),
            "extras": extras(dosage, words),
            "pace": words.known(self.programme.groups[exercise.group].say),
            "limit": words("programme.pain", limit=item.pain_limit),
            "level": words("programme.level", level=_rung(item), most=len(exercise.ladder)),
            "start": words.known(exercise.start),
            "steps": [words.all_known(_lines(step)) for step in exercise.steps],
            "care": words.all_known(item.cautions),
            "stop": words.all_known(exercise.stop),
            "boxes": boxes(dosage),
            "picture": _picture(picture, KNOWLEDGE_LANGUAGE) if picture else None,
        }

    def _leg(self, exercise: Exercise) -> str:
        return (self.facts.side or "none") if exercise.sides == "sore" else exercise.sides

    def _lights(self) -> list[dict[str, Said]]:
        """The traffic light with this person's own limits."""
        words, limits, light = self.words, self.session.limits, self.programme.light
        amber = "amber_one" if limits.green + 1 == limits.amber else "amber"
        ranges = (
            words("programme.green", high=limits.green),
            words(f"programme.{amber}", low=limits.green + 1, high=limits.amber),
            words("programme.red", low=limits.amber + 1),
        )
        says = (light.green, light.amber, light.red)
        return [{"range": range_, "say": words.known(say)} for range_, say in zip(ranges, says)]

    def _sitting(self) -> dict[str, Said]:
        words, sitting = self.words, self.session.sitting
        say = words("programme.sitting_say", minutes=sitting.minutes, rest=sitting.break_minutes)
        ask = words("programme.sitting_ask") if sitting.ask else ""
        return {"say": say, "content": words.known(sitting.content), "ask": ask}

    def _stair(self) -> dict[str, Any]:
        words, steps = self.words, self.pathway.steps
        here = next(number for number, one in enumerate(steps, start=1) if one.id == self.step)
        return {
            "title": words("stair.title"),
            "number": words("stair.step", here=here, steps=len(steps)),
            "step": words.known(steps[here - 1].title),
            "picture": _picture(stair(self.pathway, self.step, words), words.language),
        }

    def _chart(self) -> dict[str, Any]:
        words = self.words
        asked = (self.pathway.findings[name].ask["patient"] for name in ASKED)
        shown = {name: words(f"chart.{name}") for name in ("title", "say", "day")}
        picture = _picture(empty_body(words), words.language)
        return {**shown, "ask": [words.known(one) for one in asked], "picture": picture}

    def _help(self) -> dict[str, Any]:
        told = self.pathway.interventions[HELP].say["patient"]
        return {
            "calls": calls(self.pathway, self.facts, self.words),
            "say": self.words.all_known(sentences(told)),
            **_stopping(self.programme.light, self.words),
        }


def _picture(picture: Picture, language: str) -> dict[str, str]:
    return {"svg": picture.svg, "alt": picture.alt, "lang": language}


def _rung(item: Item) -> int:
    """Which rung of its ladder an exercise is on, from 1."""
    names = [level.name for level in item.exercise.ladder]
    return names.index(item.dosage.level) + 1


def _lines(step: str) -> list[str]:
    """A step that is long to read on paper stands sentence by sentence."""
    return sentences(step) if len(step.split()) > LONG_STEP else [step]


def _stopping(light: Light, words: Wording) -> Mapping[str, Any]:
    return {
        "leave": words.known(light.leave),
        "stop_now": words.all_known(light.stop_now),
        "after_stop": words.known(light.after_stop),
    }


def sentences(text: str) -> list[str]:
    """A text, sentence by sentence.

    >>> sentences("Go now. Do not wait.")
    ['Go now.', 'Do not wait.']
    """
    return [one for one in re.split(r"(?<=[.!?])\s+", text.strip()) if one]

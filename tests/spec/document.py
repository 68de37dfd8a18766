"""Prints `docs/what-stepwell-recommends.md` from the specs: `python -m tests.spec.document`.

Lives here: reading the spec files without running an engine, and the page. Lives elsewhere: the specs, their tables
(tables.py) and backgrounds (backgrounds.py).

A test fails when the page is not the one that is printed from the specs, so it cannot drift.
"""

import inspect
import runpy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.types import Pathway
from tests.spec.backgrounds import BACKGROUNDS
from tests.spec.tables import Table, read_table

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "what-stepwell-recommends.md"
CHAPTERS = (
    *(
        "emergencies",
        "emergencies_general",
        "same_day_and_urgent",
        "urgent_and_routine",
        "screening",
        "referrals",
    ),
    *("finding_the_source", "doubt", "other_pains"),
    *("advice", "exercise", "is_it_enough"),
    *("painkillers", "painkiller_courses", "nerve_pain_medicines", "nerve_pain_courses"),
    *("injections", "blocks_and_toxin", "after_an_injection"),
    *("surgery", "after_an_operation", "maintenance"),
    *("due_again", "lessons", "lessons_on_records"),
)
"""The spec files in the order in which they are read."""

STATUSES = {
    "recommended": "it is right now, and stays right whatever the open questions turn out to be",
    "prepare": "it is right, once something else has been done first",
    "ask-first": "it may be right; questions that can be answered today decide",
    "undetermined": "it may be right; a test, or time, decides",
    "not-indicated": "there is no reason for it now",
    "contraindicated": "something on record forbids it",
    "held": "another sign must be settled first",
    "paused": "under way, and on hold until a sign is settled",
    "stop": "under way, and to be ended",
    "continue": "under way, and to go on",
    "done": "it was done, and is not due again yet",
    "declined": "the person has declined it",
    "known": "a test whose answer is on record and recent",
}


@dataclass(frozen=True)
class Spec:
    """One call of `spec`: the table, what is expected of each patient, and what is recorded of everyone."""

    table: Table
    expected: Mapping[str, Mapping[str, str]]
    background: tuple[str, ...]

    @property
    def interventions(self) -> tuple[str, ...]:
        """The interventions that the table shows, in the order in which they are first named."""
        return tuple(dict.fromkeys(name for said in self.expected.values() for name in said))


@dataclass(frozen=True)
class Section:
    """One test: its name in words, its docstring, and its tables."""

    title: str
    text: str
    specs: tuple[Spec, ...]


@dataclass(frozen=True)
class Chapter:
    """One spec file."""

    title: str
    text: str
    sections: tuple[Section, ...]


def chapters() -> tuple[Chapter, ...]:
    """Every spec, in reading order."""
    return tuple(_chapter(HERE / f"test_{name}.py") for name in CHAPTERS)


def _chapter(path: Path) -> Chapter:
    names = runpy.run_path(str(path))
    tests = [one for name, one in names.items() if name.startswith("test_")]
    return Chapter(names["title"], _flowing(names["text"]), tuple(map(_section, tests)))


def _section(test: Callable[[Any], None]) -> Section:
    title = test.__name__.removeprefix("test_").replace("_", " ").capitalize()
    specs: list[Spec] = []
    test(lambda table, **said: specs.append(_spec(table, **said)))
    return Section(title, _flowing(inspect.getdoc(test) or ""), tuple(specs))


def _spec(table: str, *, expect: Mapping[str, Any], intervention: str = "", background: str = "") -> Spec:
    expected = {
        patient: {intervention: said} if isinstance(said, str) else dict(said)
        for patient, said in expect.items()
    }
    return Spec(
        read_table(table), expected, tuple(name.strip() for name in background.split(",") if name.strip())
    )


def _flowing(text: str) -> str:
    return " ".join(text.split())


def page(pathway: Pathway) -> str:
    """The whole page, as Markdown."""
    lines = [*_head(), *(line for chapter in chapters() for line in _of_chapter(chapter, pathway)), *_foot()]
    return "\n".join(lines) + "\n"


def _head() -> Iterator[str]:
    yield "# What Stepwell recommends"
    yield ""
    yield (
        "Printed from the specs in `tests/spec/` by `python -m tests.spec.document`; every line below is checked by"
        " `make test`. Not reviewed by a clinician."
    )
    yield ""
    yield (
        "A row is a person, seen on one day. A blank cell means that nobody recorded it. The words in bold say what"
        " Stepwell makes of each person:"
    )
    yield ""
    yield from (f"- **{status}**: {meaning}" for status, meaning in STATUSES.items())


def _of_chapter(chapter: Chapter, pathway: Pathway) -> Iterator[str]:
    yield from ("", f"## {chapter.title}", "", chapter.text)
    for section in chapter.sections:
        yield from ("", f"### {section.title}", "", section.text)
        for spec in section.specs:
            yield from _of_spec(spec, pathway)


def _of_spec(spec: Spec, pathway: Pathway) -> Iterator[str]:
    if spec.background:
        yield from ("", f"Everyone here: {', '.join(spec.background)}.")
    advice = [f"**{pathway.interventions[name].title}**" for name in spec.interventions]
    yield ""
    yield _row(["patient", *spec.table.columns, *advice])
    yield _row(["---"] * (1 + len(spec.table.columns) + len(advice)))
    for patient, cells in spec.table.rows.items():
        said = spec.expected[patient]
        yield _row(
            [patient, *cells, *(f"**{said[name]}**" if name in said else "" for name in spec.interventions)]
        )


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _foot() -> Iterator[str]:
    used = {
        name
        for chapter in chapters()
        for section in chapter.sections
        for spec in section.specs
        for name in spec.background
    }
    yield from ("", "## What is recorded of everyone in a table", "")
    yield from (f"- **{name}**: {words}" for name, (words, _) in BACKGROUNDS.items() if name in used)


if __name__ == "__main__":
    PAGE.write_text(page(load_pathway()), encoding="utf-8")

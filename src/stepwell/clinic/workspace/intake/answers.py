"""One question on a page: what it shows, and what was answered to it.

Lives here: from a finding and what stands in the record to a question; from what was posted to a line of record, or what is wrong
with it at its field. Lives elsewhere: which questions a page has (intake/pages.py, exam/groups.py), how a question looks
(templates/intake/_question.html), values and days (records/).

Nothing is chosen beforehand. `not-asked` writes nothing; `not-sure` writes that the person does not know, which is not a no.

    a.ID  the answer            n.ID  Not known or Not asked, beside a number     u.ID  its unit     k.ID  exactly, at least, at most
    d.ID  the day of a result   w.ID  on that day, or before it                   x.ID  the earlier yes was a mistake
    s.ID  the unit is right, although the number fits another one better
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.clinic.workspace.intake.days import WHEN, day_within
from stepwell.clinic.workspace.intake.units import Better, better_unit
from stepwell.knowledge.types import Finding
from stepwell.reasoning.explain import value_in_words
from stepwell.reasoning.facts import Facts
from stepwell.records.faults import Unreadable
from stepwell.records.types import NOT_SURE
from stepwell.records.values import in_words as number_in_words
from stepwell.records.values import read_value

Posted = Mapping[str, str]
Values = dict[str, Any]

NOT_ASKED = "not-asked"
PARTS = ("a", "n", "u", "k", "d", "w", "x", "s")
LONGEST = 200
MOST_BUTTONS = 11
ASKED = {"yes": "Yes", "no": "No", NOT_SURE: "Not known", NOT_ASKED: "Not asked"}
TESTED = {"yes": "Positive", "no": "Negative", NOT_ASKED: "Not done"}
SEEN = {"yes": "Yes", "no": "No", NOT_ASKED: "Not done"}
BOUNDS = {"exactly": "Exactly", "at_least": "At least", "at_most": "At most"}
ENDS = ("No pain", "Worst pain you can imagine")
_NUMBER = re.compile(r"-?[0-9]{1,7}(?:[.,][0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `nil` says that it is no answer, and so stays grey."""

    value: str
    words: str
    nil: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What the record says now: in words, since when, and whether it is a sign that stands until its exit is settled."""

    words: str
    on: date | None
    flagged: bool
    seq: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a page shows it.

    kind   pick (one of the options), number or text
    scale  the options are numbers in a row; `ends` are the words at both ends
    dated  the day of the result is asked for
    typed  what stands in the fields, by their first letter
    other_unit  what is ticked where the number fits another unit better, and is right all the same
    fault  what is wrong with the answer, empty where nothing is
    """

    id: str
    type: str
    text: str
    why: str
    kind: str
    options: tuple[Option, ...]
    scale: bool
    ends: tuple[str, ...]
    units: tuple[str, ...]
    help: str
    dated: bool
    typed: Mapping[str, str]
    standing: Standing | None
    flag: str
    unsure_is_yes: bool
    fault: str
    note: str = ""
    other_unit: str = ""

    @property
    def used(self) -> bool:
        """Whether an answer stands in its fields."""
        return bool(self.fault or self.typed["a"] or self.typed["n"])

    @property
    def bounds(self) -> dict[str, str]:
        """How exactly a number is known."""
        return BOUNDS

    @property
    def when(self) -> dict[str, str]:
        """How a day is meant."""
        return WHEN


def question_of(
    finding: Finding,
    *,
    text: str,
    posted: Posted,
    words: Mapping[str, str] = ASKED,
    why: str = "",
    standing: Standing | None = None,
    fault: str = "",
    note: str = "",
) -> Question:
    """A finding as a question.

    posted  what stands in the fields, from a draft or a form that came back
    words   the words of yes, no, not known and not asked, those that are offered
    """
    typed = {part: posted.get(f"{part}.{finding.id}", "") for part in PARTS}
    scale = is_scale(finding)
    number = finding.type == "number" and not scale
    return Question(
        id=finding.id,
        type=finding.type,
        text=text,
        why=why,
        kind="number" if number else "text" if finding.type == "text" else "pick",
        options=tuple(_options(finding, words, typed["n" if number or finding.type == "text" else "a"])),
        scale=scale,
        ends=ENDS if scale and "pain" in finding.id else (),
        units=(finding.unit, *finding.units) if finding.units else (),
        help=_range(finding) if number else "",
        dated=is_dated(finding),
        typed=typed,
        standing=standing,
        flag=finding.flag,
        unsure_is_yes=finding.unsure_is_yes,
        fault=fault,
        note=note,
        other_unit=_kept_all_the_same(finding, posted),
    )


def _options(finding: Finding, words: Mapping[str, str], chosen: str) -> Iterable[Option]:
    answers: Mapping[str, str] = {}
    if finding.type == "yes-no":
        answers = {value: words[value] for value in ("yes", "no")}
    elif finding.type == "choice":
        answers = finding.options
    elif is_scale(finding) and finding.range:
        answers = {str(number): str(number) for number in range(finding.range[0], finding.range[1] + 1)}
    nils = {value: words[value] for value in (NOT_SURE, NOT_ASKED) if value in words}
    for value, said in {**answers, **nils}.items():
        yield Option(value, said, value in nils, value == chosen)


def is_scale(finding: Finding) -> bool:
    """Whether a number is small enough for a button each."""
    if finding.type != "number" or finding.decimals or finding.units or finding.range is None:
        return False
    return finding.range[0] == 0 and finding.range[1] < MOST_BUTTONS


def is_dated(finding: Finding) -> bool:
    """Whether an answer is a result of an earlier day: it goes stale, no patient is asked for it, and it is measured or tested."""
    if finding.fresh_for is None or finding.flag or "patient" in finding.ask:
        return False
    return finding.type in ("number", "choice") or finding.changes_by == "test"


def _range(finding: Finding) -> str:
    if finding.range is None:
        return ""
    low, high = (number_in_words(end, finding.decimals) for end in finding.range)
    return f"{low} to {high} {finding.unit}".strip()


def standing_of(facts: Facts, finding: Finding) -> Standing | None:
    """What the record says of a finding; None where it says nothing that counts today."""
    seen = facts.origins.get(finding.id)
    if seen is None:
        return None
    value = facts.values[finding.id]
    on = date.fromordinal(int(seen.on.low)) if seen.on.exact and seen.on.low > 1 else None
    words = value_in_words(value, finding) or "not known"
    return Standing(words[:1].upper() + words[1:], on, bool(finding.flag) and value is True, seen.seq)


def fields_of(posted: Posted, findings: Collection[str]) -> dict[str, str]:
    """The fields that belong to findings, each no longer than a field may be. What is empty is left out."""
    names = (f"{part}.{one}" for one in findings for part in PARTS)
    return {name: posted[name][:LONGEST] for name in names if posted.get(name)}


def in_words(wrong: Unreadable) -> str:
    """What is wrong with an answer and how to mend it, as its field says it."""
    return f"{wrong.problem[:1].upper()}{wrong.problem[1:]} {wrong.remedy}".rstrip()


def line_of(
    finding: Finding, posted: Posted, *, today: date, standing: Standing | None = None
) -> Values | None:
    """The line of record of an answer; None where nothing was asked.

    standing  what the record says now: a sign that stands is not taken back by a no
    raises    Unreadable
    """
    typed, beside = (posted.get(f"{part}.{finding.id}", "").strip() for part in ("a", "n"))
    if typed and beside:
        raise Unreadable("there is an answer, and another beside it.", "Keep one of the two.")
    answer = typed or beside
    if answer in ("", NOT_ASKED):
        return None
    unit = posted.get(f"u.{finding.id}", "") if finding.units else ""
    line: Values = {"finding": finding.id, "value": _written(finding, answer, posted)}
    if unit and unit != finding.unit and answer != NOT_SURE:
        line["unit"] = unit
    _ask_about_the_unit(finding, posted, answer)
    _check(finding, line)
    on = _on(finding, posted, today)
    if on is not None:
        line["on"] = on
    return _against(line, posted, finding, standing)


def _better(finding: Finding, posted: Posted) -> Better | None:
    """The unit that what was typed fits better than the chosen one."""
    written = posted.get(f"a.{finding.id}", "").strip()
    if finding.type != "number" or not finding.units or not _NUMBER.fullmatch(written):
        return None
    number = float(written.replace(",", "."))
    return better_unit(finding, number, posted.get(f"u.{finding.id}") or finding.unit)


def _kept_all_the_same(finding: Finding, posted: Posted) -> str:
    better = _better(finding, posted)
    return better.kept if better is not None and not better.impossible else ""


def _ask_about_the_unit(finding: Finding, posted: Posted, answer: str) -> None:
    """raises Unreadable where another unit fits better, and nobody said that the chosen one is right"""
    better = _better(finding, posted) if answer != NOT_SURE else None
    if better is None or (posted.get(f"s.{finding.id}") == better.kept and not better.impossible):
        return
    more = "" if better.impossible else "If the unit is right, tick it below."
    raise Unreadable(better.words, more)


def _check(finding: Finding, line: Mapping[str, Any]) -> None:
    """raises Unreadable, in the words of the question instead of its id"""
    try:
        read_value(line["value"], finding, unit=line.get("unit"))
    except Unreadable as wrong:
        raise Unreadable(wrong.problem.replace(finding.id, "the answer"), wrong.remedy) from None


def _written(finding: Finding, answer: str, posted: Posted) -> object:
    if answer == NOT_SURE or finding.type != "number":
        return answer
    if not _NUMBER.fullmatch(answer):
        raise Unreadable("the answer is not a number.", "Write it in digits, such as 12 or 12.5.")
    number = float(answer.replace(",", "."))
    exact: float | int = int(number) if number.is_integer() else number
    how = posted.get(f"k.{finding.id}", "")
    return {how: exact} if how in ("at_least", "at_most") else exact


def _on(finding: Finding, posted: Posted, today: date) -> object:
    """The day of a result as a record writes it; None for today. Nothing reaches into the future."""
    written = posted.get(f"d.{finding.id}", "").strip()
    if not written or not is_dated(finding):
        return None
    return day_within(written, before=posted.get(f"w.{finding.id}") == "before", today=today)


def _against(line: Values, posted: Posted, finding: Finding, standing: Standing | None) -> Values:
    if standing is None or not standing.flagged or line["value"] == "yes":
        return line
    if posted.get(f"x.{finding.id}") != "yes":
        raise Unreadable(
            "the earlier yes stands until a clinician settles what it opened.",
            "Settle that, or say below that the yes was a mistake.",
        )
    return {**line, "replaces": standing.seq}

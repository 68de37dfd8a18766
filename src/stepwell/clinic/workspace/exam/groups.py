"""The tests of the exam, grouped by structure.

Lives here: which findings are examined, under which heading, with how each test is done. Lives elsewhere: headings and order (the
clinician's question sets of the knowledge), how a test is done (assessments/), one question (intake/answers.py).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from stepwell.clinic.workspace.intake.answers import (
    NOT_ASKED,
    SEEN,
    TESTED,
    Posted,
    Question,
    question_of,
    standing_of,
)
from stepwell.clinic.workspace.intake.pages import is_exam
from stepwell.knowledge.conditions import IsYes
from stepwell.knowledge.types import Finding, Pathway
from stepwell.reasoning.facts import Facts, signs_of

WORKING = "working-source"
HISTORY = "History"
REPORTS = "Reports of scans, nerve studies and blood tests"
NO_WEIGHT = "It does not count for the source."


@dataclass(frozen=True, slots=True)
class Test:
    """What is examined: the finding that holds the result, and the assessment that reads it, where there is one."""

    finding: Finding
    assessment: str
    title: str
    how: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """Tests of one structure. `folded` for what is seldom at hand."""

    title: str
    tests: tuple[Test, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with its questions as they stand on the page."""

    title: str
    rows: tuple[tuple[Test, Question], ...]
    folded: bool

    @property
    def used(self) -> bool:
        """Whether something was typed in it, so that it is not folded away."""
        return any(question.used for _, question in self.rows)


@lru_cache(maxsize=8)
def headings(pathway: Pathway) -> tuple[Heading, ...]:
    """Every heading: what the history tells, the tests of each structure, other signs, reports."""
    read_by = _assessments(pathway)
    sets = [one for one in pathway.question_sets if is_exam(one) and WORKING not in one.findings]
    examined = [
        Heading(one.title, tuple(_test(pathway.findings[name], read_by) for name in one.findings))
        for one in sets
    ]
    examined.sort(key=lambda heading: not any(test.assessment for test in heading.tests))
    taken = {test.finding.id for heading in examined for test in heading.tests}
    asked = [name for name in read_by if name not in taken and pathway.findings[name].ask]
    return (
        Heading(HISTORY, tuple(_test(pathway.findings[name], read_by) for name in asked)),
        *examined,
        Heading(REPORTS, tuple(_test(one, read_by) for one in _reported(pathway)), folded=True),
    )


def _assessments(pathway: Pathway) -> dict[str, Mapping[str, Any]]:
    """The assessment that each observed finding is read by, alone."""
    found: dict[str, Mapping[str, Any]] = {}
    for tree in pathway.assessments:
        signs = signs_of(IsYes(tree["finding"]), pathway) if tree.get("finding") else frozenset()
        if len(signs) == 1:
            found.setdefault(next(iter(signs)), tree)
    return found


def _reported(pathway: Pathway) -> Iterator[Finding]:
    """What nobody is asked for: a test finds it, and a report says it."""
    for one in pathway.findings.values():
        if one.derive is None and not one.ask and one.changes_by == "test":
            yield one


def _test(finding: Finding, read_by: Mapping[str, Mapping[str, Any]]) -> Test:
    tree = read_by.get(finding.id)
    ask = finding.ask.get("clinician") or next(iter(finding.ask.values()), "")
    if tree is None:
        return Test(finding, "", finding.title, ask, counts=False)
    counts = bool(tree.get("positive") or tree.get("speaks_for"))
    how = str(tree.get("how", "")).strip() if finding.type == "yes-no" else ask
    return Test(finding, tree["id"], tree["title"], how, counts)


def findings_of(pathway: Pathway) -> list[Finding]:
    """Every finding of the exam, the working source last."""
    tests = [test.finding for heading in headings(pathway) for test in heading.tests]
    return [*tests, pathway.findings[WORKING]]


def on_the_form(pathway: Pathway) -> dict[str, str]:
    """The assessments that can be done here and now, each with the finding that holds its result."""
    return {
        test.assessment: test.finding.id
        for heading in headings(pathway)
        if not heading.folded
        for test in heading.tests
        if test.assessment
    }


def groups_of(pathway: Pathway, facts: Facts, posted: Posted, faults: Mapping[str, str]) -> Iterable[Group]:
    """The groups as they stand on the page."""
    for heading in headings(pathway):
        rows = tuple((test, _question(test, facts, posted, faults)) for test in heading.tests)
        yield Group(heading.title, rows, heading.folded)


def _question(test: Test, facts: Facts, posted: Posted, faults: Mapping[str, str]) -> Question:
    words = TESTED if test.assessment and test.finding.type == "yes-no" else SEEN
    words = {**words, NOT_ASKED: "Not asked"} if "patient" in test.finding.ask else words
    standing = standing_of(facts, test.finding)
    if standing is not None and test.finding.type == "yes-no":
        said = {True: words["yes"], False: words["no"]}
        value = facts.values[test.finding.id]
        standing = replace(standing, words=said[value] if isinstance(value, bool) else "Not known")
    return question_of(
        test.finding,
        text=test.title,
        posted=posted,
        words=words,
        standing=standing,
        fault=faults.get(test.finding.id, ""),
        note=NO_WEIGHT if test.assessment and not test.counts else "",
    )

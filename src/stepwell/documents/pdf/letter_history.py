"""The parts of a letter that come from the record: what was tried, the safety screen, what is not known.

Lives here: those sections. Lives elsewhere: courses (reasoning/courses.py), the questions (reasoning/questions.py).
"""

from collections.abc import Iterator, Sequence

from stepwell.documents.pdf.sections import Section
from stepwell.documents.pdf.subject import Subject
from stepwell.documents.pdf.wording import Said, Wording
from stepwell.knowledge.types import Finding
from stepwell.reasoning.courses import Course
from stepwell.reasoning.openings import HISTORY
from stepwell.records.bounds import Bounds

TRIED_WIDTHS = (4, 4, 4, 3)
MOST_QUESTIONS = 6
TEXTS = ("guidance", "agent", "approach", "outcome")
NUMBERS = ("adherence", "relief_percent", "relief_days")


def tried(subject: Subject, *, audience: str = "clinician") -> Section:
    """Every course on record with its days, its details and the response to it; for a patient without the agent.

    What is written of an agent is a clinician's own text, which may hold a dose.
    """
    words = subject.words
    courses = sorted(
        (course for found in subject.facts.courses.values() for course in found), key=lambda one: one.seq
    )
    head = [words(f"letter.{name}") for name in ("treatment", "when", "details", "response")]
    notes = [] if courses else [words("letter.nothing_tried")]
    if subject.facts.values.get(HISTORY) is not True:
        notes.append(words("letter.tried_open"))
    texts = [name for name in TEXTS if audience == "clinician" or name != "agent"]
    rows = [_course(subject, course, texts) for course in courses]
    return Section(words("letter.tried"), notes, head=head, rows=rows, widths=TRIED_WIDTHS)


def _course(subject: Subject, course: Course, texts: Sequence[str]) -> list[Said]:
    words, pathway = subject.words, subject.pathway
    entry = pathway.interventions.get(course.intervention)
    title = entry.title if entry else str(pathway.exercises[course.intervention]["title"])
    target = pathway.targets.get(course.target or "", "")
    return [
        words.known(title),
        _days(course, words),
        _details(course, target, texts, words),
        _response(course, words),
    ]


def _days(course: Course, words: Wording) -> str:
    state = words(f"letter.course.state_{course.state}")
    if course.start is None:
        return f"{words.when(course.last)}, {state}"
    start = words.when(course.start)
    if course.end is None:
        return f"{words('since', low=start)}, {state}" if course.start.exact else f"{start}, {state}"
    return f"{words('from_to', low=start, high=words.when(course.end))}, {state}"


def _details(course: Course, target: str, texts: Sequence[str], words: Wording) -> str:
    parts = [words("letter.course.target", value=target)] if target else []
    for name in texts:
        value = getattr(course, name)
        parts += [words(f"letter.course.{name}", value=value)] if value else []
    if course.adherence is not None:
        parts.append(words("letter.course.adherence", value=_number(course.adherence, words)))
    return "; ".join(parts)


def _response(course: Course, words: Wording) -> str:
    parts = [words(f"letter.course.{course.response}")] if course.response else []
    for name in NUMBERS[1:]:
        value = getattr(course, name)
        parts += [words(f"letter.course.{name}", value=_number(value, words))] if value is not None else []
    return ", ".join(parts) or words("not_recorded")


def _number(value: Bounds, words: Wording) -> str:
    low, high = f"{float(value.low):g}", f"{float(value.high):g}"
    return low if value.exact else words("from_to", low=low, high=high)


def screen(subject: Subject) -> Section:
    """The state of the safety screen: signs reported, complete or not, and how old the answers are."""
    words, facts = subject.words, subject.facts
    flags = [one for one in subject.pathway.findings.values() if one.flag and one.derive is None]
    signs = [_sign(subject, one) for one in flags if facts.values[one.id] is True]
    unknown = [one for one in flags if facts.values[one.id] is None]
    lines = [words("letter.screen_clear")] if facts.values.get("screen-clear") is True and not signs else []
    if facts.values.get("screen-clear") is not True and unknown:
        lines.append(words("letter.screen_open", unknown=len(unknown), all=len(flags)))
    lines += _screen_days(subject, flags)
    lines += [words("letter.screen_signs")] if signs else []
    return Section(words("letter.screen"), lines, items=signs)


def _sign(subject: Subject, finding: Finding) -> Said:
    return subject.words.known(f"{finding.title} ({subject.dated(finding.id)})")


def _screen_days(subject: Subject, flags: list[Finding]) -> list[str]:
    origins = subject.facts.origins
    days = [int(origins[one.id].on.high) for one in flags if one.id in origins]
    if not days:
        return []
    low, high = subject.words.ordinal(min(days)), subject.words.ordinal(max(days))
    return [subject.words("letter.screen_day" if low == high else "letter.screen_days", low=low, high=high)]


def not_known(subject: Subject, *, audience: str) -> Section:
    """How many answers could still change the plan, and the first of them."""
    words = subject.words
    pages = [one for one in subject.plan.questions if audience == "clinician" or one.audience == "patient"]
    questions = [question for page in pages for question in page.questions]
    lines: list[Said] = list(_source(subject)) if audience == "clinician" else []
    if questions:
        lines.append(words("letter.unknown_count", count=len(questions)))
    elif not lines:
        lines.append(words("letter.unknown_none"))
    items = [words.known(question.text) for question in questions[:MOST_QUESTIONS]]
    return Section(words("letter.unknown"), lines, items=items)


def _source(subject: Subject) -> Iterator[Said]:
    if subject.facts.values.get("source-named") is not True:
        yield subject.words("letter.source_unknown")

"""The parts of a letter that come from the care plan: what is open, what is asked, why, where sources disagree.

Lives here: those sections. Lives elsewhere: what was tried and what is not known (letter_history.py), which letter
has which sections (letter.py).
"""

from collections.abc import Iterable, Iterator, Sequence

from stepwell.documents.pdf.pictures import stair
from stepwell.documents.pdf.sections import Entry, Line, Section
from stepwell.documents.pdf.subject import Subject
from stepwell.documents.pdf.wording import Said
from stepwell.documents.rows import heads_of, rows_of
from stepwell.documents.words import GROUPS
from stepwell.knowledge.types import TREATMENTS
from stepwell.reasoning.types import Recommendation

FACT_WIDTHS = (5, 2, 2)


def open_now(subject: Subject, audience: str) -> Section:
    """The exits that are open, before everything else."""
    words = subject.words
    entries = [
        Entry(words.known(one.title), [*_urgency(subject, one), *_said(subject, one, audience)])
        for one in subject.open_exits()
    ]
    return Section(words("letter.open"), entries=entries, loud=True)


def _urgency(subject: Subject, one: Recommendation) -> Iterator[Line]:
    yield "", subject.words(f"letter.urgency.{one.urgency}")


def _said(subject: Subject, one: Recommendation, audience: str) -> Iterator[Line]:
    if one.say.get(audience):
        yield "", subject.words.known(one.say[audience])


def asked(subject: Subject, rows: Sequence[Recommendation]) -> Section:
    """What a clinician is asked for, how strongly, and with what care."""
    entries = [Entry(subject.words.known(one.title), list(_asked(subject, one, rows))) for one in rows]
    return Section(subject.words("letter.asked"), entries=entries)


def _asked(subject: Subject, one: Recommendation, rows: Sequence[Recommendation]) -> Iterator[Line]:
    words = subject.words
    strength = words(f"letter.strength_{one.strength}")
    if one.status == "prepare":
        strength = words("letter.status_prepare")
    who = words("letter.decides", who=words(f"letter.who.{one.decided_by}"))
    yield "", f"{strength}. {who}."
    for other in rows:
        if one.choice and other.choice == one.choice and other.id != one.id:
            yield words("letter.either"), words.known(other.title)
    yield from _said(subject, one, "clinician")
    for need in one.unmet:
        title = subject.entry(need).title if need in subject.pathway.interventions else need
        yield words("letter.first"), words.known(title)
    yield from ((words("letter.care"), words.known(caution)) for caution in one.cautions)


def guidance(subject: Subject, id_: str) -> Section:
    """What guidance an injection needs, in the words of the knowledge."""
    return Section(
        subject.words("letter.guidance"),
        [subject.words.known(subject.entry(id_).say["clinician"])],
        loud=True,
    )


def why(subject: Subject, rows: Iterable[Recommendation], title: str = "letter.why") -> Section:
    """The facts that decide, with their dates."""
    return _facts(subject, title, list(subject.reasons(rows)))


def known(subject: Subject, findings: Iterable[str]) -> Section:
    """Findings that belong to the question, recorded or not."""
    return _facts(subject, "letter.findings", [subject.observed(finding) for finding in findings])


def _facts(subject: Subject, title: str, rows: list[tuple[Said, Said, str]]) -> Section:
    head = [subject.words(f"letter.{name}") for name in ("fact", "answer", "on")]
    return Section(subject.words(title), head=head, rows=rows, widths=FACT_WIDTHS)


def disagreement(subject: Subject, rows: Iterable[Recommendation], *, brief: bool = False) -> Section:
    """Every conflict about what is asked: both sides and the side that is taken; in brief, only what is taken."""
    names = dict.fromkeys(name for one in rows for name in one.conflicts)
    if brief:
        lines = [(name, _taken(subject, name)) for name in names]
        entries = [Entry("", lines)] if lines else []
        return Section(subject.words("letter.conflicts"), entries=entries)
    return Section(subject.words("letter.conflicts"), entries=[_conflict(subject, name) for name in names])


def _taken(subject: Subject, name: str) -> Said:
    entry = subject.pathway.conflicts[name]
    title = entry.title if entry.title.endswith((".", "?")) else f"{entry.title}."
    return subject.words.known(f"{title} {entry.safer}")


def _conflict(subject: Subject, name: str) -> Entry:
    words, entry = subject.words, subject.pathway.conflicts[name]
    told = (
        ("side_a", str(entry.side_a["says"])),
        ("side_b", str(entry.side_b["says"])),
        ("strength", entry.strength),
        ("taken", entry.safer),
    )
    lines = [(words(f"letter.{label}"), words.known(text)) for label, text in told if text]
    return Entry(words.as_written(f"{name}: {entry.title}"), lines)


def step(subject: Subject) -> Section:
    """Where in the pathway the person is, and when to look again."""
    words, plan, steps = subject.words, subject.plan, subject.pathway.steps
    here = next(one for one in steps if one.id == plan.step)
    title = here.title if here.title.endswith("?") else f"{here.title}."
    number = words("stair.step", here=steps.index(here) + 1, steps=len(steps))
    lines: list[Said] = [number, words.known(f"{title} {here.say}")]
    if plan.next_review:
        lines.append(words("letter.review", day=words.day(plan.next_review)))
    return Section(words("letter.step"), lines, picture=stair(subject.pathway, plan.step, words))


def plan_group(subject: Subject, group: str, title: str) -> Section:
    """The rows of one group of the plan, each in one line with its status."""
    heads = (one for row in rows_of(subject.plan.recommendations) for one in heads_of(row))
    rows = {one.id: one for one in heads if GROUPS[one.status] == group and not one.urgency}
    return Section(subject.words(title), entries=[_brief(subject, one) for one in rows.values()])


def _brief(subject: Subject, one: Recommendation) -> Entry:
    words = subject.words
    said = one.say.get("clinician", "") if one.status in ("recommended", "prepare", "stop") else ""
    who = words("letter.decides", who=words(f"letter.who.{one.decided_by}"))
    status = who if one.status == "recommended" else f"{words(f'letter.status.{one.status}')}. {who}"
    lines: list[Line] = [(status, words.known(said))] if said else [("", f"{status}.")]
    lines += [("", words.known(one.until))] if one.until else []
    return Entry(words.known(one.title), lines)


def held(subject: Subject) -> Section:
    """Treatments that are stopped, paused, held or forbidden now: together by status and by what ends it."""
    together: dict[tuple[str, str], list[Said]] = {}
    for one in subject.plan.recommendations:
        if GROUPS[one.status] == "Stop or hold" and one.kind in TREATMENTS:
            together.setdefault((one.status, one.until), []).append(subject.words.known(one.title))
    entries = [_held(subject, status, until, titles) for (status, until), titles in together.items()]
    return Section(subject.words("letter.hold"), entries=entries)


def _held(subject: Subject, status: str, until: str, titles: list[Said]) -> Entry:
    words = subject.words
    ends = words.known(until.replace("settled: ", ""))
    lines: list[Line] = [(words("letter.until"), ends)] if until else []
    return Entry(words(f"letter.status.{status}"), [*lines, *(("", title) for title in titles)])


def keeps(subject: Subject, ids: Iterable[str]) -> Section:
    """What goes on after discharge, with what the patient is told."""
    entries = [
        Entry(subject.words.known(one.title), list(_said(subject, one, "clinician")))
        for one in subject.plan.recommendations
        if one.id in frozenset(ids) and one.status in ("recommended", "continue", "prepare")
    ]
    return Section(subject.words("letter.keep"), entries=entries)


def for_doctor(subject: Subject, rows: Iterable[Recommendation]) -> Section:
    """What a patient asks a doctor for, in plain words and without doses."""
    entries = [Entry(subject.words.known(one.title), list(_said(subject, one, "patient"))) for one in rows]
    return Section(subject.words("letter.doctor_ask"), [subject.words("letter.doctor_lead")], entries)


def help_text(subject: Subject, rows: Iterable[Recommendation]) -> Section:
    """When to seek help, as the patient is told it."""
    told = [one.say["patient"] for one in rows if one.say.get("patient")]
    return Section(subject.words("letter.help"), subject.words.all_known(told))

"""People to write documents for: a record whose safety screen is clear, changed by what a test says."""

from datetime import date
from functools import lru_cache

from stepwell.documents.pdf.letter import Letter
from stepwell.documents.pdf.pictures import drawn
from stepwell.documents.pdf.programme import ProgrammeDocument
from stepwell.documents.pdf.subject import subject_of
from stepwell.documents.pdf.wording import wording
from stepwell.knowledge.loader import load_pathway
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.session import session
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.records.reader import parse_record

DAY = date(2026, 1, 10)
HOSTILE = (
    r"""#panic() *bold* _thin_ $x^2$ @ref <label> "quotes" 'single' \ /* no */ // no `raw` [c] {c} ~ -- = a"""
)
LONG = "Donaudampfschifffahrt" * 20
USUAL = {
    "buttock-pain": "yes", "worst-pain": "4", "sitting-tolerance": "25", "settling-time": "10", "night-waking": "0",
    "distal-symptoms": "none", "psfs": "6", "explained-by-other-diagnosis": "no", "phase": "mobilise",
    "working-source": "piriformis", "hip-replacement": "no",
}  # fmt: skip


@lru_cache
def pathway():
    return load_pathway()


def record(*lines, side="right", country="GB", screen="no", **findings):
    """A record of today: every sign of the screen answered alike, the usual findings, and what is said beside."""
    asked = {name for page in pathway().question_sets if page.step == "safety" for name in page.findings}
    asked |= set(pathway().interventions["safety-screen"].finds)
    answers = {name: screen for name in sorted(asked) if screen and _is_asked(name)}
    answers |= {**USUAL, **{name.replace("_", "-"): value for name, value in findings.items()}}
    told = [f"  - {{on: {DAY}, finding: {name}, value: {value}}}" for name, value in answers.items()]
    head = ["schema: stepwell-record/1", f"patient: {{age_years: 41, sex: female, country: {country}}}"]
    head += [f"side: {side}"] if side else []
    written = "\n".join([*head, "observations:", *told, *(f"  - {{{line}}}" for line in lines)])
    return parse_record(written + "\n", pathway(), name="ann.yaml")


def _is_asked(name):
    finding = pathway().findings[name]
    return finding.derive is None and finding.type == "yes-no"


def facts_of(seen, day=DAY):
    return read_facts(compile_pathway(pathway()), seen.as_of(day.toordinal()), day.toordinal())


def programme_document(seen=None, *, language="en", **rest):
    """The programme of a record, with its figures unless a test says otherwise."""
    facts = facts_of(seen or record())
    programme = programme_of(pathway())
    today = session(programme, situation_from(pathway(), facts))
    rest = {"pictures": drawn(pathway(), facts.side), **rest}
    return ProgrammeDocument(pathway(), programme, today, facts, wording(language), **rest)


def letter(kind, seen=None, *, language="en", day=DAY, **rest):
    """A letter about a record."""
    return Letter(kind, subject_of(pathway(), seen or record(), day, wording(language), **rest))


COURSE = "on: 2025-09-01, finding: conservative-care, value: started"
BEFORE = ("on: 2025-10-01, finding: worst-pain, value: 7", "on: 2025-10-01, finding: psfs, value: 3")


def no_to_everything(**changed):
    """Every question that can be answered with no, answered so, beside what is said."""
    asked = {
        name
        for name, one in pathway().findings.items()
        if _is_asked(name) and one.ask and name != "side-known"
    }
    answers = {name.replace("-", "_"): "no" for name in asked}
    usual = {"buttock_pain": "yes", "pregnancy": "none", "treatment_history": "yes"}
    return {**answers, **usual, **changed}


def for_injection(*lines, **changed):
    """Three months of adequate care without relief, and a working source that imaging shows."""
    told = {
        "worst_pain": 7,
        "sitting_tolerance": 10,
        "imaging_structure": "piriformis",
        "global_change": "same",
    }
    failed = "on: 2025-12-20, finding: conservative-care, value: responded, response: none, adherence: 90"
    answers = no_to_everything(
        guidance_arranged="yes",
        block_target_chosen="yes",
        seated_piriformis_stretch="yes",
        **{**told, **changed},
    )
    return record(COURSE, failed, BEFORE[0], *lines, **answers)


def well(*lines, **changed):
    """The same care with a good response: no pain, and everything can be done."""
    told = {"worst_pain": 0, "sitting_tolerance": 120, "psfs": 10, "global_change": "recovered"}
    ended = "on: 2025-12-20, finding: conservative-care, value: done, response: good, adherence: 90"
    return record(COURSE, ended, *BEFORE, *lines, **no_to_everything(**{**told, **changed}))

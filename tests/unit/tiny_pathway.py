"""A pathway of a few findings, made by hand, so that tests of records do not depend on the knowledge."""

from dataclasses import fields
from datetime import date

from stepwell.knowledge.conditions import Always, Compare, IsYes
from stepwell.knowledge.derivations import Aggregate, AnyCourse, Courses, DaysOn, Exits, Rule
from stepwell.knowledge.types import Finding, Intervention, Pathway, Place
from stepwell.records.bounds import Bounds

HERE = Place("tiny.yaml", 1)


def finding(id_, type_, **rest):
    return Finding(id=id_, title=id_, type=type_, place=HERE, **rest)


def intervention(id_, kind, **rest):
    return Intervention(
        id=id_, title=id_, step="s", kind=kind, decided_by="patient", strength="do", place=HERE, **rest
    )


FINDINGS = (
    finding("age", "number", range=(0, 120), unit="a"),
    finding("sex", "choice", options={"female": "Female", "male": "Male"}),
    finding("country", "choice", options={"GB": "United Kingdom", "IE": "Ireland", "other": "Another"}),
    finding("pregnancy", "choice", options={"none": "No", "under-20-weeks": "Yes"}),
    finding("worst-pain", "number", range=(0, 10)),
    finding("average-pain", "number", range=(0, 100), decimals=1),
    finding("weight", "number", range=(200, 3000), decimals=1, unit="kg", units={"lb": 0.45359237}),
    finding("sitting-tolerance", "number", range=(0, 120), unit="min", units={"h": 60}),
    finding("fever", "yes-no"),
    finding("buttock-pain", "yes-no", per_side=True),
    finding("working-source", "choice", options={"piriformis": "Piriformis", "scar": "Scar"}),
    finding("story", "text"),
    finding("adult", "yes-no", derive=Rule(Compare("age", ">=", 18, "adult-age"))),
    finding("ill", "yes-no", derive=Rule(IsYes("fever"))),
    finding("settled", "yes-no", derive=Rule(Always(True))),
    finding("worst-week", "number", derive=Aggregate("max", "worst-pain")),
    finding("care-days", "number", derive=DaysOn(("conservative-care",))),
    finding("injected", "yes-no", derive=AnyCourse(Courses(("steroid-injection",)))),
    finding("exit-open", "yes-no", derive=Exits(frozenset({"emergency"}))),
)
INTERVENTIONS = (
    intervention("conservative-care", "load"),
    intervention("steroid-injection", "needle"),
    intervention("cauda-equina-emergency", "referral", exit="emergency"),
)
_PARTS = {
    "id": "tiny",
    "targets": {"piriformis": "Piriformis", "hip-joint": "Hip joint"},
    "findings": {one.id: one for one in FINDINGS},
    "interventions": {one.id: one for one in INTERVENTIONS},
    "exercises": {"clamshell": {"id": "clamshell"}},
}
PATHWAY = Pathway(**{part.name: _PARTS.get(part.name, {}) for part in fields(Pathway)})
"""Only what a record needs; everything else is empty."""


def day(text):
    """2026-03-01 as an ordinal."""
    return date.fromisoformat(text).toordinal()


def days(low, high=None):
    """From one day to another, or one day, within bounds."""
    return Bounds(day(low), day(high or low))

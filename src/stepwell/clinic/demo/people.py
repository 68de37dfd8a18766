"""Everybody in the demo, as of a day: who they are, who looks after them, and what was recorded of them and when.

Lives here: the people and the staff as frozen values. Lives elsewhere: their scripts (lives/), how a script becomes
lines (scripts.py, diaries.py), the database (episodes/). Only PyYAML is needed.

Nobody is real. Every e-mail ends in example.org, which belongs to nobody.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

from stepwell.clinic.demo.diaries import diary_of
from stepwell.clinic.demo.scripts import KINDS, AnswerSets, DemoSave, Script, life_of
from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.types import Pathway
from stepwell.knowledge.yaml_text import load
from stepwell.records.reader import SCHEMA

LIVES = Path(__file__).parent / "lives"

Role = Literal["physiotherapist", "physician", "administrator", "auditor", "safety-officer"]
Need = Literal["red-flag", "stop-rule", "rising", "silent", "missed", "ready", "review", "none", "unsaid"]


@dataclass(frozen=True, slots=True)
class DemoClinic:
    """A made-up clinic."""

    key: str
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """Somebody who works in a clinic."""

    name: str
    email: str
    clinic: str
    role: Role


@dataclass(frozen=True, slots=True)
class Shows:
    """What a person was written for: the step, the statuses and the need of the caseload; `unsaid` leaves it open."""

    step: str
    need: Need
    statuses: tuple[tuple[str, str], ...]
    exits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody in pain. `side` is that of the episode; a line without a side is about it."""

    id: str
    name: str
    goes_by: str
    birth_year: int
    birthday: str
    sex: str
    country: str
    email: str
    clinic: str
    clinician: str
    side: str
    story: str
    shows: Shows
    saves: tuple[DemoSave, ...]


def people(today: date) -> list[DemoPerson]:
    """Everybody, with what was recorded until `today`, earliest save first.

    today    the day from which the scripts count
    returns  the people of all clinics, in the order of their scripts
    raises   KnowledgeError or ValueError where a script cannot be read
    """
    sets = AnswerSets(_tree("answers"), pathway())
    clinics = {clinic.key: clinic for clinic in CLINICS}
    return [_person(script, clinics[key], sets, today) for key in clinics for script in _tree(key)["people"]]


@lru_cache(maxsize=1)
def pathway() -> Pathway:
    """The pathway as it stands in the package, by which pages of questions become answers."""
    return load_pathway()


def as_record(person: DemoPerson) -> str:
    """The text of a record file with all that was recorded of a person."""
    lines = [line for save in person.saves for line in save.lines]
    return json.dumps({"schema": SCHEMA, "side": person.side, "observations": lines})


def _person(script: Script, clinic: DemoClinic, sets: AnswerSets, today: date) -> DemoPerson:
    script = {"country": clinic.country, **script}
    saves = [*life_of(script, sets, today), *diary_of(script, sets, today)]
    return DemoPerson(
        id=script["id"],
        name=script["name"],
        goes_by=script["goes_by"],
        birth_year=today.year - script["age"],
        birthday=_birthday(script, today).isoformat(),
        sex=script["sex"],
        country=script["country"],
        email=f"{script['id']}@example.org",
        clinic=clinic.key,
        clinician=script["clinician"],
        side=script["side"],
        story=script["story"],
        shows=_shows(script["shows"]),
        saves=tuple(sorted(saves, key=lambda save: (save.on, KINDS.index(save.kind)))),
    )


def _birthday(script: Script, today: date) -> date:
    """A day of birth that agrees with the age: it has passed in this year. It hangs on the id alone."""
    passed = max(1, today.timetuple().tm_yday - 1)
    return date(today.year - script["age"], 1, 1) + timedelta(crc32(script["id"].encode()) % passed)


def _shows(tree: Script) -> Shows:
    statuses: dict[str, str] = tree.get("statuses", {})
    return Shows(
        tree["step"], tree.get("need", "unsaid"), tuple(statuses.items()), tuple(tree.get("exits", ()))
    )


@lru_cache(maxsize=8)
def _tree(name: str) -> Any:
    path = LIVES / f"{name}.yaml"
    return load(path.read_text(encoding="utf-8"), name=str(path))


def _clinics() -> tuple[DemoClinic, ...]:
    return tuple(DemoClinic(one["key"], one["name"], one["country"]) for one in _tree("clinics"))


def _staff() -> tuple[DemoStaff, ...]:
    return tuple(
        DemoStaff(one["name"], one["email"], clinic["key"], one["role"])
        for clinic in _tree("clinics")
        for one in clinic["staff"]
    )


CLINICS = _clinics()
STAFF = _staff()

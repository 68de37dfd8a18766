"""A person's programme as it is now, or as it was in a version.

Lives here: session, proposals, settings in force, versions. Lives elsewhere: what is written (workspace/programme/services.py), the
rules (programme/), the numbers (knowledge/dgs/programme.yaml).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stepwell.clinic.episodes.basis import record_from
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Written
from stepwell.clinic.episodes.services import entries_of, today_of
from stepwell.clinic.pathway import pathway_of
from stepwell.documents.programme_text import dose_words
from stepwell.knowledge.translations import ENGLISH
from stepwell.knowledge.types import Pathway
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.exercises import Exercise
from stepwell.programme.knowledge import Programme
from stepwell.programme.proposals import Proposal, proposals
from stepwell.programme.session import Item, Session, session
from stepwell.programme.situation import Situation
from stepwell.reasoning.facts import Facts, compile_pathway, read_facts

KIND = "programme"
"""The kind of entry that makes a version."""
AT_HOME = ("equipment", "avoid", "prefer")
"""What a version says of the home beside its lines: things there are, exercises rather not, exercises rather."""


@dataclass(frozen=True)
class Version:
    """What a clinician set in one act. `number` counts from 1; `entry` is the place among all entries."""

    number: int
    entry: int
    at: datetime
    role: str
    reason: str
    lines: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Reading:
    """The programme on a day. `versions` are newest first; `home` is what is known of the person's home."""

    pathway: Pathway
    programme: Programme
    facts: Facts
    situation: Situation
    session: Session
    proposals: Sequence[Proposal]
    versions: Sequence[Version]
    home: Mapping[str, Sequence[str]]
    day: date

    @property
    def version(self) -> int:
        """The number of the version that is in force; 0 before anybody set anything."""
        return self.versions[0].number if self.versions else 0

    def exercise(self, name: str) -> Exercise:
        """An exercise of the knowledge."""
        return self.programme.exercises[name]


@dataclass(frozen=True)
class Shown:
    """One exercise of the session as the page shows it."""

    item: Item
    dose: str
    set: Sequence[str]

    @property
    def exercise(self) -> Exercise:
        """The exercise."""
        return self.item.exercise


def reading_of(episode: Episode, *, version: int | None = None, language: str = ENGLISH) -> Reading:
    """The programme now, or as a version made it on the day it was made. raises LookupError for an unknown version"""
    pathway = pathway_of(episode.person.clinic, language)
    written = entries_of(episode)
    day = today_of(episode.person.clinic)
    if version is not None:
        made = next((one for one in _versions(written) if one.number == version), None)
        if made is None:
            raise LookupError(version)
        written = [one for one in written if one.number <= made.entry]
        day = today_of(episode.person.clinic, made.at)
    return _reading(episode, pathway, written, day)


def _reading(episode: Episode, pathway: Pathway, written: Sequence[Written], day: date) -> Reading:
    record = record_from(written, pathway, side=episode.side, name=str(episode.pk))
    facts = read_facts(compile_pathway(pathway), record.as_of(day.toordinal()), day.toordinal())
    programme = programme_of(pathway)
    home = home_of(written)
    situation = situation_from(
        pathway,
        facts,
        equipment=frozenset(home["equipment"]) if "equipment" in home else None,
        avoid=frozenset(home.get("avoid", ())),
        prefer=frozenset(home.get("prefer", ())),
    )
    return Reading(
        pathway=pathway,
        programme=programme,
        facts=facts,
        situation=situation,
        session=session(programme, situation),
        proposals=proposals(programme, situation),
        versions=list(reversed(_versions(written))),
        home=home,
        day=day,
    )


def home_of(written: Sequence[Written]) -> dict[str, Sequence[str]]:
    """What was last said of the home; a key that nobody spoke of is not there."""
    found: dict[str, Sequence[str]] = {}
    for one in written:
        found |= {name: one.more[name] for name in AT_HOME if isinstance(one.more.get(name), list)}
    return found


def _versions(written: Sequence[Written]) -> list[Version]:
    made = [one for one in written if one.kind == KIND]
    return [
        Version(number, one.number, one.at, one.role, str(one.more.get("reason", "")), one.lines)
        for number, one in enumerate(made, start=1)
    ]


def shown(reading: Reading) -> list[Shown]:
    """The exercises of the session, with their dose in words and what a clinician set."""
    return [
        Shown(item, dose_words(item.dosage), settings_in_words(item.exercise.id, reading))
        for item in reading.session.items
    ]


def settings_in_words(name: str, reading: Reading) -> list[str]:
    """What a clinician set for an exercise, in words; nothing where they set nothing."""
    situation = reading.situation
    words = []
    if name in situation.pinned:
        words.append("Pinned: it stays in the plan where nothing forbids it.")
    if name in situation.caps:
        words.append(f"Capped at level {situation.caps[name]}.")
    if name in situation.paused:
        words.append("Paused.")
    return words


def elsewhere(reading: Reading) -> list[tuple[Exercise, list[str]]]:
    """Exercises with a setting that are not in today's session."""
    situation = reading.situation
    named = dict.fromkeys([*situation.pinned, *situation.caps, *sorted(situation.paused)])
    today = {item.exercise.id for item in reading.session.items}
    return [
        (reading.exercise(name), settings_in_words(name, reading))
        for name in named
        if name in reading.programme.exercises and name not in today
    ]


def in_words(line: Mapping[str, str], pathway: Pathway) -> str:
    """A line of a version in words."""
    name = line["finding"]
    if name in pathway.exercises:
        title = pathway.exercises[name]["title"]
        other = pathway.exercises.get(line.get("outcome", ""), {}).get("title", "")
        parts = [
            title,
            str(line.get("value", "withdrawn")),
            line.get("dose", ""),
            f"for {other}" if other else "",
        ]
        until = f"until {line['until']}" if line.get("until") else ""
        return " ".join(part for part in [*parts, until] if part)
    finding = pathway.findings[name]
    return f"{finding.title}: {finding.options.get(str(line.get('value')), line.get('value'))}"

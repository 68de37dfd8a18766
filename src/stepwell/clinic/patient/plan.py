"""Today's plan as a phone keeps it: small JSON from which one page works without a network (ux.md 1.7).

Lives here: what is in it, keeping it until something changes. Lives elsewhere: the session (programme/session.py), what a sign leads to
(patient/exits.py), its version (patient/versions.py), the shape in words (docs/guide/api.md).

It is made for a day in a time zone. The session is given as it is once the day's short questions are answered with no: the phone asks them
first, and shows no session before.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from stepwell.clinic.accounts.calling import checked_numbers, dialled_of
from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.episodes.after_injection import QUESTIONS, is_awaited, is_told, prompt_of
from stepwell.clinic.episodes.basis import Basis, basis_of
from stepwell.clinic.episodes.diary import exercise_days
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import key_of
from stepwell.clinic.episodes.services import basis as computed
from stepwell.clinic.episodes.services import entries_of, today_of
from stepwell.clinic.keeping.keys import seal, unseal
from stepwell.clinic.languages import spoken
from stepwell.clinic.pathway import digest_of, pathway_of
from stepwell.clinic.patient.exits import exits_by_sign, exits_said, said
from stepwell.clinic.patient.kinds import PATIENT, questions
from stepwell.clinic.patient.learning import activities_of
from stepwell.clinic.patient.models import KeptToday
from stepwell.clinic.patient.rhythm import rhythm_of
from stepwell.clinic.patient.said import dose_said, question_beside, sentence, sentences
from stepwell.clinic.patient.versions import version_of
from stepwell.clinic.workspace.programme.reading import home_of
from stepwell.knowledge.types import Finding, Pathway
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.dosage import Dosage, dosage
from stepwell.programme.exercises import Exercise
from stepwell.programme.frame import today_for
from stepwell.programme.knowledge import Programme, Slot
from stepwell.programme.session import Item, Session, session
from stepwell.programme.situation import Situation
from stepwell.programme.suitability import judge

SCHEMA = "stepwell-today/1"
DAYS = timedelta(days=7)
"""For so long a phone without a network goes on with the plan."""
ASKED = "short-screen-done-today"
"""The finding that opens the day's session."""
BEFORE, UNTOLD = "before-session", "new-injection"
"""The questions before a session, and the finding that suspends one by their answer."""
ASKING = ("check-in", "weekly", "activity")
OPEN = "recommended"
LEVEL = 6


def todays_plan(episode: Episode, zone: str, *, now: datetime | None = None) -> bytes:
    """The plan as JSON, in the language of the request: as it was kept, or made now where anything differs.

    episode  with person, clinic and key
    zone     a known time zone
    raises   Erased, RecordError
    """
    now, secret = now or timezone.now(), key_of(episode.person)
    pathway = pathway_of(episode.person.clinic, spoken())
    state = {
        "day": now.astimezone(ZoneInfo(zone)).date(),
        "zone": zone,
        "count": episode.count,
        "digest": digest_of(pathway),
    }
    kept = KeptToday.objects.filter(episode=episode, **state).first()
    if kept is None:
        made = json.dumps(_made(episode, pathway, secret, zone, now), ensure_ascii=False).encode()
        sealed = seal(secret, zlib.compress(made, LEVEL), about=f"{episode.pk}:today")
        KeptToday.objects.update_or_create(episode=episode, defaults={**state, "sealed": sealed})
    else:
        made = _opened(kept, secret)
    return _with_clinic(made, episode.person.clinic)


def activities_today(episode: Episode) -> list[dict[str, Any]]:
    """How each activity stands on the clinic's day: as today's plan keeps it in whatever zone, else computed. raises as todays_plan"""
    clinic = episode.person.clinic
    pathway, day = pathway_of(clinic, spoken()), today_of(clinic)
    state = {"day": day, "count": episode.count, "digest": digest_of(pathway)}
    kept = KeptToday.objects.filter(episode=episode, **state).first()
    if kept is None:
        return activities_of(computed(episode, pathway=pathway))
    found: list[dict[str, Any]] = json.loads(_opened(kept, key_of(episode.person)))["activities"]
    return found


def _opened(kept: KeptToday, secret: bytes) -> bytes:
    return zlib.decompress(unseal(secret, bytes(kept.sealed), about=f"{kept.episode_id}:today"))


def _with_clinic(made: bytes, clinic: Clinic) -> bytes:
    """What is never kept, since it may change without an entry: whom to call."""
    call = json.dumps(_call(clinic), ensure_ascii=False).encode()
    return call[:-1] + b"," + made[1:]


def _call(clinic: Clinic) -> dict[str, Any]:
    """The clinic, and the numbers that a named person has checked."""
    numbers, checked = checked_numbers(clinic), clinic.numbers_checked_on
    return {
        "clinic": {"name": clinic.name, "phone": clinic.phone},
        "call": numbers,
        "call_links": {
            name: f"tel:{found}" for name, words in numbers.items() if (found := dialled_of(words))
        },
        "call_checked_on": checked.isoformat() if checked else None,
    }


def _made(episode: Episode, pathway: Pathway, secret: bytes, zone: str, now: datetime) -> dict[str, Any]:
    day = now.astimezone(ZoneInfo(zone)).date()
    basis = basis_of(entries_of(episode, secret), pathway, side=episode.side, name=str(episode.pk), today=day)
    midnight = datetime.combine(day + timedelta(1), time(), ZoneInfo(zone))
    return {
        "schema": SCHEMA,
        "version": version_of(episode, episode.count, day, secret),
        "made_at": now.isoformat(timespec="seconds"),
        "day": day.isoformat(),
        "tz": zone,
        "fresh_until": midnight.isoformat(),
        "expires_at": (midnight + DAYS - timedelta(1)).isoformat(),
        "side": episode.side,
        "exits": _open_exits(basis),
        "screen": _screen(basis),
        "before_session": _before_session(basis),
        "after_injection": _after_injection(basis),
        **_programme(basis),
        "activities": activities_of(basis),
        "trained_yesterday": day - timedelta(1) in exercise_days(basis.record, pathway),
        "questions": {kind: [_question(one) for one in questions(kind, pathway)] for kind in ASKING},
        **rhythm_of(basis, episode.opened_at.astimezone(ZoneInfo(zone)).date()),
    }


def _open_exits(basis: Basis) -> list[dict[str, Any]]:
    """What must be dealt with first."""
    rows = (one for one in basis.plan.recommendations if one.urgency and one.status == OPEN)
    return [said(basis.pathway.interventions[one.id]) for one in rows]


def _screen(basis: Basis) -> dict[str, Any]:
    """The day's short questions, and what the phone says where one is answered with yes."""
    pathway = basis.pathway
    asked = questions("red-flags", pathway)
    leads = exits_by_sign(pathway)
    return {
        "answered": basis.facts.values[ASKED] is True,
        "questions": [
            {**_question(one), **question_beside(one), "exits": list(leads[one.id])} for one in asked
        ],
        "exits": exits_said(pathway, (one.id for one in asked)),
    }


def _before_session(basis: Basis) -> dict[str, Any]:
    """What is asked before a session, since the clinic may not have heard of it, and what is said where it is so.

    A plan of today asks it where an injection may be given any day; a phone whose plan is older asks it always.
    """
    pathway, programme = basis.pathway, programme_of(basis.pathway)
    names = pathway.check_ins[BEFORE]
    told = {line.finding for line in basis.seen.observations if line.on.high == basis.today.toordinal()}
    holds = [rule.because for rule in programme.suspend if programme.conditions[rule.key] == UNTOLD]
    return {
        "answered": told.issuperset(names) or is_told(basis) or not is_awaited(basis),
        "questions": [_question(pathway.findings[name]) for name in names],
        "suspended": holds[0],
    }


def _after_injection(basis: Basis) -> dict[str, Any] | None:
    """The questions of the check after an injection, where its day has come and nobody has answered."""
    pathway, prompt = basis.pathway, prompt_of(basis)
    if prompt is None:
        return None
    names, leads = pathway.check_ins[QUESTIONS], exits_by_sign(pathway)
    asked = [{**_question(pathway.findings[name]), "exits": list(leads.get(name, ()))} for name in names]
    return {
        "day": prompt.day,
        "since": prompt.due.isoformat(),
        "questions": asked,
        "exits": exits_said(pathway, names),
    }


def _question(finding: Finding) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "finding": finding.id,
        "text": finding.ask.get(PATIENT, finding.title),
        "type": finding.type,
    }
    if finding.range:
        asked["range"] = [end / 10**finding.decimals if finding.decimals else end for end in finding.range]
    if finding.options:
        asked["options"] = dict(finding.options)
    if finding.units:
        asked["units"] = dict(finding.units)
    return asked | ({"unit": finding.unit} if finding.unit else {})


def _programme(basis: Basis) -> dict[str, Any]:
    programme, situation = programme_of(basis.pathway), situation_of(basis)
    today = session(programme, _once_asked(programme, situation))
    return {
        "suspended": sentence(today.suspended) or None,
        "phase": {"id": today.phase.id, "title": today.phase.title, "say": today.phase.say},
        "session": [_item(one) for one in today.items],
        "left_out": [{"exercise": one.exercise, "because": sentences(one.because)} for one in today.left_out],
        "exercises": _exercises(today, programme, situation),
        "notes": [note for note in today.notes if note],
        "limits": {**asdict(today.limits), "settle": sentence(today.limits.settle)},
        "light": asdict(programme.light),
        "sitting": asdict(today.sitting),
    }


def situation_of(basis: Basis) -> Situation:
    """What the programme of a person depends on today."""
    home: Mapping[str, Sequence[str]] = home_of(basis.written)
    return situation_from(
        basis.pathway,
        basis.facts,
        equipment=frozenset(home["equipment"]) if "equipment" in home else None,
        avoid=frozenset(home.get("avoid", ())),
        prefer=frozenset(home.get("prefer", ())),
    )


def _once_asked(programme: Programme, situation: Situation) -> Situation:
    """The situation once the day's short questions are answered with no. Every other gate stays as it is."""
    gates = {gate.key for gate in programme.gates if programme.conditions[gate.key] == ASKED}
    return replace(situation, holds=lambda key: True if key in gates else situation.holds(key))


def _item(item: Item) -> dict[str, Any]:
    return {
        "exercise": item.exercise.id,
        "level": item.dosage.level,
        "dose": dose_said(item.dosage),
        "dosage": _dosage(item.dosage),
        "pain_limit": item.pain_limit,
        "cautions": list(item.cautions),
        "pinned": item.pinned,
    }


def _dosage(found: Dosage) -> dict[str, Any]:
    """A dosage without what it does not say."""
    return {key: value for key, value in asdict(found).items() if value not in (None, "")}


def _exercises(today: Session, programme: Programme, situation: Situation) -> dict[str, dict[str, Any]]:
    """How each exercise of the session is done, and each easier one that may take its place."""
    frame = today_for(programme, situation)
    shown = {item.exercise.id: item.exercise for item in today.items}
    easier = {
        name: programme.exercises[name]
        for name in dict.fromkeys(_easier(shown.values(), programme))
        if name not in shown and judge(programme.exercises[name], frame).allowed
    }
    told = {name: _exercise(one, programme) for name, one in {**shown, **easier}.items()}
    for name in easier:
        found = dosage(programme.exercises[name], Slot((name,)), frame)
        told[name] |= {"level": found.level, "dose": dose_said(found), "dosage": _dosage(found)}
    return told


def _easier(exercises: Iterable[Exercise], programme: Programme) -> Iterable[str]:
    return (one.easier for one in exercises if one.easier in programme.exercises)


def _exercise(one: Exercise, programme: Programme) -> dict[str, Any]:
    rest = programme.groups[one.group].rest_days if one.rest_days is None else one.rest_days
    return {
        "title": one.title,
        "group": one.group,
        "position": one.position,
        "sides": one.sides,
        "purpose": one.purpose,
        "start": one.start,
        "steps": list(one.steps),
        "stop": list(one.stop),
        "rest_days": rest,
        "easier": one.easier or None,
        "figure": one.id,
    }

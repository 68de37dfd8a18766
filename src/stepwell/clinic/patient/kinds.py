"""From what a phone says in an event to lines of record.

Lives here: which kinds of event there are, and what each may say, through the ids of the knowledge. Lives elsewhere: the event around it
(patient/events.py), whether a value can be read (records/), what follows from it (reasoning/).

    check-in, weekly, activity, red-flags   {"answers": {FINDING: VALUE}}; a check-in may say {"rest": true},
                                             a weekly one {"own": [{"name": TEXT, "value": N}]}
    session   {"part": "set", "session": ID, "exercise": ID, "level": L, "set": N}   kept beside the record: a set is not yet a log
              {"part": "exercise", "session": ID, "exercise": ID, "level": L, "response": R, "pain": N, "reason": TEXT}
              {"part": "finish", "session": ID, "pain": N, "exercises": [{"exercise": ..., ...}]}
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from stepwell.knowledge.types import Finding, Pathway
from stepwell.programme.adapter import programme_of
from stepwell.records.types import NOT_SURE

KINDS = ("check-in", "session", "red-flags", "weekly", "activity")
REASONS = ("stale", "future", "unknown-plan", "unreadable", "contradicts", "id-in-use", "consent")
BESIDE_SETS: Mapping[str, tuple[str, ...]] = {"check-in": ("after-injection", "before-session")}
"""The check-ins of the knowledge (dgs/check-ins.yaml) whose questions an event of a kind may answer, too."""
SCREENS = ("daily-screen", "safety-screen")
"""The tests whose signs may be answered in any event with answers."""
SETS: Mapping[str, tuple[str, ...]] = {
    "red-flags": (),
    "check-in": ("how-it-is-now", "how-easily-stirred-up", "after-your-exercises"),
    "weekly": ("how-it-is-now", "how-easily-stirred-up", "more-about-the-pain", "how-the-programme-goes"),
    "activity": ("sitting-and-load", "work-travel-sport", "back-to-sport"),
}
"""The pages of questions of each kind."""
BESIDE: Mapping[str, tuple[str, ...]] = {"check-in": ("rest",), "weekly": ("own",)}
"""What an event of a kind may say beside its answers."""
MOST_OWN = 5
SESSION_PAIN = "session-pain"
YES = ("yes", True)
PATIENT = "patient"
LONGEST = 64

Line = dict[str, Any]


class Odd(Exception):
    """An event that is set aside: one of REASONS, and why in words that repeat no answer."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(words)
        self.reason = reason
        self.words = words


class Said(NamedTuple):
    """What an event says: lines of record, and what is kept beside them."""

    lines: Sequence[Line]
    more: Mapping[str, Any]


def said_in(kind: str, payload: Mapping[str, Any], pathway: Pathway) -> Said:
    """What an event says. raises Odd"""
    if kind == "session":
        return _SESSIONS[_one_of(payload, "part", tuple(_SESSIONS))](payload, pathway)
    _only(payload, ("answers", *BESIDE.get(kind, ())))
    answers = payload.get("answers")
    if not isinstance(answers, dict) or not answers and "rest" not in payload:
        raise Odd("unreadable", "It has no answers.")
    asked = {one.id for one in questions(kind, pathway)} | set(signs_asked(pathway))
    asked |= {name for check in BESIDE_SETS.get(kind, ()) for name in pathway.check_ins[check]}
    if unknown := sorted(answers.keys() - asked):
        raise Odd("unreadable", f"{unknown[0][:LONGEST]} is not asked in {kind}.")
    more: dict[str, Any] = {"resting": True} if payload.get("rest") is True else {}
    more |= {"own": _own(payload["own"])} if "own" in payload else {}
    return Said([{"finding": name, "value": value} for name, value in answers.items()], more)


def _own(given: object) -> list[dict[str, Any]]:
    """A person's own activities as they name them, each with how well it goes; kept beside the record."""
    rows: list[Any] = given if isinstance(given, list) and len(given) <= MOST_OWN else [None]
    for one in rows:
        if not isinstance(one, dict) or one.keys() != {"name", "value"} or not isinstance(one["name"], str):
            raise Odd("unreadable", "The own activities cannot be read.")
        if not 0 < len(one["name"]) <= LONGEST or one["value"] not in range(11):
            raise Odd("unreadable", "An own activity cannot be read.")
    return rows


def questions(kind: str, pathway: Pathway) -> list[Finding]:
    """The questions of a kind of event, in the order in which they are asked."""
    if kind == "red-flags":
        return [pathway.findings[name] for name in pathway.interventions[SCREENS[0]].finds]
    pages = [page for page in pathway.question_sets if page.id in SETS[kind]]
    pages.sort(key=lambda page: SETS[kind].index(page.id))
    names = [name for page in pages for name in page.findings]
    return [pathway.findings[name] for name in dict.fromkeys((*names, *pathway.check_ins.get(kind, ())))]


def signs_asked(pathway: Pathway) -> tuple[str, ...]:
    """The signs that a person can say they have."""
    finds = (name for screen in SCREENS for name in pathway.interventions[screen].finds)
    return tuple(name for name in dict.fromkeys(finds) if PATIENT in pathway.findings[name].ask)


def signs_in(payload: object, pathway: Pathway) -> list[Line]:
    """The signs that a person says they have, whatever else cannot be read."""
    answers = payload.get("answers") if isinstance(payload, dict) else None
    if not isinstance(answers, dict):
        return []
    return [
        {"finding": name, "value": answers[name]}
        for name in signs_asked(pathway)
        if name in answers and is_sign(pathway.findings[name], answers[name])
    ]


def is_sign(finding: Finding | None, value: object) -> bool:
    """Whether an answer says that a sign is there, or may be. A treatment is no finding, and no sign."""
    if finding is None or not finding.flag or not isinstance(value, str | bool):
        return False
    return value in YES or value == NOT_SURE and finding.unsure_is_yes


def _set_done(payload: Mapping[str, Any], pathway: Pathway) -> Said:
    numbers = ("set", "repetitions", "seconds", "pain")
    _only(payload, ("part", "session", "exercise", "level", "side", *numbers))
    _exercise(payload, pathway)
    for name in numbers:
        if not isinstance(payload.get(name, 0), int):
            raise Odd("unreadable", f"{name} is not a whole number.")
    kept = {name: payload[name] for name in ("exercise", "level", "side", *numbers) if name in payload}
    return Said([], {"session": _session(payload), "set": kept})


def _exercise_done(payload: Mapping[str, Any], pathway: Pathway) -> Said:
    _only(payload, ("part", "session", *_OF_LOG))
    return Said([_log(payload, pathway)], {"session": _session(payload)})


def _finished(payload: Mapping[str, Any], pathway: Pathway) -> Said:
    _only(payload, ("part", "session", "pain", "exercises"))
    logs = payload.get("exercises", [])
    if not isinstance(logs, list) or not all(isinstance(one, dict) for one in logs):
        raise Odd("unreadable", "exercises is not a list.")
    for one in logs:
        _only(one, _OF_LOG)
    felt = [{"finding": SESSION_PAIN, "value": payload["pain"]}] if "pain" in payload else []
    lines = [*(_log(one, pathway) for one in logs), *felt]
    return Said(lines, {"session": _session(payload), "finished": True})


_OF_LOG = ("exercise", "level", "response", "pain", "reason", "side")
_SESSIONS = {"set": _set_done, "exercise": _exercise_done, "finish": _finished}


def _log(payload: Mapping[str, Any], pathway: Pathway) -> Line:
    """The line of an exercise that was done, or begun, or left out."""
    line = {"finding": _exercise(payload, pathway), "value": "done", "dose": payload["level"]}
    if "response" not in payload:
        raise Odd("unreadable", "An exercise has no response.")
    return line | {key: payload[key] for key in ("response", "pain", "reason", "side") if key in payload}


def _exercise(payload: Mapping[str, Any], pathway: Pathway) -> str:
    name, level = payload.get("exercise"), payload.get("level")
    exercises = programme_of(pathway).exercises
    if not isinstance(name, str) or name not in exercises:
        raise Odd("unreadable", "There is no such exercise.")
    if not isinstance(level, str) or not exercises[name].has(level):
        raise Odd("unreadable", f"{name} has no such level.")
    return name


def _session(payload: Mapping[str, Any]) -> str:
    found = payload.get("session")
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST:
        raise Odd("unreadable", "It does not say of which session it is.")
    return found


def _one_of(payload: Mapping[str, Any], key: str, known: Sequence[str]) -> str:
    found = payload.get(key)
    if not isinstance(found, str) or found not in known:
        raise Odd("unreadable", f"{key} is none of {', '.join(known)}.")
    return found


def _only(payload: Mapping[str, Any], known: Sequence[str]) -> None:
    if unknown := sorted(payload.keys() - set(known)):
        raise Odd("unreadable", f"{unknown[0][:LONGEST]} has no place in it.")

"""What is coming up, what is not known, what was decided of late: the three lists below the chart.

Lives here: reading them out of what is stored. Lives elsewhere: the plan (reasoning/), the last decisions (episodes/decided.py), their
place on the page (templates/person).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stepwell.clinic.accounts.models import Role, User
from stepwell.clinic.workspace.person.course.treatments import RESPONSES
from stepwell.clinic.workspace.person.words import EVENTS, day_in_words
from stepwell.documents.codes import uncoded
from stepwell.knowledge.types import Pathway

MOST_COMING, MOST_OPEN, MOST_DECIDED = 6, 5, 6
DECIDES = "Decides: "
"""How the plan begins to say what a question settles."""
MORE = re.compile(r"(.*) and (\d+) more")
RESPONDED = "responded"

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Coming:
    """Something on a day to come."""

    on: str
    words: str
    more: str = ""


@dataclass(frozen=True)
class Open:
    """Something that is not known, and what it settles."""

    title: str
    settles: str
    urgency: str


@dataclass(frozen=True)
class Lately:
    """Something that was decided or done: of what, in words, and by whom."""

    on: str
    title: str
    words: str
    who: str


def coming_up(plan: Values, decided: Sequence[Values], pathway: Pathway) -> list[Coming]:
    """The next review, what time alone changes, when decisions end and answers go out of date; nearest first."""
    today = plan["as_of"]
    found = [*_reviews(plan), *_changes(plan["recommendations"], today), *_ends(decided, pathway)]
    return sorted((one for one in found if one.on >= today), key=lambda one: one.on)[:MOST_COMING]


def _reviews(plan: Values) -> Iterator[Coming]:
    if plan["next_review"]:
        yield Coming(plan["next_review"], "Next review", "advice changes by then if nothing new is recorded")
    if plan["ask_again_by"]:
        yield Coming(plan["ask_again_by"], "First answers go out of date")


def _changes(rows: Iterable[Values], today: str) -> Iterator[Coming]:
    """What time alone changes: things that change on one day for one reason are one line."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in rows:
        for change in one["changes_if"]:
            if change["on"] and change["on"] >= today:
                grouped.setdefault((change["on"], change["says"]), []).append(one["title"])
    for (on, says), titles in grouped.items():
        more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
        yield Coming(on, f"{titles[0]}{more}", f"{says[:1].lower()}{says[1:]}".removeprefix("it "))


def _ends(decided: Iterable[Values], pathway: Pathway) -> Iterator[Coming]:
    """Decisions that hold until a day."""
    for one in decided:
        if "until" in one:
            title = pathway.interventions[one["id"]].title
            yield Coming(one["until"], title, f"{EVENTS[one['event']].lower()} until then")


def not_known(plan: Values, pathway: Pathway) -> tuple[list[Open], int]:
    """The first questions of the plan with what they settle, and how many there are in all."""
    asked = [(page, one) for page in plan["questions"] for one in page["questions"]]
    shown = [
        Open(
            uncoded(pathway.findings[one["finding"]].title),
            settles(one["why"]),
            pathway.findings[one["finding"]].flag,
        )
        for page, one in asked[:MOST_OPEN]
    ]
    return shown, len(asked)


def settles(why: str) -> str:
    """What a question settles, in short: the first of its titles, and how many there are.

    >>> settles("Decides: Refer to rheumatology; Question the diagnosis and 4 more")
    'Refer to rheumatology, and 5 more'
    >>> settles("Decides: Paracetamol")
    'Paracetamol'
    """
    said = why.removeprefix(DECIDES)
    found = MORE.fullmatch(said)
    first, *others = (found[1] if found else said).split("; ")
    count = len(others) + (int(found[2]) if found else 0)
    return f"{first}, and {count} more" if count else first


def lately(decided: Sequence[Values], pathway: Pathway, patient: str) -> list[Lately]:
    """The latest decisions in words. `patient` is how the person is called."""
    shown = decided[:MOST_DECIDED]
    names = names_of(one.get("who", "") for one in shown)
    return [
        Lately(
            on=one["on"],
            title=pathway.interventions[one["id"]].title,
            words=_words(one),
            who=who_of(one.get("who", ""), one.get("role", ""), names, patient),
        )
        for one in shown
    ]


def _words(one: Values) -> str:
    reason = [one["reason"].rstrip(".")] if "reason" in one else []
    response = [RESPONSES[one["response"]]] if "response" in one else []
    relief = [f"{one['relief']}% relief"] if "relief" in one else []
    event = [] if response and one["event"] == RESPONDED else [EVENTS[one["event"]].lower()]
    until = [f"until {day_in_words(one['until'])}"] if "until" in one else []
    return ", ".join([*event, *response, *relief, *reason, *until])


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """Names of staff by id, in one query. A patient has none here: theirs is sealed."""
    wanted = {one for one in ids if one}
    found = User.objects.filter(pk__in=wanted).exclude(name="").values_list("pk", "name") if wanted else ()
    return {str(pk): name for pk, name in found}


def who_of(author: str, role: str, names: Mapping[str, str], patient: str) -> str:
    """Who wrote something: the person, a member by name, or the clock."""
    return patient if role == Role.PATIENT else names.get(author, role_in_words(role))


def role_in_words(role: str) -> str:
    """A role as a word in a line."""
    return str(Role(role).label).lower() if role in Role.values else "the clinic's clock"

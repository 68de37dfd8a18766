"""A clinic of made-up people: loaded into an empty home, and who signs in there.

Lives here: clinics, staff and people of the demo as rows. Lives elsewhere: who they are (demo/), signing in by a link (links.py), the
command (commands/demo.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.calling import CHECKED
from stepwell.clinic.accounts.models import Clinic, Membership, Role
from stepwell.clinic.accounts.services import check_numbers, found_clinic, give_role, user_of
from stepwell.clinic.demo.people import CLINICS, STAFF, DemoClinic, DemoPerson, people
from stepwell.clinic.demo.scripts import KINDS, DemoSave
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.persons import open_person
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.operations.bulk import Earlier, open_earlier, refresh_all
from stepwell.clinic.operations.links import make_links
from stepwell.clinic.pathway import pathway_of

MARK = "(demo)"
"""Stands behind each number to call: nobody has checked them."""
MOST_OF_A_NUMBER = 40
FIRST_HOUR = 8
"""The hour of the first kind of a day's saves; each kind comes an hour after the one before."""


@dataclass
class DemoHouse:
    """What was loaded: the staff by their address, and each person's membership and episode by their id."""

    staff: dict[str, Membership] = field(default_factory=dict)
    patients: dict[str, Membership] = field(default_factory=dict)
    episodes: dict[str, Episode] = field(default_factory=dict)


def load_demo(today: date) -> DemoHouse:
    """Write clinics, staff and everybody with their history until `today`. raises ValueError where somebody's record cannot be read"""
    house = DemoHouse()
    for clinic in CLINICS:
        with transaction.atomic():
            _open_clinic(clinic, house, today)
    for person in people(today):
        with transaction.atomic():
            _open_person(person, house)
    if wrong := refresh_all([one.pk for one in house.episodes.values()]):
        raise ValueError(f"the plans of {len(wrong)} people of the demo cannot be computed")
    return house


def sign_ins(house: DemoHouse) -> list[tuple[str, str]]:
    """For each role of the first clinic: who it is, in words, and the secret of their link."""
    shown = _one_of_each_role(house)
    secrets = make_links(shown)
    return [
        (f"{one.get_role_display()}: {one.user.name}, {one.clinic.name}", secrets[str(one.pk)])
        for one in shown
    ]


def _one_of_each_role(house: DemoHouse) -> list[Membership]:
    found: dict[str, Membership] = {}
    for one in (*house.staff.values(), *house.patients.values()):
        found.setdefault(one.role, one)
    return [found[role] for role in (*Role.values[1:], Role.PATIENT) if role in found]


def _open_clinic(made_up: DemoClinic, house: DemoHouse, today: date) -> None:
    """The clinic with its staff, and the numbers of its country, each marked as unchecked."""
    staff = [one for one in STAFF if one.clinic == made_up.key]
    first = next(one for one in staff if one.role == "administrator")
    admin = found_clinic(made_up.name, administrator=first.email)
    for one in staff:
        user = user_of(one.email, name=one.name)
        user.name = one.name
        user.save(update_fields=["name"])
        house.staff[one.email] = give_role(user, admin.clinic, Role(one.role), by=admin)
    check_numbers(
        admin.clinic, _numbers(admin.clinic, made_up.country), country=made_up.country, by=admin, on=today
    )


def _numbers(clinic: Clinic, country: str) -> dict[str, str]:
    place: Mapping[str, object] = next(
        one for one in pathway_of(clinic).localities.values() if one.get("country") == country
    )
    longest = MOST_OF_A_NUMBER - len(MARK) - 1
    return {name: f"{str(place[name])[:longest]} {MARK}" for name in CHECKED if place.get(name)}


def _open_person(made_up: DemoPerson, house: DemoHouse) -> None:
    """The person with account, episode, and everything that was recorded."""
    responsible = house.staff[made_up.clinician]
    clinic = responsible.clinic
    user = user_of(made_up.email, name=made_up.goes_by)
    house.patients[made_up.id] = give_role(user, clinic, Role.PATIENT, by=responsible)
    identity = Identity(
        made_up.name,
        made_up.birth_year,
        called=made_up.goes_by,
        email=made_up.email,
        birthday=made_up.birthday,
    )
    person = open_person(clinic, identity, user=user)
    begun = made_up.saves[0].on if made_up.saves else timezone.now().date()
    house.episodes[made_up.id] = open_earlier(
        person,
        _earlier(made_up, house, clinic),
        side=made_up.side,
        responsible=responsible,
        at=_at(clinic, begun, FIRST_HOUR - 1),
    )


def _earlier(made_up: DemoPerson, house: DemoHouse, clinic: Clinic) -> Iterator[Earlier]:
    for save in made_up.saves:
        hour = FIRST_HOUR + KINDS.index(save.kind)
        more = {"rest": save.on.isoformat()} if save.rest else {}
        yield Earlier(save.kind, _at(clinic, save.on, hour), _author(made_up, save, house), save.lines, more)


def _author(made_up: DemoPerson, save: DemoSave, house: DemoHouse) -> Author:
    """Who wrote it: the person, the responsible clinician, or the first of the clinic with that role."""
    if save.by == Role.PATIENT:
        return Author.of(house.patients[made_up.id])
    responsible = house.staff[made_up.clinician]
    others = (one for one in house.staff.values() if one.clinic_id == responsible.clinic_id)
    return Author.of(next(one for one in (responsible, *others) if one.role == save.by))


def _at(clinic: Clinic, day: date, hour: int) -> datetime:
    """A time of a day, and never one that has not come yet."""
    at = datetime.combine(day, time(hour), ZoneInfo(clinic.time_zone))
    return min(at, timezone.now() - timedelta(seconds=1))

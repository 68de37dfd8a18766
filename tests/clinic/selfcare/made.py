"""Self-care in the house of the browser tests: a clinic that allows it, somebody alone, somebody who has just come in."""

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.accounts.services import give_role, user_of
from stepwell.clinic.episodes.persons import open_person
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.episodes.services import open_episode
from stepwell.clinic.selfcare.services import allow, begin, set_listed


def alone_in(clinic, *, by):
    """The two people by name, and the secret of the door."""
    door = allow(clinic, by=by)
    set_listed(clinic, True, by=by)
    people = {
        name: give_role(user_of(f"{name}@example.org"), clinic, Role.PATIENT, by=by)
        for name in ("iris-sample", "newcomer")
    }
    begin(people["iris-sample"], Identity("Iris Sample", 1984, birthday="1984-03-14"), "left")
    return people, door.secret


def with_the_year_only(physio):
    """The episode of somebody of whom only the year of birth is known."""
    person = open_person(physio.clinic, Identity("Ada Sample", 1990))
    return open_episode(person, side="right", responsible=physio)

"""Making the people of a file.

Lives here: all of them, or nobody. Lives elsewhere: persons, episodes and entries (episodes/services.py).
"""

from collections.abc import Mapping, Sequence

from django.db import transaction

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.administration.importing.drafts import Draft
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.persons import open_person
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.episodes.services import add_entry, open_episode

KIND = "import"
MOST_PEOPLE = 50
"""How many are made at a time. All of them are one transaction, during which nobody else writes; each takes two plans to compute."""


def make(
    drafts: Sequence[Draft], *, by: Membership, answers: Membership, staff: Mapping[str, Membership]
) -> list[Episode]:
    """Make people with an episode each, and one entry that holds what the file says.

    answers  who answers for those for whom the file names nobody
    staff    those who treat, by e-mail address in small letters
    raises   RecordError; then nobody is made
    """
    with transaction.atomic():
        made = [_one(draft, by, staff.get(draft.clinician.casefold(), answers)) for draft in drafts]
        lines = sum(len(draft.lines) for draft in drafts)
        note("caseload.imported", by=by, people=len(made), lines=lines)
    return made


def _one(draft: Draft, by: Membership, responsible: Membership) -> Episode:
    if draft.born is None:
        raise ValueError("a draft without a year of birth is not sound")
    day = draft.birthday.isoformat() if draft.birthday else ""
    identity = Identity(draft.name, draft.born, draft.called, draft.email, draft.phone, birthday=day)
    episode = open_episode(open_person(by.clinic, identity), side=draft.side, responsible=responsible)
    add_entry(episode, KIND, draft.lines, by=Author.of(by))
    note("person.imported", by=by, subject=episode.pk)
    return episode

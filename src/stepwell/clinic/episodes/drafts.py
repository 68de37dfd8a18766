"""What somebody has typed and not yet signed: kept in versions, so that two tabs do not overwrite each other.

Lives here: reading, keeping and forgetting a draft. Lives elsewhere: what is signed (episodes/services.py).
"""

from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import User
from stepwell.clinic.episodes.models import Draft, Episode
from stepwell.clinic.episodes.sealed import Values, draft_values, key_of, sealed_draft
from stepwell.clinic.episodes.services import conflict


def draft_of(episode: Episode, user: User, name: str) -> tuple[Values, int]:
    """What somebody typed and did not sign, and its version; nothing and 0 where there is none."""
    draft = Draft.objects.filter(episode=episode, user=user, name=name).first()
    return (draft_values(draft, key_of(episode.person)), draft.version) if draft else ({}, 0)


def keep_draft(episode: Episode, user: User, name: str, values: Values, *, version: int) -> int:
    """Keep what somebody typed. raises Conflict where another tab kept a later version. returns the new version"""
    sealed = sealed_draft(episode, name, values, key_of(episode.person))
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(episode=episode, user=user, name=name).first()
        if (draft.version if draft else 0) != version:
            raise conflict(episode)
        fields = {"version": version + 1, "changed_at": timezone.now(), "sealed": sealed}
        Draft.objects.update_or_create(episode=episode, user=user, name=name, defaults=fields)
    return version + 1


def drop_draft(episode: Episode, user: User, name: str) -> None:
    """Forget a draft, once it is signed or given up."""
    Draft.objects.filter(episode=episode, user=user, name=name).delete()

"""Noticing that an exit opens, whoever stores the plan: a visit, a phone, the clock, a change of the knowledge.

Lives here: comparing the row that is stored with the one that was. Lives elsewhere: the row (episodes/board.py), what becomes of an alert
(alerts/services.py).

It happens in the transaction that stores the plan: no exit opens without its alert. What a clinician writes themselves they have seen: the
alert is acknowledged in their name. So it is where they settle the exits.
"""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from stepwell.clinic.accounts.models import CLINICIANS, Membership
from stepwell.clinic.alerts.causes import EXIT, Cause, exits_now, opened_causes
from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.alerts.services import SETTLED, WROTE, acknowledge, raise_alert
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode, StoredPlan
from stepwell.clinic.episodes.sealed import key_of, unpacked
from stepwell.clinic.episodes.services import storing

NOTHING: frozenset[str] = frozenset()


@receiver(storing)
def look(plan: StoredPlan, by: Author | None, **_: Any) -> None:
    """Raise what has opened, and close what a clinician has settled."""
    episode = Episode.objects.kept().defer("stored__content").get(pk=plan.episode_id)
    before: StoredPlan | None = getattr(episode, "stored", None)
    secret = key_of(episode.person)
    was = _exits(episode, before, secret) if before else NOTHING
    now = _exits(episode, plan, secret)
    if was == now:
        return
    author = _clinician(episode, by)
    if now - was:
        _opened(episode, sorted(now - was), secret, author)
    elif not now and author is not None:
        _settled(episode, secret, author)


def _exits(episode: Episode, plan: StoredPlan, secret: bytes) -> frozenset[str]:
    return exits_now(unpacked(episode, "board", bytes(plan.board), secret))


def _opened(episode: Episode, exits: list[str], secret: bytes, author: Membership | None) -> None:
    at = timezone.now().isoformat()
    alert = raise_alert(episode, [Cause(EXIT, name, at) for name in exits], secret=secret)
    if author is not None and alert.count == len(exits):
        acknowledge(alert, by=author, seen=alert.count, how=WROTE)


def _settled(episode: Episode, secret: bytes, author: Membership) -> None:
    """A clinician settled every exit. A sign that was set aside opened none, and still waits."""
    waiting = Alert.objects.waiting().filter(episode=episode).first()
    if waiting and not any(one.aside for one in opened_causes(waiting.sealed, secret, waiting.pk)):
        acknowledge(waiting, by=author, seen=waiting.count, how=SETTLED)


def _clinician(episode: Episode, by: Author | None) -> Membership | None:
    """The clinician who wrote the entry from which this plan follows; None where it was somebody else, or nothing was written."""
    if by is None or by.role not in CLINICIANS:
        return None
    mine = Membership.objects.current().filter(user=by.user, role=by.role, clinic=episode.person.clinic_id)
    found: Membership | None = mine.first()
    return found

"""The first page of administration leads to all of it."""

from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.owning.erasing import ask


def test_it_says_how_many_wishes_wait_and_where_everything_is(clinic, episode, member, browse):
    """Wishes to be erased have a day by which they are settled: their number stands on the first page."""
    ask(episode.person, by=member(Role.PATIENT), now=timezone.now())
    said = browse(clinic).get(reverse("administration")).content.decode()
    assert reverse("erasures") in said
    assert "1 waits" in said
    assert reverse("push_setting") in said
    assert reverse("self_care_setting") in said

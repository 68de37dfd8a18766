"""The caseload page."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import identity_of, key_of
from stepwell.clinic.episodes.services import stored_board
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.shared import member_of


@allowed(*CLINICIANS)
@require_safe
def caseload(request: Asked) -> HttpResponse:
    """Everybody of the clinic who is in treatment."""
    rows = []
    for episode in Episode.objects.of_clinic(member_of(request)).kept():
        key = key_of(episode.person)
        rows.append(
            {"episode": episode, "identity": identity_of(episode.person, key), **stored_board(episode, key)}
        )
    return page(request, "caseload/caseload.html", {"rows": rows, "section": "caseload"})

"""Downloading one's own record, after proving again who one is. Each download is audited."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.administration.fresh import fresh, is_fresh
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.owning.files import FILES, Wanted
from stepwell.clinic.pages import page
from stepwell.clinic.patient.mine import own_episode, own_values
from stepwell.clinic.workspace.shared import member_of, words_of
from stepwell.errors import StepwellError


@allowed(Role.PATIENT)
@require_safe
@fresh
def own_download(request: Asked) -> HttpResponse:
    """Every file that there is."""
    values = own_values(request, own_episode(request), "record")
    return page(request, "owning/download.html", values | {"files": FILES})


@allowed(Role.PATIENT)
@require_POST
def own_file(request: Asked) -> HttpResponse:
    """One file. Its name says nothing of the person."""
    kind = request.POST.get("file", "")
    if kind not in FILES or not is_fresh(request):
        return redirect("own_download")
    episode, member = own_episode(request), member_of(request)
    try:
        content = FILES[kind].made(Wanted(episode, member, timezone.now()))
    except StepwellError as wrong:
        messages.error(request, " ".join([_("This file cannot be made now."), *words_of(wrong)]))
        return redirect("own_download")
    note("record.downloaded", by=member, subject=episode.pk, file=kind)
    answer = HttpResponse(content, content_type=FILES[kind].type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILES[kind].name}"'
    return answer

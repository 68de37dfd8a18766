"""Pages: the person's links to their exercises, and what somebody sees who has one."""

import uuid
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.clinic.accounts.access import allowed, public
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.owning.forms import ShareForm
from stepwell.clinic.owning.limits import UNSEEN, too_many
from stepwell.clinic.owning.models import SharedLink
from stepwell.clinic.owning.sharing import end_link, exercises_of, link_of, make_link
from stepwell.clinic.pages import page
from stepwell.clinic.patient.mine import own_episode, own_episodes, own_values
from stepwell.clinic.workspace.shared import member_of
from stepwell.errors import RecordError


@allowed(Role.PATIENT)
@require_http_methods(["GET", "HEAD", "POST"])
def own_links(request: Asked) -> HttpResponse:
    """Every link that can still be opened, and making one. A new link is shown once."""
    episode, now = own_episode(request), timezone.now()
    form = ShareForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    shown = ""
    if form.is_valid():
        clean = form.cleaned_data
        _made, secret = make_link(
            episode, by=member_of(request), days=clean["days"], key=clean["key"], now=now
        )
        if not secret:
            messages.warning(request, _("This link was made before. It is shown once. Make a new one."))
            return redirect("own_links")
        shown = f"{settings.HOME.address.geturl().rstrip('/')}{reverse('shared', args=[secret])}"
        form = ShareForm(None, initial={"key": uuid.uuid4()})
    form.mend(0)
    values = own_values(request, episode, "record") | {"form": form, "shown": shown}
    links = SharedLink.objects.open_at(now).filter(episode=episode)
    return page(request, "owning/links.html", values | {"links": links})


@allowed(Role.PATIENT)
@require_POST
def own_link_end(request: Asked, link: UUID) -> HttpResponse:
    """End a link of one's own."""
    found = get_object_or_404(SharedLink, pk=link, episode__in=own_episodes(request))
    end_link(found, by=member_of(request), now=timezone.now())
    messages.success(request, _("The link has ended. Nobody can open it now."))
    return redirect("own_links")


@public
@require_safe
def shared(request: Asked, secret: str) -> HttpResponse:
    """Exercises, for whoever has the link. Of whom they are is not said."""
    if too_many(request, "shared"):
        return _unseen(page(request, "owning/too_many.html", status=429))
    link = link_of(secret, timezone.now())
    try:
        shown = exercises_of(link) if link else None
    except RecordError:
        shown = []
    values = {"shown": shown, "until": link.expires_at if link else None}
    return _unseen(page(request, "owning/shared.html", values, status=200 if link else 404))


def _unseen(answer: HttpResponse) -> HttpResponse:
    """No search engine keeps it, and no other site learns its address."""
    for name, value in UNSEEN.items():
        answer.headers[name] = value
    return answer

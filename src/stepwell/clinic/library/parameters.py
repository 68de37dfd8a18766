"""A clinic's own values: looking, trying, saving.

Lives here: the pages. Lives elsewhere: the form (library/forms.py), who would move (library/moving.py), what is written
(library/services.py), rows (library/shown.py).

Everybody on the staff may look. A physician or the clinical safety officer may save: a value changes what is advised to everybody,
and somebody who answers for that signs it.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import STAFF, Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.library.book import book_of, numbers_read
from stepwell.clinic.library.forms import Values
from stepwell.clinic.library.local import DELIVERED, changes, own_values
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.library.previews import Preview
from stepwell.clinic.library.services import Outdated, begin_preview, save_values
from stepwell.clinic.library.shown import groups_of, moving_of, versions_of
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of, pathway_with
from stepwell.clinic.workspace.shared import member_of, words_of
from stepwell.errors import KnowledgeError

MAY_SAVE = (Role.PHYSICIAN, Role.SAFETY_OFFICER)


@allowed(*STAFF)
@require_safe
def parameters(request: Asked) -> HttpResponse:
    """Every number of the rules, with what this clinic has set, and the versions."""
    member = member_of(request)
    form = None
    if member.role in MAY_SAVE:
        form = Values(pathway=pathway_with(DELIVERED), own=own_values(member.clinic))
    return _listed(request, form)


@allowed(*MAY_SAVE)
@require_POST
def parameters_try(request: Asked) -> HttpResponse:
    """Begin a preview of what was typed, or of an earlier version; nothing is saved by it."""
    member = member_of(request)
    own = own_values(member.clinic)
    if "version" in request.POST:
        return _back_to(request)
    form = Values(request.POST, pathway=pathway_with(DELIVERED), own=own)
    if not form.is_valid():
        return _listed(request, form)
    return _begun(request, form.values(), form.cleaned_data["reason"], form)


def _back_to(request: Asked) -> HttpResponse:
    """A preview of an earlier version."""
    number = request.POST["version"]
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise Http404
    kept = LocalValues.objects.of_clinic(member_of(request)).filter(version=int(number)).first()
    if kept is None and int(number):
        raise Http404
    words = f"Back to version {number}." if kept else "Back to the values as delivered."
    return _begun(request, dict(kept.values) if kept else {}, words, None)


def _begun(request: Asked, values: dict[str, float], reason: str, form: Values | None) -> HttpResponse:
    try:
        preview = begin_preview(values, reason, by=member_of(request))
    except KnowledgeError as wrong:
        if form is None:
            messages.error(request, " ".join(words_of(wrong)))
            return redirect("parameters")
        for words in words_of(wrong):
            form.add_error(None, words)
        return _listed(request, form)
    return redirect("parameters_preview", preview=preview.pk)


def _listed(request: Asked, form: Values | None) -> HttpResponse:
    clinic = member_of(request).clinic
    delivered = pathway_with(DELIVERED)
    values = {
        "section": "knowledge",
        "form": form,
        "groups": groups_of(delivered, own_values(clinic), book_of(pathway_of(clinic)), form),
        "versions": versions_of(clinic, delivered),
    }
    return page(request, "library/parameters.html", values)


@allowed(*STAFF)
@require_safe
def parameters_preview(request: Asked, preview: UUID) -> HttpResponse:
    """Who would move: how far it is, then who. Names are shown to who treats, counts to everybody else."""
    member, found = member_of(request), _preview(request, preview)
    moved = found.moved
    pathway = pathway_of(member.clinic)
    changed = changes(own_values(member.clinic), found.values, pathway_with(DELIVERED))
    read = {name for names in numbers_read().values() for _, name in names}
    ready = found.finished_at is not None
    if ready and member.treats and moved.moves and request.method == "GET":
        note("parameters.moves-read", by=member, subject=found.pk)
    values = {
        "section": "knowledge",
        "preview": found,
        "ready": ready,
        "people": moved.people,
        "changes": changed,
        "unread": [one.parameter.id for one in changed if one.parameter.id not in read],
        "moving": moving_of(moved, pathway, member) if ready else [],
        "may_save": member.role in MAY_SAVE,
    }
    return page(request, "library/preview.html", values)


@allowed(*MAY_SAVE)
@require_POST
def parameters_save(request: Asked, preview: UUID) -> HttpResponse:
    """Save the values of a preview as a new version."""
    try:
        made = save_values(_preview(request, preview), by=member_of(request))
    except Outdated as wrong:
        messages.error(request, " ".join(words_of(wrong)))
        return redirect("parameters_preview", preview=preview)
    messages.success(
        request, f"Version {made.version} is saved and holds from now on. All plans are being computed again."
    )
    return redirect("parameters")


def _preview(request: Asked, preview: UUID) -> Preview:
    found: Preview | None = (
        Preview.objects.of_clinic(member_of(request))
        .select_related("clinic", "by")
        .filter(pk=preview)
        .first()
    )
    if found is None:
        raise Http404
    return found

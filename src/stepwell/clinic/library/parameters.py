"""A clinic's own values: looking, trying, saving.

Lives here: the pages. Lives elsewhere: the form (library/forms.py), who would move (library/moving.py), what is written
(library/services.py), rows (library/shown.py).

Everybody on the staff may look. A physician or the clinical safety officer may propose: a value changes what is advised to everybody,
and somebody who answers for that signs it. It holds when a second person accepts it (docs/adr/0012).
"""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import STAFF
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.library.book import book_of, numbers_read
from stepwell.clinic.library.forms import LONGEST_REASON, Values
from stepwell.clinic.library.local import DELIVERED, changes, own_values
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.library.previews import Preview
from stepwell.clinic.library.proposals import MAY_ACCEPT, MAY_PROPOSE, Proposal, is_alone
from stepwell.clinic.library.services import (
    Outdated,
    Refused,
    accept,
    accept_alone,
    begin_preview,
    propose,
    turn_down,
)
from stepwell.clinic.library.shown import groups_of, moving_of, versions_of, waiting_of
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of, pathway_with
from stepwell.clinic.workspace.shared import member_of, words_of
from stepwell.errors import KnowledgeError


@allowed(*STAFF)
@require_safe
def parameters(request: Asked) -> HttpResponse:
    """Every number of the rules, with what this clinic has set, and the versions."""
    member = member_of(request)
    form = None
    if member.role in MAY_PROPOSE:
        form = Values(pathway=pathway_with(DELIVERED), own=own_values(member.clinic))
    return _listed(request, form)


@allowed(*MAY_PROPOSE)
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
        "waiting": waiting_of(member_of(request), delivered),
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
        "proposal": found.proposal,
        "second": found.proposal is not None and found.proposal.second(member),
        "may_propose": found.proposal is None and member.role in MAY_PROPOSE,
        "alone": is_alone(member),
    }
    return page(request, "library/preview.html", values)


@allowed(*MAY_ACCEPT)
@require_POST
def parameters_save(request: Asked, preview: UUID) -> HttpResponse:
    """Propose the values of a preview; as the second person, accept what was proposed; alone, where there is nobody else."""
    member, found = member_of(request), _preview(request, preview)
    if found.proposal is None and is_alone(member) and request.POST.get("alone") != "yes":
        messages.error(request, "Nothing was saved. Tick that you answer for it alone.")
        return redirect("parameters_preview", preview=preview)
    try:
        if found.proposal is None and not is_alone(member):
            return _proposed(request, found)
        made = accept_alone(found, by=member) if found.proposal is None else accept(found, by=member)
    except (Outdated, Refused) as wrong:
        messages.error(request, " ".join(words_of(wrong)))
        return redirect("parameters_preview", preview=preview)
    messages.success(
        request, f"Version {made.version} is saved and holds from now on. All plans are being computed again."
    )
    return redirect("parameters")


def _proposed(request: Asked, preview: Preview) -> HttpResponse:
    """raises Outdated"""
    member = member_of(request)
    if member.role not in MAY_PROPOSE:
        raise PermissionDenied
    propose(preview, by=member)
    messages.success(
        request, "It is proposed. It holds when a second person has looked at it and accepted it."
    )
    return redirect("parameters")


@allowed(*MAY_ACCEPT)
@require_POST
def parameters_look(request: Asked, proposal: UUID) -> HttpResponse:
    """Begin a second person's own look at what was proposed."""
    found = _proposal(request, proposal)
    try:
        preview = begin_preview(found.values, found.reason, by=member_of(request), proposal=found)
    except KnowledgeError as wrong:
        messages.error(request, " ".join(words_of(wrong)))
        return redirect("parameters")
    return redirect("parameters_preview", preview=preview.pk)


@allowed(*MAY_ACCEPT)
@require_POST
def parameters_answer(request: Asked, proposal: UUID) -> HttpResponse:
    """Decline what somebody else proposed, with a reason; withdraw one's own."""
    found, words = _proposal(request, proposal), request.POST.get("words", "").strip()[:LONGEST_REASON]
    if found.by_id != member_of(request).user_id and not words:
        messages.error(request, "Nothing was declined. Say why: who proposed it will read it.")
        return redirect("parameters")
    try:
        answer = turn_down(found, words, by=member_of(request))
    except (Outdated, Refused) as wrong:
        messages.error(request, " ".join(words_of(wrong)))
    else:
        messages.success(request, f"{answer.get_outcome_display()}. No value has changed.")
    return redirect("parameters")


def _proposal(request: Asked, proposal: UUID) -> Proposal:
    found: Proposal | None = (
        Proposal.objects.of_clinic(member_of(request)).waiting().filter(pk=proposal).first()
    )
    if found is None:
        raise Http404
    return found


def _preview(request: Asked, preview: UUID) -> Preview:
    found: Preview | None = (
        Preview.objects.of_clinic(member_of(request))
        .select_related("clinic", "by", "proposal__by")
        .filter(pk=preview)
        .first()
    )
    if found is None:
        raise Http404
    return found

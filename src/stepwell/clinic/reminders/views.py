"""Pages of reminders: setting them, answering one, the calendar, and whether the clinic allows push."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.clinic.accounts.access import allowed, public
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Person
from stepwell.clinic.owning.limits import UNSEEN, too_many
from stepwell.clinic.pages import page
from stepwell.clinic.patient.mine import own_episode, own_values
from stepwell.clinic.reminders import services
from stepwell.clinic.reminders.calendar import calendar_of
from stepwell.clinic.reminders.forms import PhoneForm, RemindingForm
from stepwell.clinic.reminders.models import PUSH, TEST, Delivery, Feed, Phone, Reminding
from stepwell.clinic.reminders.sending import deliver
from stepwell.clinic.reminders.webpush import public_key
from stepwell.clinic.workspace.shared import member_of

WRITES = ["GET", "HEAD", "POST"]
SET = ("route", "every", "at", "zone", "again", "quiet_from", "quiet_until")
MOST_TESTS = 5
"""How many tests a person may send in a day."""


@allowed(Role.PATIENT)
@require_http_methods(WRITES)
def reminders(request: Asked) -> HttpResponse:
    """When and how the person is reminded, and when that last happened."""
    person = own_episode(request).person
    found = services.settings_of(person)
    form = RemindingForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(found, name) for name in SET},
    )
    if form.is_valid() and form.cleaned_data["route"] == PUSH and not _reachable(person):
        form.add_error("route", _("Turn it on for this phone first. The button is below."))
    elif form.is_valid():
        services.save(
            person,
            by=member_of(request),
            now=timezone.now(),
            language=get_language() or "en",
            **form.cleaned_data,
        )
        messages.success(request, _("Saved."))
        return redirect("reminders")
    return page(request, "reminders/reminders.html", _values(request, found) | {"form": form})


def _reachable(person: Person) -> bool:
    return services.push_allowed(person.clinic) and Phone.objects.filter(person=person).exists()


def _values(request: Asked, found: Reminding, calendar: str = "") -> dict[str, Any]:
    episode = own_episode(request)
    person = episode.person
    sent = Delivery.objects.filter(person=person)
    return own_values(request, episode, "reminders") | {
        "found": found,
        "last": sent.filter(failed="").first(),
        "broken": sent.exclude(failed="").first(),
        "push": services.push_allowed(person.clinic),
        "phones": Phone.objects.filter(person=person).count(),
        "public_key": public_key(),
        "feed": Feed.objects.filter(person=person).first(),
        "calendar": calendar,
    }


@allowed(Role.PATIENT)
@require_POST
def reminder_test(request: Asked) -> HttpResponse:
    """Send one message now, by the way that is set."""
    person = own_episode(request).person
    found, now = services.settings_of(person), timezone.now()
    today = Delivery.objects.filter(person=person, kind=TEST, at__gte=now - services.DAY).count()
    if not found.route:
        messages.warning(request, _("Choose a way and save it first."))
    elif today >= MOST_TESTS:
        messages.warning(request, _("You sent many tests today. Try again tomorrow."))
    elif deliver(found, TEST, now):
        messages.success(request, _("It is on its way. Look at your phone or your mail."))
    else:
        messages.error(request, _("It could not be sent. Try another way."))
    return redirect("reminders")


@allowed(Role.PATIENT)
@require_POST
def reminder_phone(request: Asked) -> HttpResponse:
    """Reach this browser from now on, or no browser any more."""
    person, member = own_episode(request).person, member_of(request)
    if request.POST.get("do") == "drop":
        services.drop_phones(person, by=member)
        messages.success(request, _("Turned off."))
        return redirect("reminders")
    if not services.push_allowed(person.clinic):
        raise PermissionDenied
    form = PhoneForm(request.POST)
    if form.is_valid():
        services.add_phone(person, form.cleaned_data["place"], by=member, now=timezone.now())
        messages.success(request, _("This phone can be reached now. Choose it below, and save."))
    else:
        messages.error(request, _("This browser cannot be reached by push. Choose e-mail."))
    return redirect("reminders")


@allowed(Role.PATIENT)
@require_POST
def reminder_calendar(request: Asked) -> HttpResponse:
    """Make a calendar address, which is shown once, or end it."""
    person, member = own_episode(request).person, member_of(request)
    if request.POST.get("do") == "end":
        services.end_feed(person, by=member)
        messages.success(request, _("The calendar address has ended."))
        return redirect("reminders")
    secret = services.make_feed(person, by=member, now=timezone.now())
    found = services.settings_of(person)
    place = f"{settings.HOME.address.geturl().rstrip('/')}{reverse('calendar_feed', args=[secret])}"
    form = RemindingForm(None, initial={name: getattr(found, name) for name in SET})
    return page(request, "reminders/reminders.html", _values(request, found, place) | {"form": form})


@public
@require_safe
def calendar_feed(request: Asked, secret: str) -> HttpResponse:
    """The calendar, for whoever has its address."""
    if too_many(request, "calendar"):
        return HttpResponse(status=429)
    now = timezone.now()
    feed = services.feed_of(secret, now)
    if feed is None:
        raise Http404
    found = services.settings_of(feed.person)
    with override(found.language):
        content = calendar_of(found, now)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=UNSEEN)
    answer.headers["Content-Disposition"] = 'inline; filename="stepwell.ics"'
    return answer


@public
@require_http_methods(WRITES)
def reminder_answer(request: Asked, secret: str) -> HttpResponse:
    """Answer a message without a sign-in: who has its secret can put it off, and see nothing of anybody."""
    if too_many(request, "answer"):
        return HttpResponse(status=429)
    found = services.delivery_of(secret)
    if found is None:
        raise Http404
    if request.method == "GET" and "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"token": get_token(request)})
    what = request.POST.get("do", "")
    if request.method == "POST" and what in services.ANSWERS:
        services.answer(found, what, timezone.now())
    values = {"said": what if what in services.ANSWERS else "", "kind": found.kind}
    answer = page(request, "reminders/answer.html", values)
    for name, value in UNSEEN.items():
        answer.headers[name] = value
    return answer


@allowed(Role.ADMINISTRATOR, opened=False)
@require_http_methods(WRITES)
def push_setting(request: Asked) -> HttpResponse:
    """Whether people of the clinic may be reminded by push."""
    member = member_of(request)
    if request.method == "POST":
        services.allow_push(request.POST.get("do") == "allow", by=member, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("push_setting")
    values = {"section": "administration", "allowed": services.push_allowed(member.clinic)}
    return page(request, "reminders/push.html", values)

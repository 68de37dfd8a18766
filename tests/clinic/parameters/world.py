"""What the tests of this folder share."""

from django.test import Client
from django.urls import reverse

from stepwell.clinic.accounts.models import Membership, Role
from stepwell.clinic.accounts.services import give_role, user_of
from stepwell.clinic.library.previews import Preview
from stepwell.clinic.library.proposals import Proposal

SCREENED_DAYS_AGO = 10
"""The safety screen of somebody was ten days ago: it stands for 28 days as delivered, and a clinic may set 7."""


def tried(client, reason="Our department's protocol.", **values):
    """The preview of a change."""
    wished = {name.replace("_", "-"): value for name, value in values.items()}
    answer = client.post(reverse("parameters_try"), {"reason": reason, **wished})
    assert answer.status_code == 302, [str(one) for one in answer.context["form"].errors.values()]
    return Preview.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])


def sent(client, preview, **typed):
    """Proposes a preview, or accepts it, or saves it alone."""
    return client.post(reverse("parameters_save", args=[preview.pk]), typed, follow=True)


def saved(client, preview):
    """Proposes a preview, and has a colleague look at it and accept it; the last answer that the two of them got."""
    colleague = another(preview.clinic)
    answer = sent(client, preview)
    proposal = Proposal.objects.filter(pk=preview.pk, answer=None).first()
    return sent(colleague, looked(colleague, proposal)) if proposal else answer


def another(clinic):
    """A browser of a physiotherapist who proposed nothing."""
    user = user_of("second@example.org", name="Sam Second")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    known = Membership.objects.current().filter(user=user, clinic=clinic).first()
    member = known or give_role(
        user, clinic, Role.PHYSIOTHERAPIST, by=Membership.objects.filter(clinic=clinic).first()
    )
    session = client.session
    session["membership"] = str(member.pk)
    session.save()
    return client


def looked(client, proposal):
    """The preview of somebody who looks at a proposal as the second person."""
    answer = client.post(reverse("parameters_look", args=[proposal.pk]))
    assert answer.status_code == 302
    return Preview.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])


def shown(client, preview):
    return client.get(reverse("parameters_preview", args=[preview.pk]))


def text_of(answer):
    return answer.content.decode().replace("&#x27;", "'")

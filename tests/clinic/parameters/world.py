"""What the tests of this folder share."""

from django.urls import reverse

from stepwell.clinic.library.previews import Preview

SCREENED_DAYS_AGO = 10
"""The safety screen of somebody was ten days ago: it stands for 28 days as delivered, and a clinic may set 7."""


def tried(client, reason="Our department's protocol.", **values):
    """The preview of a change."""
    wished = {name.replace("_", "-"): value for name, value in values.items()}
    answer = client.post(reverse("parameters_try"), {"reason": reason, **wished})
    assert answer.status_code == 302, [str(one) for one in answer.context["form"].errors.values()]
    return Preview.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])


def saved(client, preview):
    return client.post(reverse("parameters_save", args=[preview.pk]), follow=True)


def shown(client, preview):
    return client.get(reverse("parameters_preview", args=[preview.pk]))


def text_of(answer):
    return answer.content.decode().replace("&#x27;", "'")

"""What the tests of this folder share."""

import re

from django.urls import reverse

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import entries_of

BLADDER = "bladder-and-bowel-signs"
BEGIN = {"name": "Iris  Sample", "born": "14.3.1984", "side": "left", "alone": "on", "consent": "on"}


class Alone:
    """What a person alone does on the pages of their questions."""

    def __init__(self, client, episode):
        self.client, self.episode = client, episode

    def hidden(self, page):
        text = self.client.get(reverse("own_question_page", args=[page])).content.decode()
        return {
            name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("seen", "key", "version")
        } | {"shown": re.findall(r'name="shown" value="([^"]*)"', text)}

    def save(self, page, answers, **more):
        return self.client.post(
            reverse("own_question_page", args=[page]), {**self.hidden(page), **answers, **more}
        )

    def lines(self):
        """What was saved: finding and value of each line."""
        return [(line["finding"], line["value"]) for one in entries_of(self.episode) for line in one.lines]

    def fresh(self):
        return Episode.objects.kept().get(pk=self.episode.pk)

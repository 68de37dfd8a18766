"""What the tests of this folder share."""

import re
from datetime import date

from django.urls import reverse

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import entries_of, stored_content
from stepwell.knowledge.loader import load_pathway

TODAY = date(2026, 11, 30)


BLADDER = "bladder-and-bowel-signs"


HTMX = {"HX-Request": "true"}


class Visit:
    """What a physiotherapist does on the pages of one intake."""

    def __init__(self, client, episode):
        self.client, self.episode = client, episode

    def place(self, name="intake", *parts):
        return reverse(name, args=[self.episode.pk, *parts])

    def open(self, page=None):
        return self.client.get(self.place("intake_page", page) if page else self.place())

    def hidden(self, page):
        text = self.open(page).content.decode()
        return {
            name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("seen", "key", "version")
        }

    def sign(self, page, answers, **more):
        return self.client.post(self.place("intake_page", page), {**self.hidden(page), **answers, **more})

    def keep(self, page, answers, version=0, **more):
        sent = {"version": version, **answers}
        return self.client.post(self.place("intake_draft", page), sent, headers=HTMX, **more)

    def lines(self):
        """What was signed: finding and value of each line."""
        return [(line["finding"], line["value"]) for one in entries_of(self.episode) for line in one.lines]


def person(**changes):
    """The fields of a new person."""
    given = {"name": "Ada Vos", "born": "1984", "side": "left", "called": "", "email": "", "phone": ""}
    return {**given, **changes}


def load_set(name):
    """The findings of a page."""
    return list(next(one for one in load_pathway().question_sets if one.id == name).findings)


def _treatment(at):
    plan = stored_content(Episode.objects.kept().get(pk=at.episode.pk))["plan"]
    return [
        one["id"]
        for one in plan["recommendations"]
        if one["status"] == "recommended" and one["kind"] == "load"
    ]

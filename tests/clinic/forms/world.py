"""What the tests of this folder share."""

import re
from html import unescape

from django.urls import reverse

from tests.clinic.advice.world import count, days_from_today, lines_of, sent

__all__ = ["count", "days_from_today", "decided", "injected", "lines_of", "reverse", "sent", "words"]


def words(answer):
    """The words of a page, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def decided(client, episode, name, **typed):
    """Sends a decision about an intervention."""
    return client.post(reverse("decide", args=[episode.pk, name]), sent(episode, **typed))


def injected(episode, **typed):
    """What is typed of a steroid injection that was done today, each part filled."""
    whole = {
        "do": "happened", "event": "done", "on": days_from_today(episode, 0), "side": "right", "target": "piriformis",
        "guidance": "ultrasound", "agent": "Triamcinolone", "dose": "40 mg",
    }  # fmt: skip
    return {name: value for name, value in {**whole, **typed}.items() if value is not None}

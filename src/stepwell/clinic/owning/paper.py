"""The record on paper.

Lives here: the values of the document. Lives elsewhere: its layout (documents/pdf/record.typ), the lines in words (owning/told.py),
the programme on paper (workspace/papers/services.py).
"""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from stepwell.clinic.accounts.models import User
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.owning.told import Day, Teller, ToldLine
from stepwell.clinic.pathway import pathway_of
from stepwell.documents.pdf.compiler import pdf_of
from stepwell.documents.pdf.header import frame
from stepwell.documents.pdf.wording import Wording, wording

TEMPLATE = "record"


def record_pdf(episode: Episode, identity: Identity, user: User, day: date) -> bytes:
    """All that was written in an episode, oldest first, as PDF/UA-1. raises StepwellError"""
    words = wording("en")
    zone = ZoneInfo(episode.person.clinic.time_zone)
    days = Teller(episode, user, identity.short).all_days()
    person = [
        [_("Name"), identity.name],
        [_("Born"), identity.birth],
        [_("Side"), words(f"sides.{episode.side}")],
        [_("Clinic"), episode.person.clinic.name],
        [_("Since"), words.day(episode.opened_at.astimezone(zone).date())],
    ]
    values = {
        **frame(pathway_of(episode.person.clinic), words, printed=day),
        "title": _("My record"),
        "person": person,
        "empty": "" if days else _("Nothing is written yet."),
        "days": [_day(one, words) for one in reversed(days)],
    }
    return pdf_of(TEMPLATE, values, day=day)


def _day(one: Day, words: Wording) -> dict[str, Any]:
    return {"on": words.day(one.on), "entries": [_entry(told) for told in reversed(one.entries)]}


def _entry(told: Any) -> dict[str, Any]:
    return {
        "head": f"{told.kind}, {told.at:%H:%M}, {told.who}",
        "lines": [_line(line) for line in told.lines],
        "nos": ", ".join(line.title for line in told.nos),
        "no": _("No:"),
        "texts": list(told.texts),
    }


def _line(line: ToldLine) -> str:
    marks = [_("corrected later")] if line.replaced else []
    marks += [_("corrects an earlier answer")] if line.mends else []
    return f"{line.words} ({', '.join(marks)})" if marks else line.words

"""What is checked of people before they are made.

Lives here: adults only, the age that follows from the day of birth, who is here already, who answers for them, and what the reader of
records says of their lines. Lives elsewhere: reading the file, and making the people (importing/services.py).
"""

from collections.abc import Collection, Mapping
from datetime import date

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.administration.importing.drafts import Draft, Line, Reading, key_of
from stepwell.clinic.administration.persons import rows_of
from stepwell.errors import RecordError
from stepwell.knowledge.types import Pathway
from stepwell.records.reader import read_lines

AGE, ADULT = "age", "adult-age"


def check(reading: Reading, pathway: Pathway, *, by: Membership, today: date, staff: Collection[str]) -> None:
    """Note what is wrong with each draft, and who is here already.

    staff  the e-mail addresses of those who treat, in small letters
    """
    here = {key_of(one.identity.name, one.identity.born) for one in rows_of(by)}
    for draft in reading.drafts:
        draft.here = draft.key in here
        _adult(draft, pathway, today)
        if draft.clinician and draft.clinician.casefold() not in staff:
            remedy = "Write the e-mail address of a physiotherapist or physician of this clinic, or leave it empty."
            draft.fault(draft.row, "clinician", "nobody of this address treats here.", remedy)
        if draft.side not in ("left", "right", "both"):
            remedy = "Write left, right or both; for a Bundle, choose what counts where it does not say."
            draft.fault(draft.row, "side", "there is no side of the episode.", remedy)
        _readable(draft, pathway, today)


def _adult(draft: Draft, pathway: Pathway, today: date) -> None:
    if draft.born is None:
        return
    youngest, oldest = ages(draft, today)
    least = pathway.parameters[ADULT].value
    if oldest > 120 or draft.born > today.year:
        draft.fault(draft.row, "born", "nobody has this age.", "Correct the year of birth.")
    elif youngest < least:
        remedy = "The pathway is for adults. Where only the year is written, write the day of birth."
        draft.fault(draft.row, "born", f"the person may be younger than {least}.", remedy)
    elif not any(line["finding"] == AGE for line in draft.lines):
        age = youngest if youngest == oldest else {"from": youngest, "to": oldest}
        draft.add({"finding": AGE, "value": age, "on": today.isoformat()}, draft.row, "born")


def ages(draft: Draft, today: date) -> tuple[int, int]:
    """The ages that somebody may have today. raises ValueError without a year of birth"""
    if draft.born is None:
        raise ValueError("no year of birth")
    had = today.year - draft.born
    if draft.birthday is None:
        return had - 1, had
    age = had - ((today.month, today.day) < (draft.birthday.month, draft.birthday.day))
    return age, age


def _readable(draft: Draft, pathway: Pathway, today: date) -> None:
    """The lines in the order of their days, as the reader of records takes them."""
    order = sorted(range(len(draft.lines)), key=lambda place: _first_day(draft.lines[place]))
    draft.lines = [draft.lines[place] for place in order]
    draft.places = [draft.places[place] for place in order]
    if not draft.sound:
        return
    try:
        read_lines([_dated(line, today) for line in draft.lines], pathway, side=draft.side, name="import")
    except RecordError as wrong:
        for one in wrong.faults:
            place = draft.places[one.line - 1] if one.line else None
            row, column = (place.row, place.column) if place else (draft.row, "")
            draft.fault(row, column, one.problem, one.remedy)


def _first_day(line: Mapping[str, object]) -> str:
    on = line["on"]
    return str(on.get("from", on.get("before", ""))) if isinstance(on, dict) else str(on)


def _dated(line: Line, today: date) -> Line:
    return {**line, "recorded_at": today.isoformat()}

"""JSON for who treats: the caseload, a plan, a record, new lines of a record.

Lives here: finding, calling one service, answering. Lives elsewhere: whom they see (episodes/models.py), what a row shows
(workspace/caseload/rows.py), what is written (episodes/services.py).
"""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import Field

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.api.problems import fault_json, problem
from stepwell.clinic.api.shapes import (
    LONGEST_FIND,
    Caseload,
    NewEntry,
    PlanShape,
    Problem,
    RecordShape,
    Refusal,
    Written,
)
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import Conflict, add_entry, basis, entries_of, stored_content
from stepwell.clinic.workspace.caseload.rows import Row, counts, rows_of, shown
from stepwell.clinic.workspace.shared import author_of, episode_of, member_of
from stepwell.documents.care_plan_json import care_plan_json
from stepwell.errors import RecordError
from stepwell.records.reader import SCHEMA

router = Router(tags=["staff"])

REFUSED: dict[Any, Any] = {frozenset({401, 403, 404}): Refusal, 422: Problem}
OURS = ("seq", "by", "recorded_at")
"""Keys of a line that are written by the clinic."""
Show = Literal["needs", "mine", "ready", "review", "all"]


@router.get("/caseload", response={200: Caseload, **REFUSED}, url_name="api_caseload")
@allowed(*CLINICIANS)
def caseload(
    request: Asked, show: Show = "needs", find: Annotated[str, Field(max_length=LONGEST_FIND)] = ""
) -> Any:
    """The caseload as the page shows it; with `find`, everybody of that name in the clinic."""
    member = member_of(request)
    rows = rows_of(member)
    note("caseload.read", by=member, shown=show)
    return {
        "show": show,
        "counts": {name: count for name, _, count in counts(rows)},
        "people": [_row(row) for row in shown(rows, show, find.strip())],
    }


def _row(row: Row) -> dict[str, Any]:
    board = row.board
    kept = ("step", "phase", "week", "pain", "days", "sits", "sits_change")
    return {
        "id": row.episode.pk,
        "name": row.identity.name,
        "side": row.episode.side,
        "mine": row.mine,
        **{name: board[name] for name in kept},
        "needs": [{**need, "since": need["since"] or None} for need in row.needs],
        **{name: board[name] or None for name in ("contact", "review", "snoozed")},
        "computed_at": row.episode.stored.computed_at,
    }


@router.get("/people/{uuid:episode}/plan", response={200: PlanShape, **REFUSED}, url_name="api_plan")
@allowed(*CLINICIANS)
def plan(request: Asked, episode: UUID, stored: bool = False) -> Any:
    """The care plan, computed now from the whole record; with `stored`, as it was last kept."""
    found = episode_of(request, episode)
    if stored:
        kept = found.stored
        values = {
            "made": "stored",
            "computed_at": kept.computed_at,
            "as_of": kept.as_of,
            "entries": kept.count,
        }
        return {**values, "plan": stored_content(found)["plan"]}
    now, fresh = timezone.now(), basis(found)
    values = {"made": "fresh", "computed_at": now, "as_of": fresh.today, "entries": len(fresh.written)}
    return {**values, "plan": care_plan_json(fresh.plan)}


@router.get(
    "/people/{uuid:episode}/record",
    response={200: RecordShape, **REFUSED},
    url_name="api_record",
    by_alias=True,
)
@allowed(*CLINICIANS)
def record(request: Asked, episode: UUID) -> Any:
    """The record as a record file. Each line has the `seq` by which another names it."""
    found = episode_of(request, episode, reading="record.read")
    lines = [line for one in entries_of(found) for line in one.lines]
    numbered = [{"seq": seq, **line} for seq, line in enumerate(lines, start=1)]
    return {"schema": SCHEMA, "side": found.side, "observations": numbered}


def found_first(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Look for the person before the body is read: who may not see them learns nothing of its form."""

    @wraps(run)
    def found(request: Asked, **kept: Any) -> HttpResponse:
        episode_of(request, kept["episode"])
        return run(request, **kept)

    return found


@router.post(
    "/people/{uuid:episode}/entries",
    response={200: Written, 400: Problem, 409: Problem, **REFUSED},
    url_name="api_entries",
)
@decorate_view(found_first)
@allowed(*CLINICIANS)
def entries(request: Asked, episode: UUID, entry: NewEntry) -> Any:
    """Write lines of a record, and store the plan that follows."""
    found = episode_of(request, episode)
    ours = [one for place, line in enumerate(entry.lines, start=1) for one in _ours(place, line)]
    if ours:
        return problem(422, "Some lines have keys that the clinic writes.", faults=ours)
    try:
        made = add_entry(
            found, entry.kind, entry.lines, by=author_of(request), key=entry.key, seen=entry.seen
        )
    except Conflict as wrong:
        return problem(409, "Somebody else wrote in between.", faults=[fault_json(wrong.faults[0])])
    except RecordError as wrong:
        return problem(422, "Some lines cannot be read.", faults=_faults(wrong, found))
    return {"key": made.key, "number": made.number, "first_seq": made.first_seq, "at": made.at}


def _faults(wrong: RecordError, episode: Episode) -> list[dict[str, Any]]:
    return [fault_json(one, before=episode.lines) for one in wrong.faults]


def _ours(place: int, line: dict[str, Any]) -> list[dict[str, Any]]:
    named = [key for key in OURS if key in line]
    remedy = f"Leave out {', '.join(named)}."
    return [{"line": place, "problem": f"it has {', '.join(named)}.", "remedy": remedy}] if named else []

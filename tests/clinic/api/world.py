"""What the tests of this folder share."""

import json
import uuid
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.pathway import pathway_of

SCHEMAS = Path(__file__).parents[3] / "docs" / "schema"


PLAN = json.loads((SCHEMAS / "care-plan.schema.json").read_text(encoding="utf-8"))


STAFF_PAGES = ("/api/caseload", "/api/people/{}/plan", "/api/people/{}/record")


PATIENT_PAGES = ("/api/today",)


LARGEST = 60_000


def well_screened(episode, physio):
    """Somebody of 34 whom nothing keeps from a session but today's short screen."""
    pathway = pathway_of(episode.person.clinic)
    finds = pathway.interventions["safety-screen"].finds
    lines = [{"finding": name, "value": "no"} for name in finds if not pathway.findings[name].derive]
    told = {"age": 34, "worst-pain": 4, "sitting-tolerance": 25, "phase": "mobilise"}
    lines += [{"finding": name, "value": value} for name, value in told.items()]
    yesterday = timezone.now() - timedelta(days=1)
    add_entry(episode, "visit", lines, by=Author.of(physio), at=yesterday)


def post(client, address, body):
    return client.post(address, json.dumps(body), content_type="application/json")


def lines_for(episode, *lines, **more):
    return {"kind": "visit", "key": str(uuid.uuid4()), "seen": episode.count, "lines": list(lines), **more}


def today(client, **query):
    answer = client.get("/api/today", query)
    assert answer.status_code == 200
    return answer.json()

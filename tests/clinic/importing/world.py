"""What the tests of this folder share."""

import copy
import json
from datetime import date

from stepwell.clinic.administration.importing.bundle import read_bundle

TODAY = date(2026, 11, 30)


HEAD = "name,born,side,on,worst-pain\n"


def faults(reading):
    """Everything that is wrong, as row, column, problem."""
    drafts = [one for draft in reading.drafts for one in draft.wrong]
    return [(one.row, one.column, one.problem) for one in [*reading.wrong, *drafts]]


def bundle(*resources):
    """A Bundle of resources about Patient/1."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": copy.deepcopy(one)} for one in resources],
    }


PATIENT = {
    "resourceType": "Patient",
    "id": "1",
    "name": [{"use": "nickname", "given": ["Bo"]}, {"use": "official", "given": ["Bo"], "family": "Sample"}],
    "birthDate": "1971-03-09",
    "gender": "male",
    "address": [{"country": "GB"}],
    "telecom": [{"system": "email", "value": "bo@example.org"}],
}


SUBJECT = {"subject": {"reference": "Patient/1"}}


SIDE = {
    "resourceType": "Condition",
    **SUBJECT,
    "code": {"coding": [{"system": "urn:stepwell:episodes", "code": "dgs"}]},
    "bodySite": [{"coding": [{"code": "left"}]}],
}


def observation(code, on="2026-10-04", system="http://loinc.org", **value):
    """An Observation of Patient/1."""
    coding = {"coding": [{"system": system, "code": code}]}
    return {
        "resourceType": "Observation",
        "status": "final",
        **SUBJECT,
        "code": coding,
        "effectiveDateTime": on,
        **value,
    }


def read(meanings, *resources, side=""):
    """The one person of a Bundle."""
    reading = read_bundle(json.dumps(bundle(*resources)), meanings, TODAY, side=side)
    return reading, reading.drafts[0]


SHAPES = [None, 1, "x", [], {}, [None], [{}], {"coding": 1}, {"coding": [1]}, True, 1.5]

"""Addresses of the JSON face, and its description.

Lives here: the one API object, and what its description says of signing in. Lives elsewhere: its operations (api/staff.py, api/patient.py).
There is no page that shows the description: its scripts would come from another origin.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe
from ninja.openapi.schema import get_schema

from stepwell.clinic.accounts.access import signed_in
from stepwell.clinic.api import patient, staff
from stepwell.clinic.api.guarded import GuardedAPI
from stepwell.clinic.api.problems import MEDIA_TYPE, StrictParser, say_problems
from stepwell.clinic.asked import Asked

PREFIX = "/api/"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
ABOUT = """The clinic as JSON. Sign in as for the pages: the session stands in a cookie, and whatever writes carries the token of the
page in the header X-CSRFToken. docs/guide/api.md has examples."""

api = GuardedAPI(
    title="Stepwell clinic",
    version="1",
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
)
say_problems(api)
api.add_router("", staff.router)
api.add_router("", patient.router)


def described() -> dict[str, Any]:
    """The description, OpenAPI 3.1."""
    found: dict[str, Any] = get_schema(api, path_prefix=PREFIX)
    found["components"]["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "session"}
    }
    found["security"] = [{"session": []}]
    for response in _responses(found):
        content = response.get("content", {})
        if content.get("application/json", {}).get("schema") == PROBLEM:
            response["content"] = {MEDIA_TYPE: content["application/json"]}
    return found


def _responses(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in found["paths"].values():
        for operation in methods.values():
            yield from operation["responses"].values()


@signed_in
@require_safe
def openapi(request: Asked) -> HttpResponse:
    """The description, for whoever has signed in."""
    return JsonResponse(described())


urlpatterns = [*api.patterns(), path("openapi.json", openapi, name="api_openapi")]

"""What went wrong, as JSON (after RFC 9457, `application/problem+json`).

Lives here: the shape of a problem, and which error becomes which. Lives elsewhere: the errors themselves (stepwell/errors.py), 401, 403 and 404
(clinic/middleware.py, clinic/pages.py: `{"error": ...}`).

A problem names lines, keys and ids, and never repeats what somebody answered.
"""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from stepwell.errors import Fault

MEDIA_TYPE = "application/problem+json"
UNREADABLE = "The body is not JSON."
NOT_FITTING = "The request does not have its form."
MOST_FAULTS = 50


class StrictParser(Parser):
    """Reads the body as JSON that can be stored: no NaN, no endless numbers, no halves of a character."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. raises ValueError"""
        read = json.loads(request.body.decode(), parse_constant=_no_number, parse_float=_finite)
        if not storable(read):
            raise ValueError("a text holds half of a character")
        return read


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def storable(value: Any) -> bool:
    """Whether a value can be written as JSON in UTF-8."""
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def problem(
    status: int,
    title: str,
    *,
    faults: Iterable[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """An answer that says what is wrong, and each fault with its place and how to mend it."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if listed := list(faults)[:MOST_FAULTS]:
        body["faults"] = listed
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers)


def fault_json(fault: Fault, *, before: int = 0) -> dict[str, Any]:
    """A fault of a record: the place among the lines that were sent, from 1; 0 for a line that was there before."""
    return {"line": max(0, fault.line - before), "problem": fault.problem, "remedy": fault.remedy}


def say_problems(api: NinjaAPI) -> None:
    """Answer with problems where django-ninja would answer otherwise."""
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(ValidationError, _not_fitting)
    api.add_exception_handler(Http404, _missing)


def _refused(_request: HttpRequest, wrong: Any) -> HttpResponse:
    return problem(wrong.status_code, UNREADABLE if wrong.status_code == 400 else str(wrong))


def _not_fitting(_request: HttpRequest, wrong: Any) -> HttpResponse:
    return problem(422, NOT_FITTING, faults=[_place(one) for one in wrong.errors])


def _place(one: Mapping[str, Any]) -> dict[str, Any]:
    place = ".".join(str(part) for part in one["loc"])
    return {"place": place, "problem": f"{one['msg']}.", "remedy": "See /api/openapi.json for the form."}


def _missing(_request: HttpRequest, _wrong: Any) -> HttpResponse:
    return JsonResponse({"error": "Not found."}, status=404)

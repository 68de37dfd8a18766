"""Deny by default for JSON, too.

Lives here: an API whose every operation says who may use it. Lives elsewhere: refusing whoever is not named (clinic/middleware.py),
the operations (api/staff.py, api/patient.py), problems in words (api/problems.py).

django-ninja makes the views of its paths itself, and leaves them without a check of forged requests, since it knows nothing of how
somebody signed in. Here each is wrapped: the wrapper carries the access that `@allowed` gave to the operation, so that the middleware
and the table of pages see it, and forged requests are refused as on every page.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.operation import Operation

from stepwell.clinic.accounts.access import Access
from stepwell.clinic.api.problems import problem
from stepwell.clinic.asked import Asked

View = Callable[..., HttpResponse]


class GuardedAPI(NinjaAPI):
    """An API of which every operation says who may use it, by `@allowed` below its `@router.get` or `@router.post`."""

    def patterns(self) -> Iterator[URLPattern]:
        """The address of each operation. raises ImproperlyConfigured for one that says nothing of who may use it"""
        for router in self._get_bound_routers():
            operations = [one for view in router.path_operations.values() for one in view.operations]
            for pattern, operation in zip(router.urls_paths(router.prefix), operations, strict=True):
                route = str(pattern.pattern).replace("<uuidstr:", "<uuid:")
                yield path(route, guarded(pattern.callback, said_of(operation)), name=pattern.name)


def said_of(operation: Operation) -> Access:
    """Who may use an operation. raises ImproperlyConfigured"""
    access: Access | None = getattr(operation.view_func, "access", None)
    if access is None:
        name = operation.view_func.__name__
        raise ImproperlyConfigured(
            f"The operation {name} does not say who may use it. Write @allowed above it."
        )
    return access


def guarded(view: View, access: Access) -> View:
    """The view with its access on it. Where the clinic is not open it answers so itself: a redirect to a page is no JSON."""

    @wraps(view, updated=())
    def answered(request: Asked, **kept: Any) -> HttpResponse:
        if access.opened and not (request.membership and request.membership.clinic.open):
            raise PermissionDenied
        response = view(request, **kept)
        if response.status_code == 405:
            return problem(405, "This address has another method.", headers={"Allow": response["Allow"]})
        return response

    answered.access = Access(access.who, opened=False)  # type: ignore[attr-defined]
    return answered

"""Signing in again before roles, exports and erasing.

Lives here: the mark that a view carries. Lives elsewhere: the pages on which somebody proves who they are (allauth).

Unlike allauth's own mark it never keeps a posted form to replay it: the page is opened again and sent again, so that nothing is
done that nobody looks at.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from stepwell.clinic.asked import Asked

View = Callable[..., HttpResponse]


def fresh(view: View) -> View:
    """Only for somebody who proved within the last minutes (ACCOUNT_REAUTHENTICATION_TIMEOUT) who they are."""

    @wraps(view)
    def checked(request: Asked, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_fresh(request) else prove_again(request)

    return checked


def is_fresh(request: Asked) -> bool:
    """Whether the last proof in this session is new enough."""
    proofs: list[dict[str, Any]] = get_authentication_records(request, request.user)
    latest = max((proof["at"] for proof in proofs), default=0.0)
    return bool(time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def prove_again(request: Asked) -> HttpResponse:
    """To the page on which somebody proves who they are, and from there back. The strongest way that they have comes first."""
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    if not ways:
        raise PermissionDenied
    return redirect(f"{ways[-1]['url']}?{urlencode({'next': request.path})}")

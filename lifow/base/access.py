"""Who opens a page: those who have a permission. Others read who they are, and who can give it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise

from lifow.base.requests import SignedInRequest

View = Callable[..., HttpResponseBase]


def needs_permission(permission: str, *, who: str | Promise) -> Callable[[View], View]:
    """Let those in who are signed in and have the permission; answer others with 403 and `who`."""

    def decorated(view: View) -> View:
        @wraps(view)
        def checked(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.has_perm(permission):
                return view(request, *args, **kwargs)
            return render(request, "no_permission.html", {"who": who}, status=403)

        return login_required(checked)

    return decorated

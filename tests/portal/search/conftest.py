"""What was written before a search is in the index when it is asked."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.urls import reverse

from lifow.base.passages.services import refresh_stale


@pytest.fixture
def ask(company) -> Callable[..., HttpResponse]:
    """Search as somebody, once the index has what is there."""

    def asked(who, text, *, headers=None, **asked_for) -> HttpResponse:
        while refresh_stale():
            pass
        told = {"q": text, **asked_for}
        return company.browser(who).get(reverse("portal:search"), told, headers=headers or {})

    return asked

"""Headers that every page carries, and the one place where they are relaxed."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import include, path, reverse

from lifow.base import middleware

pytestmark = pytest.mark.django_db


def break_down(request):
    raise OperationalError("deadlock detected")


urlpatterns = [path("break/", break_down), path("api/break/", break_down), path("", include("lifow.urls"))]


def policy(response: HttpResponse) -> dict[str, str]:
    """The content security policy, by directive."""
    directives = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: " ".join(sources) for name, *sources in directives}


@pytest.mark.parametrize("address", ["/accounts/login/", "/healthz", "/nowhere/", "/api/v1/docs/"])
def test_pages_run_nothing_but_our_own_files(client, address):
    found = policy(client.get(address))
    assert found["default-src"] == found["form-action"] == "'self'"
    assert found["object-src"] == found["frame-ancestors"] == found["base-uri"] == "'none'"
    assert "unsafe" not in " ".join(found.values())


def test_only_the_admin_relaxes_the_policy(client):
    found = policy(client.get(reverse("admin:login")))
    assert found["script-src"] == "'self' 'unsafe-eval' 'unsafe-inline'"
    assert found["style-src"] == "'self' 'unsafe-inline'"
    assert found["default-src"] == "'self'"


def test_pages_carry_the_other_headers_too(client):
    response = client.get("/accounts/login/")
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.urls("tests.base.test_middleware")
def test_an_error_of_a_database_that_is_there_stays_an_error(client):
    client.raise_request_exception = False
    assert client.get("/break/").status_code == 500


@pytest.mark.urls("tests.base.test_middleware")
def test_an_error_of_a_database_that_is_away_says_when_to_try_again(client, monkeypatch):
    monkeypatch.setattr(middleware, "connection_works", lambda: False)
    response = client.get("/break/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    problem = client.get("/api/break/")
    assert (problem.status_code, problem["Retry-After"]) == (503, "5")
    assert problem["Content-Type"] == "application/problem+json"

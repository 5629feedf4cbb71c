"""Headers that every page carries, and the one place where they are relaxed."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import include, path, reverse

from lifow.base import middleware
from tests.company import person

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


def test_a_part_of_a_page_asked_for_after_the_session_ended_sends_the_whole_page_to_sign_in(client):
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/modules/?kind=case"}
    response = client.get("/search/?q=refund", headers=asked)
    assert (response.status_code, response.content) == (200, b"")
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Fmodules%2F%3Fkind%3Dcase"


def test_a_part_of_a_page_redirected_elsewhere_stays_redirected(client):
    client.force_login(person())
    assert client.get("/start/", headers={"HX-Request": "true"})["Location"] == "/"


@pytest.mark.parametrize(
    "address",
    ["people/%00/", "modules/%00/", "organisation/map/?unit=%00", "team/?manager=%00", "api/v1/people/%00"],
)
def test_an_address_with_a_nul_leads_nowhere(client, address):
    client.force_login(person(is_hr_admin=True))
    assert client.get(f"/{address}").status_code == 404


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

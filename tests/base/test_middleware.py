"""Headers that every page carries, and the one place where they are relaxed."""

import errno

import psycopg
import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import include, path, reverse

from tests.company import person

pytestmark = pytest.mark.django_db


ERRORS = {
    "of-ours": OperationalError("no such column"),
    "lost": psycopg.OperationalError("server closed the connection unexpectedly"),
    "shutdown": psycopg.errors.AdminShutdown("terminating connection"),
    "starting": psycopg.errors.CannotConnectNow("the database system is starting up"),
    "many": psycopg.errors.TooManyConnections("sorry, too many clients already"),
    "slow": psycopg.errors.QueryCanceled("canceling statement due to statement timeout"),
    "deadlock": psycopg.errors.DeadlockDetected("deadlock detected"),
    "full": psycopg.errors.DiskFull("could not extend file"),
    "media": OSError(errno.ENOSPC, "No space left on device"),
}
ANSWERS = [
    *((kind, 503, "unavailable", "5") for kind in ("lost", "shutdown", "starting", "many")),
    *((kind, 503, "busy", "5") for kind in ("slow", "deadlock")),
    *((kind, 507, "storage_full", "60") for kind in ("full", "media")),
]


def break_down(request, kind):
    error = ERRORS[kind]
    if isinstance(error, psycopg.Error):
        raise OperationalError(str(error)) from error
    raise error


class BreakingMiddleware:
    """Breaks as a session or the person signed in does: outside of all views."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.endswith("/around/"):
            break_down(request, request.GET["kind"])
        return self.get_response(request)


urlpatterns = [
    path("break/<kind>/", break_down),
    path("api/break/<kind>/", break_down),
    path("", include("lifow.urls")),
]


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
def test_an_error_of_ours_stays_an_error(client):
    client.raise_request_exception = False
    assert client.get("/break/of-ours/").status_code == 500


@pytest.mark.urls("tests.base.test_middleware")
@pytest.mark.parametrize(("kind", "status", "code", "seconds"), ANSWERS)
def test_an_outage_is_answered_by_what_it_is_though_it_may_be_over_by_now(
    client, kind, status, code, seconds
):
    answer = client.get(f"/break/{kind}/")
    assert (answer.status_code, answer["Retry-After"]) == (status, seconds)
    assert "was not saved" in answer.content.decode()
    problem = client.get(f"/api/break/{kind}/")
    assert (problem.status_code, problem["Retry-After"]) == (status, seconds)
    assert (problem["Content-Type"], problem.json()["code"]) == ("application/problem+json", code)


@pytest.mark.parametrize("place", [0, 4, -1])
@pytest.mark.parametrize(("kind", "status", "code", "seconds"), ANSWERS)
def test_an_outage_outside_of_the_views_is_answered_alike(
    client, settings, place, kind, status, code, seconds
):
    middleware = list(settings.MIDDLEWARE)
    middleware.insert(place % (len(middleware) + 1), "tests.base.test_middleware.BreakingMiddleware")
    settings.MIDDLEWARE = middleware
    client.raise_request_exception = False
    for address in ("/around/", "/api/around/"):
        answer = client.get(address, {"kind": kind})
        assert (answer.status_code, answer["Retry-After"]) == (status, seconds)
    assert answer.json()["code"] == code


def test_a_session_that_cannot_be_saved_costs_no_page_that_is_read(client, monkeypatch):
    client.force_login(person())
    session = client.session
    session["shown"] = "once"
    session.save()

    def full(self, *args, **said):
        raise OperationalError("full") from psycopg.errors.DiskFull()

    monkeypatch.setattr("lifow.people.accounts.sessions.SessionStore.save", full)
    monkeypatch.setattr("lifow.people.accounts.sessions.SessionStore.modified", True, raising=False)
    assert client.get("/").status_code == 200

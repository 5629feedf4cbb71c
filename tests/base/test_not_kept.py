"""What a browser, a proxy or a program keeps of an answer: nothing, unless the answer says so."""

import pytest
from django.urls import reverse

from tests.company import person
from tests.conformance.callers import machine

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/skills/", "/settings/", "/inbox/", "/nothing/", "/api/v1/people", "/api/v1/docs/"]
)
def test_a_page_about_somebody_is_not_kept(client, path):
    client.force_login(person())
    kept = client.get(path)["Cache-Control"]
    assert {"private", "no-store"} <= set(kept.split(", "))


def test_what_a_machine_reads_is_not_kept_on_the_way():
    assert machine("people:read").get("/api/v1/people")["Cache-Control"] == "private, no-store"


def test_what_tells_of_nobody_may_be_kept_and_is_asked_for_again(client):
    first = client.get(reverse("api:openapi"))
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get(reverse("api:openapi"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304

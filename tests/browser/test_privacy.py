"""Somebody reads and takes along what is kept about them, and is erased by two HR admins."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.evidence.models import Evidence
from lifow.people.persons.models import Person
from lifow.people.privacy.tasks import carry_out_erasures
from tests.company import observe, person, skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def hr(name: str) -> Person:
    made = person(name, is_hr_admin=True, is_staff=True)
    Person.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=9))
    return made


def test_somebody_exports_what_is_kept_and_is_erased(page, sign_in):
    abena, kofi = person("Abena Osei"), person("Kofi Mensah")
    observe(abena, skill(), 2, source="peer", rater=kofi, origin={"text": "Careful with refunds."})
    observe(kofi, skill(), 4, source="peer", rater=abena, origin={"text": "Kofi knows it all."})
    ruth, ines = hr("Ruth Amankwah"), hr("Ines Carvalho")

    sign_in(abena)
    page.goto("/settings/")
    page.get_by_role("link", name="See what is kept about me").click()
    expect(page.get_by_role("heading", name="What is kept about me")).to_be_visible()
    page.get_by_role("link", name="Evidence", exact=True).click()
    expect(page.get_by_text("Careful with refunds.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all of it as a file").click()
    kept = json.loads(Path(download.value.path()).read_text())
    assert kept["person"] == abena.public_id
    assert "Careful with refunds." in json.dumps(kept)

    sign_in(ruth)
    page.goto(f"/admin/people/person/{abena.pk}/change/")
    page.get_by_role("link", name="Erase this person").first.click()
    expect(page.get_by_role("row", name="Employments 1 0")).to_be_visible()
    page.get_by_role("button", name="Ask for this person to be erased").dblclick()
    expect(page.get_by_text("Another HR admin confirms it on this page.")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm, and erase this person")).to_have_count(0)
    erasure = page.url

    sign_in(ines)
    page.goto(erasure)
    page.get_by_role("button", name="Confirm, and erase this person").click()
    expect(page.get_by_text("Confirmed. It is carried out in the background")).to_be_visible()
    carry_out_erasures()
    page.reload()
    expect(page.get_by_text("Employments: 1")).to_be_visible()
    assert "Abena" not in page.content()
    assert not Person.objects.filter(pk=abena.pk).exists()

    sign_in(kofi)
    page.goto(f"/skills/{skill().public_id}/")
    expect(page.get_by_role("rowheader", name="Peer, a former colleague")).to_be_visible()
    assert "Kofi knows it all" not in page.content()
    assert Evidence.objects.get(person=kofi).level == 4


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_kept_fits_the_window(page, sign_in, colours, width):
    abena = person("Abena Osei")
    observe(abena, skill(), 2, source="peer", rater=person("Kofi Mensah"), origin={"text": "Careful."})
    sign_in(abena)
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/privacy/")
    expect(page.get_by_role("heading", name="What is kept about me")).to_be_visible()
    assert not page.evaluate(WIDER)

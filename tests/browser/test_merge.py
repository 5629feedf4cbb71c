"""Two records of one person are merged in the admin, and the merge is undone."""

import re

import pytest
from playwright.sync_api import expect

from lifow.people.merging.models import PersonMerge
from lifow.people.persons.models import Person
from tests.company import person, unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_records_are_merged_and_are_two_people_again(page, sign_in):
    abena = person("Abena Osei")
    contractor = person("Abena Osei-Mensah", org_unit=unit("Contractors"))
    kofi = person("Kofi Mensah", manager=contractor)
    sign_in(person("Ruth Amankwah", is_hr_admin=True, is_staff=True))

    page.goto(f"/admin/people/person/{abena.pk}/change/")
    page.get_by_role("link", name="Merge with another record").first.click()
    page.locator("#id_merged + .select2 .select2-selection").click()
    page.locator(".select2-search__field").fill("Osei-Mensah")
    page.get_by_role("option", name="Abena Osei-Mensah").click()
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_text("direct reports: 1")).to_be_visible()
    expect(page.get_by_text("account (abena")).to_be_visible()
    assert not PersonMerge.objects.exists()

    page.get_by_role("button", name="Merge the two").dblclick()
    expect(page.get_by_text("You can undo it here.")).to_be_visible()
    assert PersonMerge.objects.get().merged == contractor
    assert kofi.employments.get().manager == abena
    page.goto("/admin/people/person/?q=Osei-Mensah")
    expect(page.get_by_text("0 people")).to_be_visible()
    page.goto(f"/people/{contractor.public_id}/")
    expect(page).to_have_url(re.compile(f"/people/{abena.public_id}/$"))

    page.goto(f"/admin/people/personmerge/{PersonMerge.objects.get().pk}/change/")
    page.get_by_role("button", name="Undo this merge").click()
    expect(page.get_by_text("They are two people again.", exact=True)).to_be_visible()
    assert Person.objects.get(pk=contractor.pk).merged_into is None
    assert kofi.employments.get().manager == contractor
    expect(page.get_by_role("button", name="Undo this merge")).to_have_count(0)

"""The pages of assignments: filling in, the preview, acts, and what each person reads."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.assignments.models import AssignedPerson, Assignment
from content.assignments.services import assign
from content.planning.services import complete_module
from lifow.people.persons.models import Person
from tests.company import NOON, person, role, unit
from tests.content.assignments.assigning import TODAY, assign_to, contents
from tests.content.assignments.conftest import signed_in

pytestmark = pytest.mark.django_db
LATE = NOON + timedelta(days=20)
NEW = "/assignments/new/"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """`clock(moment)` sets it; it stands at noon."""

    def stands_at(moment) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stands_at(NOON)
    return stands_at


def sent(**fields) -> dict:
    """What the form sends: everybody who reports to me, within 30 days, unless the fields say otherwise."""
    usual = {
        "audience": "team",
        "due_from": "assigned",
        "due_days": "30",
        "counts_back_days": "365",
        "idempotency_key": "k",
        "preview": "1",
    }
    return usual | fields


def previewed(client, **fields) -> dict:
    """What the page of a preview sends when “Assign” is chosen."""
    data = sent(**fields)
    response = client.post(NEW, data)
    assert response.status_code == 200, response.content.decode()
    digest = response.context["forms"].digest
    del data["preview"]
    return data | {"previewed": digest, "assign": "1"}


def test_nothing_is_assigned_before_it_was_previewed(client_of_marta, abena, privacy):
    page = client_of_marta.post(NEW, sent(modules=[privacy.public_id])).content.decode()
    assert "It would concern 1 person" in page
    assert "Abena Osei" in page
    assert not Assignment.objects.exists()


def test_what_was_previewed_is_assigned_once(client_of_marta, abena, privacy):
    data = previewed(client_of_marta, modules=[privacy.public_id])
    for _again in range(2):
        response = client_of_marta.post(NEW, data, follow=True)
    assert "0 of 1 done" in response.content.decode()
    made = Assignment.objects.get()
    assert (made.title, made.manager.given_name) == ("Data protection", "Marta")


def test_what_was_changed_after_the_preview_is_previewed_again(client_of_marta, abena, privacy):
    data = previewed(client_of_marta, modules=[privacy.public_id]) | {"due_days": "60"}
    page = client_of_marta.post(NEW, data).content.decode()
    assert "It would concern 1 person" in page
    assert not Assignment.objects.exists()


def test_what_is_missing_is_said_and_what_was_typed_stays(client_of_hr, privacy):
    response = client_of_hr.post(NEW, sent(audience="role", title="Ours", modules=[privacy.public_id]))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose a role." in page
    assert 'value="Ours"' in page
    assert f'value="{privacy.public_id}" checked' in page


@pytest.mark.parametrize(
    "fields",
    [
        {"due_days": "0"},
        {"due_days": "731"},
        {"due_days": "x"},
        {"repeat_months": "61"},
        {"counts_back_days": "-1"},
        {"counts_back_days": ""},
        {"audience": "nobody"},
        {"audience": "everybody"},
        {"due_from": "never"},
        {"hired_from": "0001-01-01"},
        {"hired_from": "tomorrow"},
        {"title": "x" * 201},
        {"note": "a\0b"},
        {"modules": ["mod_0000000000000000"]},
        {"audience": "people", "people": ["per_0000000000000000"]},
        {"audience": "people"},
        {"due_from": "day", "due_on": "soon"},
    ],
)
def test_bad_input_is_refused_and_nothing_is_assigned(client_of_marta, abena, privacy, fields):
    """Also what managers may not: to assign to everybody."""
    response = client_of_marta.post(NEW, sent(**{"modules": [privacy.public_id], **fields}))
    assert response.status_code == 422
    assert "Nothing is assigned yet" in response.content.decode()


def test_what_the_choice_has_no_use_for_is_not_looked_at(client_of_marta, abena, privacy):
    """It is not shown where the browser can hide it: nobody could put it right there."""
    unused = {"due_on": "soon", "people": ["per_0000000000000000"], "find_in_people": "x" * 201}
    data = previewed(client_of_marta, modules=[privacy.public_id], **unused)
    assert client_of_marta.post(NEW, data).status_code == 302
    made = Assignment.objects.get()
    assert (made.due_on, made.named.count()) == (None, 0)


def test_the_preview_says_who_has_done_it_or_what_counts_instead(
    client_of_marta, abena, marta, privacy, phishing
):
    person("Nia New", manager=marta)
    complete_module(person=abena, module=phishing, completed_at=NOON)
    data = sent(modules=[privacy.public_id], instead=[phishing.public_id])
    page = client_of_marta.post(NEW, data).content.decode()
    assert "It would concern 2 people" in page
    assert "1 gets it to do:" in page
    assert "1 has done it already, and is told nothing." in page
    assert "1 of them by what counts instead." in page


def test_a_search_saves_nothing_and_keeps_what_was_typed(client_of_marta, abena, privacy):
    data = sent(title="Ours", find_in_modules="protection", find_modules="1")
    page = client_of_marta.post(NEW, data).content.decode()
    assert privacy.public_id in page
    assert 'value="Ours"' in page
    assert "Nothing is assigned yet" not in page
    part = client_of_marta.post(NEW, data, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="modules-list"')


def test_managers_find_those_who_report_to_them_alone(client_of_marta, abena):
    person("Bo Elsewhere")
    for words, is_found in (("Abena", True), ("Elsewhere", False)):
        data = sent(find_in_people=words, find_people="1")
        part = client_of_marta.post(NEW, data, headers={"HX-Request": "true"}).content.decode()
        assert ("No results" not in part) is is_found


def test_hr_finds_units_and_roles(client_of_hr, privacy):
    support, level = unit("Support"), role("Support specialist")
    part = client_of_hr.post(
        NEW, sent(find_in_units="supp", find_units="1"), headers={"HX-Request": "true"}
    ).content.decode()
    assert support.public_id in part
    assert level.role.public_id in client_of_hr.get(NEW).content.decode()


def test_a_module_and_a_person_are_chosen_by_the_address(client_of_marta, abena, privacy):
    page = client_of_marta.get(f"{NEW}?module={privacy.public_id}&person={abena.public_id}").content.decode()
    assert f'value="{privacy.public_id}" checked' in page
    assert f'value="{abena.public_id}" checked' in page


def test_home_and_the_own_page_say_what_is_due_and_why(client_of_abena, abena, marta, privacy):
    assign(contents=contents(privacy, audience="team", manager=marta, note="By law."), by=marta, as_of=NOON)
    home = client_of_abena.get(reverse("portal:home")).content.decode()
    assert 'id="assigned-title">Assigned' in home
    page = client_of_abena.get("/assigned/").content.decode()
    assert "By law." in page
    assert "Assigned to everybody who reports to Marta Kowalczyk." in page
    assert "By Marta Kowalczyk." in page


def test_what_is_done_or_waived_is_below(client_of_abena, client_of_hr, abena, hr, privacy, phishing):
    row = assign_to(abena, privacy, managers_may_waive=True)
    client_of_hr.post(reverse("content:waive", args=[row.public_id]), {"reason": "Knows it."})
    assign_to(abena, phishing, title="Phishing")
    complete_module(person=abena, module=phishing, completed_at=NOON)
    page = client_of_abena.get("/assigned/").content.decode()
    assert "Nothing assigned to you" in page
    assert "Waived by Olga Petrova: Knows it." in page


def test_a_manager_sees_what_is_overdue_reminds_and_cannot_waive_what_hr_keeps(
    abena, marta, hr, privacy, clock
):
    row = assign_to(abena, privacy, by=hr)
    clock(LATE)
    client_of_marta = signed_in(marta)
    team = client_of_marta.get(reverse("portal:team")).content.decode()
    assert "overdue since" in team
    assert "Remind" in team
    assert "Waive" not in team
    back = reverse("portal:team")
    url = reverse("content:remind", args=[row.public_id])
    response = client_of_marta.post(url, {"back": back}, follow=True)
    assert response.redirect_chain[-1][0] == back
    assert "is reminded of" in response.content.decode()
    assert "Once a day is enough." in client_of_marta.post(url, follow=True).content.decode()
    assert client_of_marta.get(reverse("content:waive", args=[row.public_id])).status_code == 404


def test_an_address_elsewhere_is_not_gone_back_to(client_of_hr, abena, privacy):
    row = assign_to(abena, privacy)
    for back in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        url = reverse("content:remind", args=[row.public_id])
        assert client_of_hr.post(url, {"back": back}).url == f"/assignments/{row.assignment.public_id}/"


def test_nobody_waives_or_reminds_themselves(client_of_hr, hr, privacy):
    row = assign_to(hr, privacy)
    for name in ("content:remind", "content:waive"):
        assert client_of_hr.post(reverse(name, args=[row.public_id]), {"reason": "x"}).status_code == 404


def test_a_waiver_without_a_reason_keeps_the_form(client_of_hr, abena, privacy):
    row = assign_to(abena, privacy)
    response = client_of_hr.post(reverse("content:waive", args=[row.public_id]), {"reason": " "})
    assert response.status_code == 422
    assert "Say why" in response.content.decode()
    assert AssignedPerson.objects.get().is_open


def test_the_page_of_an_assignment_says_how_far_people_are(abena, marta, hr, privacy, clock):
    made = assign(contents=contents(privacy, repeat_months=12), by=hr, as_of=NOON)
    complete_module(person=abena, module=privacy, completed_at=NOON)
    clock(LATE)
    client_of_hr = signed_in(hr)
    url = reverse("content:assignment", args=[made.public_id])
    page = client_of_hr.get(url).content.decode()
    assert "1 of 3 done" in page
    assert "2 overdue" in page
    assert "Abena" not in client_of_hr.get(f"{url}?show=overdue").content.decode().split("<tbody>")[1]
    client_of_hr.post(reverse("content:end_assignment", args=[made.public_id]))
    page = client_of_hr.get(url).content.decode()
    assert "1 of 1 done" in page
    assert "End the assignment" not in page


def test_lists_cost_the_same_however_many_people(client_of_hr, hr, privacy, django_assert_max_num_queries):
    for number in range(3):
        for which in range(4):
            person(f"P{number} {which}")
        assign(contents=contents(privacy, title=f"No {number}"), by=hr, as_of=NOON)
    made = Assignment.objects.latest("pk")
    pages = ("/assignments/", "/assignments/overdue/", f"/assignments/{made.public_id}/", NEW, "/assigned/")
    for url in pages:
        with django_assert_max_num_queries(12):
            assert client_of_hr.get(url).status_code == 200


def test_a_due_day_that_is_over_is_said_where_it_is_typed(client_of_marta, abena, privacy):
    yesterday = str(TODAY - timedelta(days=1))
    data = sent(modules=[privacy.public_id], due_from="day", due_on=yesterday, due_days="")
    response = client_of_marta.post(NEW, data)
    assert response.status_code == 422
    assert "This day has passed." in response.content.decode()


def test_a_module_that_is_asked_for_again_is_read_to_its_end_again(client_of_abena, abena: Person, privacy):
    complete_module(person=abena, module=privacy, completed_at=NOON - timedelta(days=400))
    assign_to(abena, privacy)
    url = reverse("content:module", args=[privacy.public_id])
    assert "An assignment asks for it again" in client_of_abena.get(url).content.decode()
    done = reverse("content:complete", args=[privacy.public_id])
    client_of_abena.post(done)
    assert AssignedPerson.objects.get().is_open
    client_of_abena.post(done, {"reached": "100", "seconds": "60"})
    assert AssignedPerson.objects.get().state == "done"
    assert "You have done this module." in client_of_abena.get(url).content.decode()


def test_whoever_has_no_reports_assigns_nothing(abena):
    assert signed_in(abena).get(NEW).status_code == 403

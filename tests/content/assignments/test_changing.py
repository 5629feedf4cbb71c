"""An assignment that is changed after it was made: what changes for whom, before and after it is saved."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from content.assignments.models import AssignedPerson, Assignment, AssignmentChange
from content.assignments.reports import contents_of, history_of, preview_change
from content.assignments.services import (
    AssignmentChangedError,
    AssignmentError,
    assign,
    change_assignment,
    end_assignment,
    open_rounds,
    refresh_all,
    waive,
)
from content.assignments.services import assigning as assigning_services
from content.planning.services import complete_module
from lifow.notifications.models import Message
from tests.company import NOON, person
from tests.content.assignments.assigning import IN_TWO_WEEKS, TODAY, assign_to, assigned_to, contents
from tests.content.assignments.conftest import signed_in

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


def changed(assignment: Assignment, by=None, as_of=LATER, **fields) -> Assignment:
    """The assignment, with some of what it says changed."""
    said = replace(contents_of(Assignment.objects.get(pk=assignment.pk)), **fields)
    return change_assignment(assignment=assignment, contents=said, by=by, as_of=as_of)


def states(assignment: Assignment) -> dict[str, str]:
    rows = AssignedPerson.objects.filter(assignment=assignment).select_related("person")
    return {row.person.given_name: row.state for row in rows}


def told(who) -> dict[str, int]:
    rows = Message.objects.open().filter(receiver=who).values_list("kind", flat=True)
    return {kind: list(rows).count(kind) for kind in rows}


@pytest.fixture
def mandatory(abena, marta, hr, privacy) -> Assignment:
    """Due in two weeks to Abena and Marta, by name."""
    return assign(contents=contents(privacy, audience="people", people=[abena, marta]), by=hr, as_of=NOON)


def test_who_gets_it_and_who_loses_it_hears_of_it_once(mandatory, abena, marta, hr):
    for _again in range(2):
        changed(mandatory, hr, people=[abena, hr])
    assert states(mandatory) == {"Abena": "open", "Marta": "removed", "Olga": "open"}
    assert told(hr) == {"assigned": 1}
    assert told(marta) == {"assignment_taken_back": 1}
    assert told(abena) == {"assigned": 1}
    assert Assignment.objects.get().edition == 2


def test_whose_day_moves_is_told_in_place_of_what_they_were_told_before(mandatory, abena, hr):
    changed(mandatory, hr, due_on=TODAY + timedelta(days=20))
    row = assigned_to(abena)
    assert (row.due_on, row.told_due_at) == (TODAY + timedelta(days=20), None)
    assert told(abena) == {"assignment_changed": 1}


def test_words_that_change_are_read_by_all_and_told_to_nobody(mandatory, abena, hr):
    changed(mandatory, hr, title="Customer data", note="The law.")
    assert told(abena) == {"assigned": 1}
    assert str(Assignment.objects.get()) == "Customer data"


def test_what_was_done_or_waived_stays(mandatory, abena, marta, hr, privacy, phishing):
    complete_module(person=abena, module=privacy, completed_at=NOON)
    waive(row=assigned_to(marta), by=hr, reason="Knows it.", as_of=NOON)
    changed(mandatory, hr, modules=[phishing], people=[hr], due_on=TODAY + timedelta(days=9))
    assert states(mandatory) == {"Abena": "done", "Marta": "waived", "Olga": "open"}


def test_a_module_more_is_to_do_for_those_who_have_not_finished(mandatory, abena, hr, privacy, phishing):
    changed(mandatory, hr, modules=[privacy, phishing])
    assert told(abena) == {"assignment_changed": 1}
    complete_module(person=abena, module=privacy, completed_at=LATER)
    assert assigned_to(abena).is_open
    complete_module(person=abena, module=phishing, completed_at=LATER)
    assert assigned_to(abena).state == "done"


def test_what_counts_instead_from_now_on_closes_it(mandatory, abena, hr, phishing):
    complete_module(person=abena, module=phishing, completed_at=NOON)
    assert assigned_to(abena).is_open
    changed(mandatory, hr, instead_modules=[phishing])
    assert assigned_to(abena).state == "done"
    assert told(abena) == {}


def test_a_day_that_comes_sooner_by_a_count_leaves_a_week(abena, hr, privacy):
    made = assign_to(abena, privacy, by=hr, due_from="assigned", due_days=60).assignment
    changed(made, hr, due_days=1)
    assert assigned_to(abena).due_on == LATER.date() + timedelta(days=7)


def test_a_day_that_was_named_is_that_day(mandatory, abena, hr):
    changed(mandatory, hr, due_on=LATER.date() + timedelta(days=1))
    assert assigned_to(abena).due_on == LATER.date() + timedelta(days=1)


def test_days_that_count_back_are_counted_anew(mandatory, abena, hr, privacy):
    complete_module(person=abena, module=privacy, completed_at=NOON - timedelta(days=500))
    refresh_all(as_of=LATER)
    assert assigned_to(abena).is_open
    changed(mandatory, hr, counts_back_days=600)
    assert assigned_to(abena).state == "done"


def test_what_is_due_again_from_now_on_is_due_again_for_those_who_have_done_it(mandatory, abena, hr, privacy):
    complete_module(person=abena, module=privacy, completed_at=NOON)
    changed(mandatory, hr, repeat_months=12)
    assert assigned_to(abena).repeats_on == TODAY.replace(year=TODAY.year + 1)
    changed(mandatory, hr, repeat_months=None)
    assert assigned_to(abena).repeats_on is None


def test_a_round_that_is_open_keeps_its_day(mandatory, abena, hr, privacy):
    changed(mandatory, hr, repeat_months=12)
    complete_module(person=abena, module=privacy, completed_at=LATER)
    near = NOON + timedelta(days=350)
    open_rounds(as_of=near)
    due_on = assigned_to(abena).due_on
    changed(mandatory, hr, as_of=near, due_on=near.date() + timedelta(days=3), repeat_months=None)
    assert (assigned_to(abena).round, assigned_to(abena).due_on) == (2, due_on)


def test_nothing_changed_is_no_change_and_the_second_is_told(mandatory, abena, hr):
    said = contents_of(mandatory)
    change_assignment(assignment=mandatory, contents=said, edition=1, by=hr, as_of=LATER)
    assert Assignment.objects.get().edition == 1
    other = replace(said, title="Other")
    change_assignment(assignment=mandatory, contents=other, edition=1, by=hr, as_of=LATER)
    with pytest.raises(AssignmentChangedError):
        change_assignment(
            assignment=mandatory, contents=replace(said, title="Mine"), edition=1, by=hr, as_of=LATER
        )
    change_assignment(assignment=mandatory, contents=other, edition=1, by=hr, as_of=LATER)
    assert AssignmentChange.objects.count() == 1


def test_what_has_ended_is_not_changed_and_those_who_had_it_are_told(mandatory, abena, hr):
    for _again in range(2):
        end_assignment(assignment=mandatory, by=hr, as_of=LATER)
    assert told(abena) == {"assignment_taken_back": 1}
    with pytest.raises(AssignmentError, match="has ended"):
        changed(mandatory, hr, title="Other")


def test_what_is_not_published_any_more_may_stay_and_no_other_is_added(mandatory, hr, privacy, phishing):
    for one in (privacy, phishing):
        type(one).objects.filter(pk=one.pk).update(status="retired")
        one.refresh_from_db()
    changed(mandatory, hr, title="Other")
    with pytest.raises(AssignmentError, match="not published"):
        changed(mandatory, hr, modules=[privacy, phishing])


def test_of_many_people_a_worker_follows_once(mandatory, abena, marta, hr, monkeypatch):
    started = []
    monkeypatch.setattr("content.assignments.services.changing.AT_ONCE", 1)
    monkeypatch.setattr(
        "content.assignments.services.changing.start_soon", lambda *task: started.append(task)
    )
    changed(mandatory, hr, people=[abena], due_on=IN_TWO_WEEKS + timedelta(days=1))
    assert started == [(assigning_services.REFRESH, mandatory.pk)]
    assert states(mandatory)["Marta"] == "open"
    for _again in range(2):
        refresh_all(as_of=LATER)
    assert states(mandatory) == {"Abena": "open", "Marta": "removed"}
    assert told(abena) == {"assignment_changed": 1}
    change = AssignmentChange.objects.get()
    assert (change.gained_count, change.lost_count, change.moved_count) == (0, 1, 1)


def test_the_preview_says_what_then_happens(mandatory, abena, marta, hr, privacy, phishing):
    newcomer, knows = person("Nia New"), person("Kim Knows")
    complete_module(person=knows, module=phishing, completed_at=NOON)
    said = replace(
        contents_of(mandatory),
        people=[abena, newcomer, knows],
        due_on=IN_TWO_WEEKS + timedelta(days=1),
        instead_modules=[phishing],
    )
    preview = preview_change(mandatory, said, LATER)
    assert (preview.gained.people, preview.gained.done, preview.gained.instead) == (2, 1, 1)
    assert list(preview.gained.names) == [newcomer]
    assert (preview.lost, list(preview.lost_names)) == (1, [marta])
    assert [(one.person, one.after) for one in preview.moved_days] == [
        (abena, IN_TWO_WEEKS + timedelta(days=1))
    ]
    change_assignment(assignment=mandatory, contents=said, by=hr, as_of=LATER)
    assert states(mandatory) == {"Abena": "open", "Marta": "removed", "Nia": "open", "Kim": "done"}
    assert told(knows) == {}


def test_a_preview_costs_the_same_however_many_people(
    mandatory, abena, hr, phishing, django_assert_max_num_queries
):
    for number in range(6):
        person(f"P{number} Last")
    said = replace(contents_of(mandatory), audience="everybody", due_on=TODAY + timedelta(days=30))
    with django_assert_max_num_queries(16):
        preview_change(mandatory, said, LATER)


def test_the_history_says_who_changed_what(mandatory, abena, hr, phishing):
    changed(mandatory, hr, title="Customer data", people=[abena], modules=[phishing])
    end_assignment(assignment=mandatory, by=hr, as_of=LATER)
    mandatory.refresh_from_db()
    entries = history_of(mandatory)
    assert [entry.what for entry in entries] == ["ended", "changed", "made"]
    said = {part.label: (part.before, part.after) for part in entries[1].parts}
    assert said["Title"] == ("Data protection", "Customer data")
    assert said["Modules"] == ("Data protection", "Phishing")
    assert said["People"][1] == "Abena Osei"


def sent(assignment: Assignment, **fields) -> dict:
    """What the form of the assignment sends."""
    said = contents_of(assignment)
    usual = {
        "title": said.title,
        "audience": said.audience,
        "people": [one.public_id for one in said.people],
        "modules": [one.public_id for one in said.modules],
        "due_from": said.due_from,
        "due_on": str(said.due_on),
        "counts_back_days": str(said.counts_back_days),
        "edition": str(assignment.edition),
        "preview": "1",
    }
    return usual | fields


@pytest.fixture
def page(mandatory, hr, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    client, url = signed_in(hr), f"/assignments/{mandatory.public_id}/change/"
    return lambda **fields: client.post(url, fields) if fields else client.get(url)


def test_the_form_says_what_is_so_and_saves_what_was_previewed(mandatory, abena, marta, page):
    assert f'value="{abena.public_id}" checked' in page().content.decode()
    data = sent(mandatory, title="Customer data", people=[abena.public_id])
    response = page(**data)
    shown = response.content.decode()
    assert "1 person need not do it any more" in shown
    assert "Customer data" in shown
    assert Assignment.objects.get().edition == 1
    del data["preview"]
    saved = data | {"previewed": response.context["forms"].digest, "save": "1"}
    assert page(**saved).status_code == 302
    assert states(mandatory)["Marta"] == "removed"


def test_who_saves_second_sees_who_changed_what_and_keeps_what_was_typed(mandatory, abena, page):
    data = sent(mandatory, note="Mine.")
    digest = page(**data).context["forms"].digest
    other = person("Ada Other", is_hr_admin=True)
    changed(mandatory, other, title="Theirs")
    del data["preview"]
    response = page(**data, previewed=digest, save="1")
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Ada Other has changed this assignment" in shown
    assert "Theirs" in shown
    assert "Mine." in shown
    assert Assignment.objects.get().note == ""
    again = data | {
        "edition": "2",
        "title": "Theirs",
        "previewed": "",
        "preview": "1",
    }
    last = again | {"previewed": page(**again).context["forms"].digest, "save": "1"}
    assert page(**last).status_code == 302
    assert (Assignment.objects.get().title, Assignment.objects.get().note) == ("Theirs", "Mine.")


@pytest.mark.parametrize(
    "fields", [{"edition": "x"}, {"edition": ""}, {"due_on": "2020-01-01"}, {"people": []}, {"modules": []}]
)
def test_bad_input_changes_nothing_and_is_said(mandatory, page, fields):
    response = page(**sent(mandatory, **fields))
    assert response.status_code == 422
    assert "Nothing is changed yet" in response.content.decode()


def test_managers_change_what_is_theirs_and_for_their_people_alone(abena, marta, hr, privacy):
    own = assign(contents=contents(privacy, audience="team", manager=marta), by=marta, as_of=NOON)
    url = f"/assignments/{own.public_id}/change/"
    assert signed_in(marta).get(url).status_code == 200
    assert "Everybody who reports to Marta Kowalczyk" in signed_in(hr).get(url).content.decode()
    changed(own, hr, audience="everybody")
    assert signed_in(marta).get(url).status_code == 404
    theirs = assign_to(abena, privacy, by=hr).assignment
    assert signed_in(marta).get(f"/assignments/{theirs.public_id}/change/").status_code == 404
    assert signed_in(marta).get(f"/assignments/{own.public_id}/history/").status_code == 200

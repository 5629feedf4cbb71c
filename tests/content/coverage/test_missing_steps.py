"""The list of missing modules follows reports, people and the catalogue, and is never half a list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.catalogue.services import advance_catalogue, lock_catalogue
from content.coverage import services
from content.coverage.models import CoverageState, MissingStep
from content.coverage.reports import missing_content, missing_steps
from content.coverage.services import note_change, refresh_missing_steps
from content.planning.compute import MissingContent, add_coverage
from content.planning.reports import material, missing_material
from lifow.events.services import deliver_due
from tests.backing.worlds import world
from tests.company import NOON, compute, give, module, observe, person, role, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@world
def people():
    """Seven specialists who lack levels of two skills; a module closes one step of one."""
    needs = role("Specialist", SQL=3, Empathy=(3, 2, True))
    made = [person(f"Person {number}") for number in range(7)]
    for number, one in enumerate(made):
        give(one, needs)
        for what in (skill("SQL"), skill("Empathy")):
            observe(one, what, 1 + number % 2)
            observe(one, what, 1 + number % 2, source="observed", rater=made[number - 1])
    module("From two to three", skill("SQL"), 2, 3)
    compute(*made)
    return made


def listed() -> list[tuple]:
    return [(str(one.skill), one.from_level, one.people, one.critical, one.gap) for one in missing_steps()]


def settle() -> None:
    deliver_due(as_of=timezone.now() + timedelta(days=1), limit=100)
    refresh_missing_steps(as_of=NOON, at_once=True)


def test_the_list_is_what_the_reports_and_the_catalogue_say(people):
    settle()
    wanted = missing_material([one.pk for one in people])
    assert listed() == [(str(one.skill), one.from_level, one.people, one.critical, one.gap) for one in wanted]
    assert (missing_content().steps, missing_content().as_of) == (len(wanted), NOON)


def test_a_change_is_noted_and_nothing_is_made_again_without_one(people):
    settle()
    assert not refresh_missing_steps(as_of=NOON + timedelta(hours=1))
    assert missing_content().as_of == NOON + timedelta(hours=1), "it is known to be up to date"
    observe(people[0], skill("SQL"), 5)
    compute(people[0])
    deliver_due(as_of=timezone.now() + timedelta(days=1), limit=100)
    assert refresh_missing_steps(as_of=NOON + timedelta(hours=2))


def test_a_module_takes_its_steps_off_the_list(people):
    settle()
    before = len(listed())
    module("From one to three", skill("Empathy"), 1, 3)
    lock_catalogue()
    advance_catalogue()
    settle()
    assert len(listed()) < before


def test_people_in_chunks_lack_what_they_lack_together(people, monkeypatch):
    ids = [one.pk for one in people]
    whole = missing_material(ids)
    monkeypatch.setattr(material, "PEOPLE_AT_ONCE", 2)
    chunks = missing_material(ids)
    assert [(one.skill, one.from_level, one.people, one.critical) for one in chunks] == [
        (one.skill, one.from_level, one.people, one.critical) for one in whole
    ]
    assert [one.gap for one in chunks] == pytest.approx([one.gap for one in whole])


def test_groups_add_up_and_keep_their_order():
    one, other = MissingContent(1, 2, 3, 4, 1, 0.5), MissingContent(2, 1, 2, 1, 0, 0.75)
    assert add_coverage([[one], [one, other], []]) == (MissingContent(1, 2, 3, 8, 2, 1.0), other)
    assert add_coverage([]) == ()


def test_a_change_while_the_list_is_made_is_not_lost(people):
    state = services._state()
    note_change()
    assert services._replace([], state.changes, NOON, 0.1), "made from what was there before"
    assert refresh_missing_steps(as_of=NOON, at_once=True), "and again with what came meanwhile"
    assert not services._replace([], state.changes, NOON, 0.1), "a run that was slower changes nothing"
    assert MissingStep.objects.exists()


def test_a_list_that_takes_long_to_make_is_not_made_all_the_time(people):
    settle()
    CoverageState.objects.update(seconds=10, computed_at=NOON)
    note_change()
    assert not refresh_missing_steps(as_of=NOON + timedelta(seconds=20))
    assert refresh_missing_steps(as_of=NOON + timedelta(seconds=60))


def test_people_on_leave_are_counted_apart(people):
    people[0].employments.update(status="leave")
    settle()
    here, everybody = [one.pk for one in people[1:]], [one.pk for one in people]
    assert [(one.people, one.gap) for one in missing_steps()] == [
        (one.people, one.gap) for one in missing_material(here)
    ]
    rows = list(missing_steps(with_leave=True))
    for one in rows:
        one.count_leave()
    assert [(one.skill, one.people, one.critical, one.gap) for one in rows] == [
        (one.skill, one.people, one.critical, one.gap) for one in missing_material(everybody)
    ]
    assert missing_content(with_leave=True).steps == len(rows)


def test_what_only_people_on_leave_need_is_missing_for_them_alone(people):
    for one in people:
        one.employments.update(status="leave")
    settle()
    assert not missing_steps().exists()
    assert missing_content().steps == 0
    assert missing_content(with_leave=True).steps == missing_steps(with_leave=True).count() > 0

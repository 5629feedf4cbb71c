"""Plans follow gap reports, minutes and the catalogue; what is done and paused counts in its week."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from content.activity.models import Activity
from content.activity.services import ModuleNotOpenError, start_module
from content.catalogue.models import Module
from content.catalogue.services import archive_module, delete_modules, publish_module, update_module
from content.planning.models import LearningTime, Plan, PlanItem
from content.planning.services import (
    LearningTimeError,
    complete_module,
    pause_module,
    people_with_stale_plans,
    refresh_plans,
    set_learning_time,
)
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, module, observe, person, role, skill
from tests.content.catalogue.test_services import contents

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LATER = NOON + timedelta(hours=1)


@world
def abena() -> Person:
    """A specialist one level short in two skills, with a module for each; no plan yet."""
    made = person()
    give(made, role(Refund_policy=3, Empathy=3))
    observe(made, skill("Refund policy"), 1)
    observe(made, skill("Empathy"), 1)
    compute(made)
    module("The refund change", skill("Refund policy"), 1, 3, minutes=6)
    module("Worry before question", skill("Empathy"), 1, 3, minutes=5)
    return made


def titles(of: Person) -> list[str]:
    items = PlanItem.objects.filter(plan__person=of, module__isnull=False).order_by("position")
    return [item.module.title for item in items.select_related("module")]


def test_a_plan_holds_the_modules_that_close_the_gaps(abena):
    assert refresh_plans(person_ids=[abena.pk], as_of=NOON) == 1
    assert sorted(titles(abena)) == ["The refund change", "Worry before question"]
    plan = Plan.objects.get(person=abena)
    assert plan.gap_digest == abena.gap_reports.current().get().digest
    assert plan.computed_at == NOON
    assert plan.certificate == pytest.approx((plan.gain + plan.knowing) / plan.upper_bound)


def test_two_calls_leave_the_same_plan_once(abena):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    before = Plan.objects.filter(person=abena).values().get()
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert Plan.objects.filter(person=abena).values().get() == before
    assert len(titles(abena)) == 2


def test_steps_are_written_where_they_are_others_than_before(abena):
    kofi = person("Kofi Mensah")
    give(kofi, abena.role_assignments.get().role_level)
    observe(kofi, skill("Empathy"), 1)
    compute(kofi)
    both = [abena.pk, kofi.pk]
    refresh_plans(person_ids=both, as_of=NOON)
    before = {one.pk: one.plan.person_id for one in PlanItem.objects.select_related("plan")}
    assert set(before.values()) == set(both)
    module("Nobody's gap", skill("Diplomacy"), 1, 3)
    refresh_plans(person_ids=both, as_of=LATER)
    assert set(PlanItem.objects.values_list("pk", flat=True)) == set(before), "nothing is another step"
    assert people_with_stale_plans(LATER) == [], "they are of the catalogue as it is by now"
    start_module(person=abena, module=Module.objects.get(title="The refund change"), started_at=LATER)
    complete_module(person=abena, module=Module.objects.get(title="The refund change"), completed_at=LATER)
    refresh_plans(person_ids=both, as_of=LATER)
    after = {one.pk: one.plan.person_id for one in PlanItem.objects.select_related("plan")}
    assert {pk for pk, who in after.items() if who == kofi.pk} == {
        pk for pk, who in before.items() if who == kofi.pk
    }
    assert titles(abena) == ["Worry before question"]


def test_steps_that_are_gone_are_written_again(abena):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    PlanItem.objects.filter(position=1).delete()
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert sorted(titles(abena)) == ["The refund change", "Worry before question"]


def test_a_plan_is_replaced_as_a_whole_and_keeps_its_public_id(abena):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    known_by = abena.plan.public_id
    archive_module(module=Module.objects.get(title="The refund change"))
    refresh_plans(person_ids=[abena.pk], as_of=LATER)
    assert titles(abena) == ["Worry before question"]
    plan = Plan.objects.get(person=abena)
    assert (plan.public_id, plan.computed_at) == (known_by, LATER)
    assert people_with_stale_plans(LATER) == []


def test_nobody_without_a_gap_report_gets_a_plan():
    kofi = person("Kofi Mensah")
    assert refresh_plans(person_ids=[kofi.pk], as_of=NOON) == 0
    assert not Plan.objects.exists()


def test_plans_of_many_take_as_many_queries_as_of_few(abena, django_assert_num_queries):
    others = [person(name) for name in ("Kofi Mensah", "Marta Lindh", "Priya Nair", "Tom Brennan")]
    for one in others:
        give(one, abena.role_assignments.get().role_level)
        observe(one, skill("Empathy"), 1)
    compute(*others)
    everybody = [abena.pk, *(one.pk for one in others)]
    for unchanged in ([abena.pk], everybody):
        refresh_plans(person_ids=unchanged, as_of=NOON)
        with django_assert_num_queries(32):
            refresh_plans(person_ids=unchanged, as_of=NOON)
    for changed in ([abena.pk], everybody):
        PlanItem.objects.filter(plan__person__in=changed, position=1).update(minutes=1)
        with django_assert_num_queries(34):
            refresh_plans(person_ids=changed, as_of=NOON)


def test_a_newer_gap_report_makes_a_plan_stale(abena):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert people_with_stale_plans(LATER) == []
    observe(abena, skill("Empathy"), 3, observed_at=LATER)
    compute(abena, as_of=LATER)
    assert people_with_stale_plans(LATER) == [abena.pk]


def test_whoever_has_no_plan_yet_is_stale(abena):
    assert people_with_stale_plans(LATER) == [abena.pk]


def test_whoever_may_no_longer_sign_in_gets_no_plan(abena):
    Person.objects.filter(pk=abena.pk).update(is_active=False)
    assert people_with_stale_plans(LATER) == []


def test_publishing_makes_every_plan_stale_once(abena):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    draft = module("When will my refund arrive", skill("Refund policy"), 1, 3, status="draft")
    publish_module(module=draft)
    assert people_with_stale_plans(LATER) == [abena.pk]
    refresh_plans(person_ids=[abena.pk], as_of=LATER)
    publish_module(module=draft)
    assert people_with_stale_plans(LATER) == []


def test_drafts_are_no_part_of_a_plan(abena):
    Module.objects.update(status=Module.Status.DRAFT)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert Plan.objects.get().outcome == Plan.Outcome.NO_CONTENT
    assert titles(abena) == []


def test_a_finished_module_leaves_the_plan_and_raises_no_level(abena):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    before = abena.gap_reports.current().get().digest
    done = Module.objects.get(title="The refund change")
    activity = complete_module(person=abena, module=done, completed_at=LATER)
    assert activity.completed_at == LATER
    assert titles(abena) == ["Worry before question"]
    assert abena.gap_reports.current().get().digest == before


@world
def in_two_steps(abena) -> Person:
    """Refunds 1 → 2 is done; 2 → 3 is another module, which requires it. There is none for Empathy."""
    Module.objects.all().delete()
    first = module("What a refund is", skill("Refund policy"), 1, 2)
    then = module("The refund change", skill("Refund policy"), 2, 3)
    then.prerequisites.add(first)
    complete_module(person=abena, module=first, completed_at=LATER)
    return abena


def test_a_finished_module_leads_on_to_the_next_and_raises_no_level(in_two_steps):
    (item,) = PlanItem.objects.filter(plan__person=in_two_steps)
    assert (item.module.title, item.goes_on) == ("The refund change", True)
    assert item.level_known < item.level_before == 2
    empathy = skill("Empathy").pk
    assert in_two_steps.plan.outcome_details["without_content"] == [empathy]


def test_once_all_modules_are_done_the_level_is_to_be_seen(in_two_steps):
    done = Module.objects.get(title="The refund change")
    complete_module(person=in_two_steps, module=done, completed_at=LATER)
    (item,) = PlanItem.objects.filter(plan__person=in_two_steps)
    assert (item.module, item.skill.name, item.reason) == (None, "Refund policy", "assess")
    assert item.is_unproven


def test_what_was_done_leads_on_after_its_module_is_retired(in_two_steps):
    archive_module(module=Module.objects.get(title="What a refund is"))
    refresh_plans(person_ids=[in_two_steps.pk], as_of=LATER)
    assert titles(in_two_steps) == ["The refund change"]


def test_evidence_after_a_module_decides_where_the_next_one_may_start(in_two_steps):
    seen = LATER + timedelta(minutes=1)
    observe(in_two_steps, skill("Refund policy"), 1, observed_at=seen)
    compute(in_two_steps, as_of=seen)
    refresh_plans(person_ids=[in_two_steps.pk], as_of=seen)
    assert titles(in_two_steps) == []
    assert in_two_steps.plan.outcome_details["used_up"] == [skill("Refund policy").pk]


def test_evidence_from_before_a_module_says_nothing_of_what_it_brought(in_two_steps):
    observe(in_two_steps, skill("Refund policy"), 1, observed_at=LATER - timedelta(minutes=1))
    observe(in_two_steps, skill("Empathy"), 1, observed_at=LATER + timedelta(minutes=1))
    refresh_plans(person_ids=[in_two_steps.pk], as_of=LATER)
    assert titles(in_two_steps) == ["The refund change"]


def test_finishing_twice_keeps_the_first_time(abena):
    done = Module.objects.get(title="The refund change")
    complete_module(person=abena, module=done, completed_at=NOON)
    complete_module(person=abena, module=done, completed_at=LATER)
    activity = Activity.objects.get(person=abena)
    assert (activity.started_at, activity.completed_at) == (NOON, NOON)


def test_opening_again_moves_only_the_time_it_was_last_opened(abena):
    opened = Module.objects.get(title="The refund change")
    start_module(person=abena, module=opened, started_at=NOON)
    start_module(person=abena, module=opened, started_at=LATER)
    activity = Activity.objects.get(person=abena)
    assert (activity.started_at, activity.touched_at, activity.completed_at) == (NOON, LATER, None)


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_what_is_not_published_cannot_be_learned_from(abena, status):
    closed = module("Not yet", skill(), 1, 2, status=status)
    with pytest.raises(ModuleNotOpenError):
        complete_module(person=abena, module=closed, completed_at=NOON)
    assert not Activity.objects.exists()


@world
def on_sunday(abena) -> datetime:
    """Sunday noon in Tokyo, where Abena works ten minutes a week and has done six of them."""
    moment = datetime(2026, 3, 8, 12, tzinfo=ZoneInfo("Asia/Tokyo"))
    Person.objects.filter(pk=abena.pk).update(timezone="Asia/Tokyo")
    set_learning_time(person=abena, minutes_per_week=10, as_of=moment)
    done = Module.objects.get(title="The refund change")
    complete_module(person=abena, module=done, completed_at=moment)
    return moment


def test_a_plan_takes_what_is_left_of_the_weeks_minutes(abena, on_sunday):
    plan = Plan.objects.get(person=abena)
    assert (plan.minutes, plan.minutes_left) == (10, 4)
    assert sum(item.minutes for item in plan.items.all()) <= 4


def test_minutes_of_more_than_a_week_leave_none(abena, on_sunday):
    long = module("A long course", skill("SQL"), 1, 2, minutes=50)
    complete_module(person=abena, module=long, completed_at=on_sunday)
    plan = Plan.objects.get(person=abena)
    assert (plan.minutes_left, plan.outcome, titles(abena)) == (0, Plan.Outcome.WEEK_DONE, [])
    assert plan.outcome_details["next_week"]["skill"] == skill("Refund policy").pk


def test_on_monday_in_their_own_time_zone_the_plan_is_made_for_a_whole_week(abena, on_sunday):
    monday = datetime(2026, 3, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert people_with_stale_plans(monday - timedelta(seconds=1)) == []
    assert people_with_stale_plans(monday) == [abena.pk]
    refresh_plans(person_ids=[abena.pk], as_of=monday)
    plan = Plan.objects.get(person=abena)
    assert (plan.minutes_left, plan.week_ends_at) == (10, None)
    assert people_with_stale_plans(monday + timedelta(days=30)) == []


def test_fewer_minutes_make_another_plan_at_once(abena):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    set_learning_time(person=abena, minutes_per_week=6, as_of=LATER)
    assert len(titles(abena)) == 1
    assert Plan.objects.get().minutes == 6


def test_a_plan_for_other_minutes_is_stale_whoever_changed_them(abena):
    set_learning_time(person=abena, minutes_per_week=6, as_of=NOON)
    assert people_with_stale_plans(NOON) == []
    LearningTime.objects.update(minutes_per_week=7)
    assert people_with_stale_plans(NOON) == [abena.pk]
    LearningTime.objects.all().delete()
    refresh_plans(person_ids=people_with_stale_plans(NOON), as_of=NOON)
    assert (Plan.objects.get().minutes, people_with_stale_plans(NOON)) == (30, [])


@world
def critical_and_other(abena) -> Person:
    """Refunds are critical and take ten minutes for a level; empathy takes five for four levels."""
    Module.objects.all().delete()
    skills = abena.role_assignments.get().role_level.requirements
    skills.filter(skill=skill("Refund policy")).update(is_critical=True, level=2)
    skills.filter(skill=skill("Empathy")).update(level=5)
    compute(abena)
    module("The refund change", skill("Refund policy"), 1, 2, minutes=10)
    module("Worry before question", skill("Empathy"), 1, 5, minutes=5)
    return abena


def test_a_critical_step_comes_first_until_the_learner_turns_that_off(critical_and_other):
    set_learning_time(person=critical_and_other, minutes_per_week=10, as_of=NOON)
    assert titles(critical_and_other) == ["The refund change"]
    minutes = {"person": critical_and_other, "minutes_per_week": 10}
    set_learning_time(**minutes, critical_first=False, as_of=NOON)
    assert titles(critical_and_other) == ["Worry before question"]
    set_learning_time(**minutes, as_of=NOON)
    assert not LearningTime.objects.get().critical_first
    LearningTime.objects.update(critical_first=True)
    assert people_with_stale_plans(NOON) == [critical_and_other.pk]


@pytest.mark.parametrize("minutes", [-1, 601])
def test_minutes_that_no_week_has_are_refused(abena, minutes):
    with pytest.raises(LearningTimeError):
        set_learning_time(person=abena, minutes_per_week=minutes, as_of=NOON)
    assert not LearningTime.objects.exists()


def test_deleting_a_module_makes_plans_stale(abena):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    delete_modules(modules=Module.objects.filter(title="The refund change"))
    assert people_with_stale_plans(LATER) == [abena.pk]


def test_a_change_of_what_is_published_makes_plans_stale_and_of_a_draft_not(abena):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    draft = module("Draft", skill(), 1, 2, status="draft")
    update_module(module=draft, contents=contents())
    assert people_with_stale_plans(LATER) == []
    published = Module.objects.get(title="The refund change")
    update_module(module=published, contents=contents())
    assert people_with_stale_plans(LATER) == [abena.pk]


@world
def on_a_long_module(abena) -> Person:
    """Refunds are critical, and take 45 minutes; a week has 30."""
    Module.objects.filter(title="The refund change").update(minutes=45)
    needs = abena.role_assignments.get().role_level.requirements
    needs.filter(skill=skill("Refund policy")).update(is_critical=True)
    compute(abena)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    return abena


def test_a_module_that_is_paused_goes_on_first_next_week_and_counts_what_was_done_in_each(on_a_long_module):
    long, next_week = Module.objects.get(minutes=45), NOON + timedelta(days=7)
    (item,) = PlanItem.objects.filter(plan__person=on_a_long_module)
    assert (item.module, item.minutes, item.later_minutes, item.weeks) == (long, 30, 15, 2)
    pause_module(person=on_a_long_module, module=long, minutes_done=30, paused_at=NOON)
    plan = Plan.objects.get(person=on_a_long_module)
    assert (plan.minutes_left, plan.outcome) == (0, Plan.Outcome.WEEK_DONE)
    refresh_plans(person_ids=[on_a_long_module.pk], as_of=next_week)
    first = PlanItem.objects.filter(plan__person=on_a_long_module).order_by("position").first()
    assert (first.module, first.minutes, first.module_minutes) == (long, 15, 45)
    complete_module(person=on_a_long_module, module=long, completed_at=next_week)
    assert Plan.objects.get(person=on_a_long_module).minutes_left == 15


def test_pausing_again_in_the_same_week_counts_from_where_the_week_began(on_a_long_module):
    long, next_week = Module.objects.get(minutes=45), NOON + timedelta(days=7)
    pause = {"person": on_a_long_module, "module": long}
    pause_module(**pause, minutes_done=10, paused_at=NOON)
    pause_module(**pause, minutes_done=20, paused_at=NOON)
    assert Plan.objects.get(person=on_a_long_module).minutes_left == 10
    pause_module(**pause, minutes_done=32, paused_at=next_week)
    assert Plan.objects.get(person=on_a_long_module).minutes_left == 18
    pause_module(**pause, minutes_done=99, paused_at=next_week)
    activity = Activity.objects.get(module=long)
    assert (activity.minutes_done, activity.minutes_before, activity.completed_at) == (44, 20, None)
    pause_module(**pause, minutes_done=1, paused_at=next_week)
    assert Plan.objects.get(person=on_a_long_module).minutes_left == 30

"""Plans told with names, the catalogue searched and filtered, and the material that has to be made."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from content.activity.models import Activity
from content.activity.services import start_module
from content.catalogue.models import Module
from content.catalogue.reports import Wanted, find_modules
from content.catalogue.services import archive_module, publish_module
from content.facets.reports import in_words
from content.planning import compute, selectors
from content.planning.reports import leads_on, learning_time_of, missing_material, modules_that_help, plan_of
from content.planning.services import complete_module, refresh_plans, set_learning_time
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, give, module, observe, person, role, skill
from tests.company import compute as compute_gaps
from tests.content.planning.compute import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@world
def abena() -> Person:
    """A specialist one level short in two skills."""
    made = person()
    give(made, role(Refund_policy=3, Empathy=3))
    observe(made, skill("Refund policy"), 1)
    observe(made, skill("Empathy"), 1)
    compute_gaps(made)
    return made


def found(text: str = "", **filters) -> list[str]:
    ids = find_modules(Wanted(text, **filters)).ids
    return [Module.objects.get(pk=pk).title for pk in ids]


def counts(choices) -> dict[str, int]:
    return {choice.label: choice.count for choice in choices}


def test_without_a_plan_there_are_no_steps_and_nothing_to_do_next(abena):
    plan = plan_of(abena, NOON)
    assert (plan.plan, plan.steps, plan.next_step) == (None, (), None)


def test_the_next_step_is_what_was_begun_else_the_first(abena):
    module("The refund change", skill("Refund policy"), 1, 3)
    module("Worry before question", skill("Empathy"), 1, 3)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    plan = plan_of(abena, NOON)
    assert plan.next_step == plan.steps[0]
    assert plan.minutes_planned == 8
    second = plan.steps[1].item.module
    start_module(person=abena, module=second, started_at=NOON)
    assert plan_of(abena, NOON).next_step.item.module == second
    assert plan_of(abena, NOON).started_off_plan is None


def test_what_was_begun_off_the_plan_is_told_until_it_is_finished_or_retired(abena):
    other = module("Write a query", skill("SQL"), 1, 2)
    start_module(person=abena, module=other, started_at=NOON)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert plan_of(abena, NOON).started_off_plan.module == other
    archive_module(module=other)
    assert plan_of(abena, NOON).started_off_plan is None
    publish_module(module=other)
    complete_module(person=abena, module=other, completed_at=NOON)
    assert plan_of(abena, NOON).started_off_plan is None


def test_a_module_that_prepares_for_another_says_for_which(abena):
    first = module("Read an invoice", skill("Invoices"), 0, 1, minutes=2)
    then = module("The refund change", skill("Refund policy"), 1, 3)
    then.prerequisites.add(first)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    told = [(step.item.module, step.prepares_for) for step in plan_of(abena, NOON).steps]
    assert told == [(first, then), (then, None)]


def test_gaps_without_material_are_named(abena):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert [one.name for one in plan_of(abena, NOON).without_content] == ["Empathy", "Refund policy"]


def test_minutes_done_are_those_since_monday_in_the_persons_own_week(abena):
    abena.timezone = "Asia/Tokyo"
    before, after = module("On Sunday", skill(), 1, 2), module("On Monday", skill(), 1, 2, minutes=7)
    monday = datetime(2026, 3, 2, tzinfo=timezone(timedelta(hours=9)))
    for one, moment in ((before, monday - timedelta(minutes=1)), (after, monday)):
        Activity.objects.create(
            person=abena, module=one, started_at=moment, touched_at=moment, completed_at=moment
        )
    assert plan_of(abena, monday + timedelta(days=4)).minutes_done == 7


@pytest.mark.parametrize(("day", "monday"), [(2, 2), (5, 2), (8, 2), (9, 9)])
def test_a_week_begins_on_monday_at_midnight(day, monday):
    moment = datetime(2026, 3, day, 23, 59, tzinfo=UTC)
    assert selectors.monday_of(moment) == datetime(2026, 3, monday, tzinfo=UTC)


def test_everyone_begins_with_thirty_minutes_a_week(abena):
    assert learning_time_of(abena).minutes == 30
    set_learning_time(person=abena, minutes_per_week=45, as_of=NOON)
    assert learning_time_of(abena).minutes == 45


def test_a_plan_is_read_in_as_many_queries_whatever_its_length(abena, django_assert_num_queries):
    for name in ("Refund policy", "Empathy"):
        module(name, skill(name), 1, 3, minutes=3)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    with django_assert_num_queries(2):
        assert len(plan_of(abena, NOON).steps) == 2
    Module.objects.first().prerequisites.add(module("Before", skill("Refund policy"), 1, 2, minutes=3))
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    with django_assert_num_queries(2):
        assert len(plan_of(abena, NOON).steps) == 3


def test_what_has_to_be_made_is_the_step_that_no_module_makes(abena):
    module("The refund change", skill("Refund policy"), 1, 2)
    module("Worry before question", skill("Empathy"), 1, 3)
    kofi = person("Kofi Mensah")
    give(kofi, abena.role_assignments.get().role_level)
    observe(kofi, skill("Refund policy"), 1)
    compute_gaps(kofi)
    missing = missing_material([abena.pk, kofi.pk])
    assert [(one.skill.name, one.from_level, one.to_level, one.people) for one in missing] == [
        ("Refund policy", 2, 3, 2)
    ]
    assert missing[0].gap == pytest.approx(2, abs=0.3)


def test_what_has_to_be_made_is_found_without_reading_what_anybody_has_done(abena, django_assert_num_queries):
    with django_assert_num_queries(5) as queries:
        assert len(missing_material([abena.pk])) == 4
    assert not [query["sql"] for query in queries if "activit" in query["sql"]]


def test_nothing_has_to_be_made_for_what_nobody_knows():
    kofi = person("Kofi Mensah")
    give(kofi, role(SQL=3))
    compute_gaps(kofi)
    assert missing_material([kofi.pk]) == ()


def test_modules_that_fit_the_level_come_first():
    module("For experts", skill(), 4, 5)
    module("For those at two", skill(), 2, 3)
    module("For beginners", skill(), 0, 1)
    module("Not out yet", skill(), 2, 3, status="draft")
    helping = modules_that_help(skill(), 2.2)
    assert [one.module.title for one in helping] == ["For those at two", "For beginners", "For experts"]
    assert [one.fits for one in helping] == [True, False, False]


def test_where_nobody_knows_the_level_each_module_may_fit():
    module("For experts", skill(), 4, 5)
    module("For beginners", skill(), 0, 1)
    helping = modules_that_help(skill(), None)
    assert [(one.module.title, one.fits) for one in helping] == [
        ("For beginners", True),
        ("For experts", True),
    ]


@pytest.mark.parametrize(("level", "leads"), [(1.4, False), (1.5, True), (2.9, True), (3.0, False)])
def test_pages_say_that_a_module_leads_on_exactly_where_a_plan_takes_it(level, leads):
    two_to_three = module("The refund change", skill(), 2, 3)
    effect = two_to_three.effects.get()
    assert leads_on(float(effect.from_level), float(effect.to_level), level) is leads
    learner = worlds.Person(30, (worlds.Need(skill().pk, level, 3.5),))
    (plan,) = compute.plan_learning(compute.prepare(selectors.catalogue()), worlds.learners_of([learner]))
    assert bool(plan.items) is leads


def test_the_catalogue_is_in_the_order_of_titles_until_somebody_searches():
    module("Worry before question", skill("Empathy"), 1, 3)
    module("The refund change", skill("Refund policy"), 1, 3)
    module("A calm refund", skill("Empathy"), 1, 2)
    assert found() == ["A calm refund", "The refund change", "Worry before question"]
    assert set(found("refunds")) == {"A calm refund", "The refund change"}
    assert found("no such thing") == []


def test_each_filter_narrows_and_counts_what_it_would_leave():
    module("One", skill("Refund policy"), 1, 2, kind="case", facets={"product": ["payments"]})
    module("Two", skill("Refund policy"), 1, 2, kind="quiz", facets={"product": ["payments", "reports"]})
    module("Three", skill("Empathy"), 1, 2, kind="case", facets={})
    refunds = skill("Refund policy").public_id
    assert found(skill=refunds) == ["Two", "One"]
    assert found(kind="case") == ["Three", "One"]
    assert found(facets={"product": "reports"}) == ["Two"]
    assert found(kind="case", skill=refunds, facets={"product": "payments"}) == ["One"]
    told = find_modules(Wanted(kind="case"))
    assert counts(told.kinds.choices) == {"Case": 2, "Quiz": 1}
    assert counts(told.skills.choices) == {"Empathy": 1, "Refund policy": 1}
    assert [(one.name, one.label, counts(one.choices)) for one in told.facets] == [
        ("product", "Product", {"Payments": 1})
    ]
    assert counts(told.minutes.choices) == {"5 min": 2, "10 min": 2, "20 min": 2}
    assert found(minutes=3) == []


def test_a_chosen_value_stays_listed_where_it_leaves_nothing():
    module("One", skill(), 1, 2, kind="case", facets={"product": ["payments", "reports"]})
    told = find_modules(Wanted(kind="quiz", facets={"product": "reports"}))
    assert told.ids == []
    assert told.kinds.chosen.label == "Quiz"
    assert told.facets[0].chosen.count == 0


def test_the_catalogue_is_searched_in_as_many_queries_whatever_its_size(django_assert_num_queries):
    module("One", skill(), 1, 2)
    find_modules(Wanted())
    with django_assert_num_queries(3):
        find_modules(Wanted())
    for number in range(12):
        module(f"Number {number}", skill(f"Skill {number}"), 1, 2, facets={"product": [str(number)]})
    find_modules(Wanted())
    with django_assert_num_queries(3):
        find_modules(Wanted())


def test_of_a_text_that_too_many_modules_match_the_best_are_listed_and_filters_look_at_all(monkeypatch):
    monkeypatch.setattr("content.catalogue.reports.found.MOST_RANKED", 2)
    refunds, empathy = skill("Refund policy"), skill("Empathy")
    module("Refund", refunds, 1, 2, kind="case", facets={"product": ["payments", "é"]})
    module("Payments", refunds, 1, 2, kind="case", body="A refund", facets={"product": ["payments"]})
    module("Worry", empathy, 1, 2, kind="quiz", body="A refund", facets={"product": ["reports"], "odd": "é"})
    told = find_modules(Wanted("refund"))
    assert (len(told.ids), told.has_more) == (2, True)
    assert counts(told.kinds.choices) == {"Case": None}
    for filters in ({"kind": "quiz"}, {"skill": empathy.public_id}, {"facets": {"product": "reports"}}):
        assert found("refund", **filters) == ["Worry"]
    assert found("refund", facets={"product": "é"}) == ["Refund"]


def test_a_facet_is_read_as_words():
    assert in_words("account_size") == "Account size"
    assert in_words("SMEs") == "SMEs"


def test_filters_of_too_many_matches_find_the_same_as_the_columns(monkeypatch):
    refunds = skill("Refund policy")
    module("Refund", refunds, 1, 2, kind="case", minutes=3, facets={"product": ["payments"]})
    module("Refunded", refunds, 1, 2, kind="case", minutes=9, facets={"product": ["payments"]})
    module("A refund", skill("Empathy"), 1, 2, kind="quiz", minutes=3, facets={"product": ["reports"]})
    asked = [
        {"kind": "case"},
        {"minutes": 5},
        {"skill": refunds.public_id, "minutes": 5},
        {"facets": {"product": "payments"}},
        {"facets": {"product": "none"}},
        {"saved": True},
        {"kind": "none"},
    ]
    by_columns = [set(found("refund", **one)) for one in asked]
    assert [len(one) for one in by_columns] == [2, 2, 1, 2, 0, 0, 0]
    monkeypatch.setattr("content.catalogue.reports.found.MOST_RANKED", 2)
    for few in (0, 2_000):
        monkeypatch.setattr("content.catalogue.reports.found.FEW_SUITED", few)
        assert [set(found("refund", **one)) for one in asked] == by_columns

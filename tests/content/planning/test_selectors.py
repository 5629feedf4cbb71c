"""The border between rows and arrays: what is read in several queries belongs together."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import isfinite

import pytest
from django.db import connection

from assessments.gaps.choices import GapStatus
from assessments.gaps.reports import standing_of, stored_reports
from assessments.requests.reports import Ask
from assessments.requests.services import close_due, decline_to_rate
from content.activity.models import Activity
from content.catalogue.models import Module
from content.catalogue.services import publish_module
from content.planning import compute, selectors
from content.planning.services import complete_module, people_with_stale_plans
from lifow.people.persons.models import Person
from tests.backing.asking import ask
from tests.backing.worlds import world
from tests.company import NOON, give, module, observe, person, role, skill
from tests.company import compute as compute_gaps

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@world
def draft() -> Module:
    """A module that requires another, next to one that is published."""
    made = module("The refund change", skill(), 2, 3, status="draft")
    made.prerequisites.add(module("What a refund is", skill(), 1, 2))
    return made


@contextmanager
def published_after_the_first_query_of_modules(draft: Module) -> Iterator[None]:
    """As another connection's commit is seen by the statements that follow it, under READ COMMITTED."""
    waiting = [draft]

    def publish(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if waiting and 'FROM "content_module"' in sql and "minutes" in sql:
            publish_module(module=waiting.pop())
        return result

    with connection.execute_wrapper(publish):
        yield
    assert not waiting


def test_what_is_published_while_the_catalogue_is_read_is_in_none_of_its_tables(draft):
    with published_after_the_first_query_of_modules(draft):
        read = selectors.catalogue()
    assert draft.pk not in {*read.module, *read.effect_module, *read.requiring_module}
    assert compute.prepare(read).ids == tuple(read.module)


def test_the_catalogue_is_what_is_published_with_all_that_it_requires(draft):
    draft.effects.create(skill=skill("Empathy"), from_level="0.25", to_level="2.5")
    publish_module(module=draft)
    required = draft.prerequisites.get()
    retired = module("No longer said", skill(), 2, 3, status="retired")
    retired.prerequisites.add(required)
    read = selectors.catalogue()
    effects = zip(
        read.effect_module.tolist(),
        read.effect_skill.tolist(),
        read.effect_from.tolist(),
        read.effect_to.tolist(),
        strict=True,
    )
    assert (read.module.tolist(), read.minutes.tolist()) == ([draft.pk, required.pk], [4, 4])
    assert sorted(effects) == sorted(
        [
            (draft.pk, skill().pk, 2.0, 3.0),
            (draft.pk, skill("Empathy").pk, 0.25, 2.5),
            (required.pk, skill().pk, 1.0, 2.0),
        ]
    )
    assert (read.requiring_module.tolist(), read.prerequisite_module.tolist()) == ([draft.pk], [required.pk])


@world
def abena() -> Person:
    """Somebody who lacks two levels of what both modules raise."""
    made = person()
    give(made, role(Refund_policy=3))
    observe(made, skill(), 1)
    compute_gaps(made)
    return made


def test_a_module_can_be_finished_while_another_is_published(abena, draft):
    first = draft.prerequisites.get()
    with published_after_the_first_query_of_modules(draft):
        complete_module(person=abena, module=first, completed_at=NOON)
    assert people_with_stale_plans(NOON) == [abena.pk]


def raised_of(who: Person) -> list[tuple[int, int, float, float]]:
    """(place, skill, from, to) of the modules done of whose effect nothing has been seen."""
    reports = stored_reports([who.pk])
    found = selectors.learners(reports, selectors.weeks_of([who.pk], NOON), NOON)
    columns = (found.raised_learner, found.raised_skill, found.raised_from, found.raised_to)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_what_a_module_brought_counts_until_evidence_that_stands_has_followed(abena, draft):
    done = draft.prerequisites.get()
    begun = module("Only begun", skill(), 2, 3)
    Activity.objects.create(person=abena, module=done, started_at=NOON, touched_at=NOON, completed_at=NOON)
    Activity.objects.create(person=abena, module=begun, started_at=NOON, touched_at=NOON)
    brought = [(0, skill().pk, 1.0, 2.0)]
    # In the same microsecond is since.
    assert raised_of(abena) == []
    Activity.objects.filter(module=done).update(completed_at=NOON + timedelta(microseconds=1))
    assert raised_of(abena) == brought
    observe(abena, skill("Empathy"), 3, observed_at=NOON + timedelta(days=1))
    assert raised_of(abena) == brought
    mistaken = observe(abena, skill(), 3, observed_at=NOON + timedelta(days=1))
    assert raised_of(abena) == []
    observe(abena, skill(), 3, supersedes=mistaken)
    assert raised_of(abena) == brought


def asked_of(who):
    """By skill: the status that a plan is made from, and whether the learner may be asked."""
    reports = stored_reports([who.pk])
    found = selectors.learners(reports, selectors.weeks_of([who.pk], NOON), NOON)
    rows = zip(found.skill.tolist(), found.status.tolist(), found.ask_error.tolist(), strict=True)
    return {key: (GapStatus(status), isfinite(error)) for key, status, error in rows}


def test_who_has_rated_themselves_lately_is_not_asked_again_and_learns_what_may_be_missing():
    kofi, sql, empathy = person("Kofi Mensah"), skill("SQL"), skill("Empathy")
    give(kofi, role(SQL=3, Empathy=3))
    observe(kofi, sql, 3, source="self", observed_at=NOON - timedelta(days=90))
    observe(kofi, empathy, 3, source="self", observed_at=NOON - timedelta(days=200))
    compute_gaps(kofi)
    assert asked_of(kofi) == {sql.pk: (GapStatus.GAP, False), empathy.pk: (GapStatus.ASSESS_FIRST, True)}


def test_what_somebody_is_asked_is_theirs_to_do_until_they_decline():
    kofi, sql = person("Kofi Mensah"), skill("SQL")
    give(kofi, role(SQL=3))
    compute_gaps(kofi)
    assert asked_of(kofi)[sql.pk] == (GapStatus.ASSESS_FIRST, True)
    ask(about=Ask(kofi.pk, sql.pk, "self"), as_of=NOON - timedelta(days=2))
    assert asked_of(kofi)[sql.pk] == (GapStatus.ASSESS_FIRST, True)
    about = {"person": kofi, "skill": sql, "asked": kofi}
    decline_to_rate(**about, reason="cannot_judge", as_of=NOON - timedelta(days=1))
    assert asked_of(kofi)[sql.pk] == (GapStatus.ASSESS_FIRST, False)


def test_a_question_that_expired_without_an_answer_is_asked_anew():
    kofi, sql = person("Kofi Mensah"), skill("SQL")
    give(kofi, role(SQL=3))
    compute_gaps(kofi)
    ask(about=Ask(kofi.pk, sql.pk, "self"), as_of=NOON - timedelta(days=20))
    close_due(as_of=NOON)
    assert asked_of(kofi)[sql.pk] == (GapStatus.ASSESS_FIRST, True)


def test_what_is_more_likely_missing_than_met_is_learned_whoever_may_be_asked():
    marta, sql = person("Marta Lindh"), skill("SQL")
    kofi = person("Kofi Mensah", manager=marta)
    give(kofi, role(SQL=3))
    observe(kofi, sql, 2, source="manager", rater=marta)
    compute_gaps(kofi)
    assert standing_of(kofi, sql).is_unsure
    assert asked_of(kofi)[sql.pk] == (GapStatus.GAP, True)

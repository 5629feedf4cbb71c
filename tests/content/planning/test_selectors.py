"""The border between rows and arrays: what is read in several queries belongs together."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from content.catalogue.models import Module
from content.catalogue.services import publish_module
from content.planning import compute, selectors
from content.planning.services import complete_module, people_with_stale_plans
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, give, module, observe, person, role, skill
from tests.company import compute as compute_gaps

pytestmark = pytest.mark.django_db


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

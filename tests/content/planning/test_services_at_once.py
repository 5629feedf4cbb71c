"""A change of the catalogue while plans are made, or while others change it, is neither lost nor stuck."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from content.catalogue import services
from content.catalogue.models import Module
from content.catalogue.services import (
    ModuleContents,
    contents_of,
    create_module,
    edition_of,
    publish_module,
    update_module,
)
from content.planning import compute
from content.planning.models import Plan
from content.planning.services import people_with_stale_plans, refresh_plans
from lifow.people.persons.models import Person
from tests.company import NOON, give, module, observe, person, role, skill
from tests.company import compute as compute_gaps

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SECONDS = 20
SOMEBODY_WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(SOMEBODY_WAITS)
        return cursor.fetchone()[0]


@pytest.fixture
def abena() -> Person:
    """A specialist one level short in empathy; no plan yet."""
    made = person()
    give(made, role(Empathy=3))
    observe(made, skill("Empathy"), 1)
    compute_gaps(made)
    return made


@pytest.fixture
def draft(abena) -> Module:
    return module("Worry before question", skill("Empathy"), 1, 3, status="draft")


@pytest.fixture
def publishing(draft, monkeypatch) -> list[Future[None]]:
    """Publishes the draft once, after the next plan's catalogue is read and before that plan is written."""
    plan_learning = compute.plan_learning
    begun: list[Future[None]] = []

    def meanwhile(*arguments):
        """Go on once the module is published or waits for this plan."""
        if not begun:
            begun.append(pool.submit(in_its_own_connection, lambda: publish_module(module=draft)))
            until = time.monotonic() + SECONDS
            while not (begun[0].done() or somebody_waits()) and time.monotonic() < until:
                time.sleep(0.02)
        return plan_learning(*arguments)

    with ThreadPoolExecutor() as pool:
        monkeypatch.setattr(compute, "plan_learning", meanwhile)
        yield begun


def in_its_own_connection(write: Callable[[], object]) -> None:
    try:
        write()
    finally:
        connection.close()


def is_stale(who: Person) -> bool:
    return people_with_stale_plans(NOON) == [who.pk]


def test_what_is_published_while_a_plan_is_made_makes_it_stale_afterwards(abena, publishing):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    publishing[0].result(SECONDS)
    assert is_stale(abena)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert not is_stale(abena)
    assert abena.plan.items.get().module.title == "Worry before question"


def test_what_is_published_while_a_stale_plan_is_made_again_is_not_lost(abena, draft, monkeypatch, request):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    publish_module(module=module("Another", skill("SQL"), 1, 2, status="draft"))
    assert is_stale(abena)
    publishing = request.getfixturevalue("publishing")
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    publishing[0].result(SECONDS)
    assert is_stale(abena)


def test_two_workers_who_make_the_same_plans_leave_each_once(abena, monkeypatch):
    module("Worry before question", skill("Empathy"), 1, 3)
    others = [person(name) for name in ("Kofi Mensah", "Priya Nair")]
    for one in others:
        give(one, abena.role_assignments.get().role_level)
        observe(one, skill("Empathy"), 1)
    compute_gaps(*others)
    ids = [one.pk for one in (abena, *others)]
    plan_learning, both_began = compute.plan_learning, Barrier(2)

    def when_the_other_waits(*arguments):
        with suppress(BrokenBarrierError):
            both_began.wait(timeout=1)
        return plan_learning(*arguments)

    monkeypatch.setattr(compute, "plan_learning", when_the_other_waits)
    with ThreadPoolExecutor() as pool:
        # In opposite orders, as two lists of work may name them.
        workers = [
            pool.submit(in_its_own_connection, partial(refresh_plans, person_ids=theirs, as_of=NOON))
            for theirs in (ids, ids[::-1])
        ]
    assert [worker.exception(SECONDS) for worker in workers] == [None, None]
    plans = Plan.objects.order_by("person_id")
    assert [plan.person_id for plan in plans] == sorted(ids)
    assert [plan.items.get().module.title for plan in plans] == ["Worry before question"] * 3


@pytest.fixture
def both_at_once(monkeypatch) -> Callable[..., list[BaseException | None]]:
    """Two calls, each in its own connection, neither of which writes before both have begun or one waits."""
    lock = services.lock_catalogue
    both_began = Barrier(2)

    def lock_when_both_began():
        with suppress(BrokenBarrierError):
            both_began.wait(timeout=1)
        lock()

    def run(*calls: Callable[[], object]) -> list[BaseException | None]:
        monkeypatch.setattr(services, "lock_catalogue", lock_when_both_began)
        with ThreadPoolExecutor() as pool:
            begun = [pool.submit(in_its_own_connection, call) for call in calls]
        return [call.exception(SECONDS) for call in begun]

    return run


def test_a_double_click_whose_clicks_arrive_at_once_makes_one_module(both_at_once):
    contents = ModuleContents("Say no kindly", "case", 4, "A story.")

    def click():
        create_module(author=None, contents=contents, idempotency_key="the same form")

    assert both_at_once(click, click) == [None, None]
    assert Module.objects.get().title == "Say no kindly"


def test_of_two_who_save_one_module_at_once_one_is_told_of_the_other(both_at_once):
    seen = module("The refund change", skill(), 1, 2)

    def save(title: str) -> Callable[[], object]:
        contents = ModuleContents(title, "case", 4, "A story.")
        return lambda: update_module(module=seen, contents=contents, based_on=edition_of(contents_of(seen)))

    errors = both_at_once(save("Ines was here"), save("Ruth was here"))
    assert sorted(type(error).__name__ for error in errors) == ["ModuleChangedError", "NoneType"]
    kept = ["Ines was here", "Ruth was here"][errors.index(None)]
    assert Module.objects.get().title == kept


def test_two_authors_who_save_modules_with_prerequisites_at_once_both_succeed(monkeypatch):
    """Each begins before the other has finished, unless it waits for it."""
    first, basics, third = (module(title, skill(), 1, 2) for title in ("First", "Basics", "Third"))
    check = services.check_prerequisites
    both_began = Barrier(2)

    def check_when_both_began(**said):
        with suppress(BrokenBarrierError):
            both_began.wait(timeout=1)
        check(**said)

    def save(one: Module) -> None:
        contents = ModuleContents(f"{one} again", "case", 4, "A story.", prerequisites=[basics])
        in_its_own_connection(lambda: update_module(module=one, contents=contents))

    monkeypatch.setattr(services, "check_prerequisites", check_when_both_began)
    with ThreadPoolExecutor() as pool:
        for saved in [pool.submit(save, one) for one in (third, first)]:
            saved.result(SECONDS)
    assert set(Module.objects.values_list("title", flat=True)) == {"Basics", "First again", "Third again"}

"""Worlds: data that many tests start from, built once and kept in a transaction around them.

    @world
    def abena() -> Person:
        return person()

    @world
    def refunds(abena: Person) -> Module:
        return module("The refund change", author=abena)

A world is asked for like a fixture. It may ask for other worlds, and for fixtures of a wider scope than a
test. Each is a savepoint inside the one before it. A test runs in a savepoint inside its last one, on copies
of what the worlds returned, so neither rows nor objects that it changes reach the next test. Worlds that the
next test starts from, too, stay; the others are rolled back first. The tests of a module are sorted by their
worlds, so that each is built once a module, and again only inside another one.

A test with real transactions, or one that asks by `getfixturevalue`, has the world built for itself. What
happens while worlds are built is not in the audit log.
"""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import Parameter, Signature, signature
from itertools import groupby
from typing import Any

import pytest
from auditlog.context import disable_auditlog
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

Build = Callable[..., Any]
BUILD = "builds_world"


def world(build: Build) -> Any:
    """A fixture that hands each test its own copy of what `build` returned; for the time of it, see above."""

    def handed_out(db: None, _worlds: "Copies", **parts: Any) -> Any:
        return _worlds.of(build) if build in _worlds.made else build(**parts)

    names = ["db", "_worlds", *signature(build).parameters]
    parameters = [Parameter(name, Parameter.KEYWORD_ONLY) for name in names]
    vars(handed_out).update({"__signature__": Signature(parameters), BUILD: build})
    handed_out.__name__, handed_out.__doc__ = build.__name__, build.__doc__
    return pytest.fixture(handed_out)


@dataclass(frozen=True, slots=True)
class Plan:
    """A world that a test starts from; each of its arguments with the world that it is, if it is one."""

    build: Build
    arguments: Mapping[str, Build | None]


@dataclass(slots=True)
class Copies:
    """Copies of what worlds returned, each made once: what two of them refer to is the same object."""

    made: Mapping[Build, Any] = field(default_factory=dict)
    memo: dict[int, Any] = field(default_factory=dict)

    def of(self, build: Build) -> Any:
        return copy.deepcopy(self.made[build], self.memo)


@dataclass(frozen=True, slots=True)
class Layer:
    """A world that stands: the savepoint around it, and what it and those below it returned."""

    plan: Plan
    savepoint: transaction.Atomic
    made: Mapping[Build, Any]


@dataclass(slots=True)
class Standing:
    """The worlds that stand now, each inside the one before it."""

    layers: list[Layer] = field(default_factory=list)

    def turn_to(self, plans: Sequence[Plan], ask: Callable[[str], Any]) -> Copies:
        """Roll back what a test does not start from, build what it does; `ask` gives a fixture's value."""
        if not connection.in_atomic_block:
            self.layers.clear()
        shared = 0
        while shared < min(len(plans), len(self.layers)) and self.layers[shared].plan == plans[shared]:
            shared += 1
        self.roll_back_to(shared)
        for plan in plans[shared:]:
            self.build(plan, ask)
        if plans[shared:]:
            cache.clear()
            mail.outbox.clear()
        return Copies(self.made)

    @property
    def made(self) -> Mapping[Build, Any]:
        return self.layers[-1].made if self.layers else {}

    def build(self, plan: Plan, ask: Callable[[str], Any]) -> None:
        """Build one more world on top, from copies: what it does to their objects goes when it goes."""
        copies = Copies(self.made)
        below = {build: copies.of(build) for build in self.made}
        arguments = {name: below[source] if source else ask(name) for name, source in plan.arguments.items()}
        savepoint = transaction.Atomic(using=None, savepoint=True, durable=False)
        # As in Django's TestCase: what wants to be the outermost transaction takes this one for none.
        savepoint._from_testcase = True  # type: ignore[attr-defined]
        savepoint.__enter__()
        try:
            with disable_auditlog():
                made = plan.build(**arguments)
            # Once here: what waits to be checked at the end is checked again at the end of each test.
            connection.check_constraints()
        except BaseException as error:
            savepoint.__exit__(type(error), error, error.__traceback__)
            raise
        self.layers.append(Layer(plan, savepoint, {**below, plan.build: made}))

    def roll_back_to(self, number: int) -> None:
        """Take down all but the first so many worlds."""
        while len(self.layers) > number:
            transaction.set_rollback(True)
            self.layers.pop().savepoint.__exit__(None, None, None)


def plans_of(item: pytest.Item) -> list[Plan]:
    """The worlds that a test starts from, in the order in which its fixtures are set up."""
    info = getattr(item, "_fixtureinfo", None)
    if info is None or is_transactional(item):
        return []
    definitions: Mapping[str, Sequence[Any]] = info.name2fixturedefs
    plans: dict[Build, Plan] = {}

    def visit(name: str, above: int = 1) -> Build | None:
        """Plan what a fixture asks for and then itself; one that asks for its own name means one above."""
        if len(definitions.get(name, ())) < above:
            return None
        definition = definitions[name][-above]
        sources = {
            asked: visit(asked, above + 1 if asked == name else 1)
            for asked in definition.argnames
            if asked not in ("db", "_worlds")
        }
        build: Build | None = getattr(definition.func, BUILD, None)
        if build and build not in plans:
            for asked, source in sources.items():
                wide = definitions[asked][-1].scope != "function"
                assert source or wide, (
                    f"the world {name} asks for {asked}, which is neither a world nor wider"
                )
            plans[build] = Plan(build, sources)
        return build

    for name in item.fixturenames:  # type: ignore[attr-defined]
        visit(name)
    return list(plans.values())


def is_transactional(item: pytest.Item) -> bool:
    """Whether a test commits, so that no transaction may be around it."""
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (marker and marker.kwargs.get("transaction")))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of a module that start from the same worlds beside each other, else in their order."""
    places: dict[Build, int] = {}

    def place(item: pytest.Item) -> list[int]:
        return [places.setdefault(plan.build, len(places)) for plan in plans_of(item)]

    grouped = groupby(items, lambda item: (item.path, is_transactional(item)))
    items[:] = [item for _, run in grouped for item in sorted(run, key=place)]


@pytest.fixture(scope="session")
def _standing_worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Standing]:
    standing = Standing()
    yield standing
    with django_db_blocker.unblock():
        standing.roll_back_to(0)


@pytest.fixture
def _worlds(
    request: pytest.FixtureRequest, _standing_worlds: Standing, django_db_blocker: DjangoDbBlocker
) -> Copies:
    """What the worlds of this test hold, once they stand."""
    with django_db_blocker.unblock():
        return _standing_worlds.turn_to(plans_of(request.node), request.getfixturevalue)


@pytest.fixture
def _django_db_helper(_worlds: Copies, _django_db_helper: None) -> None:
    """The transaction that pytest-django puts around a test, inside the worlds that the test starts from."""

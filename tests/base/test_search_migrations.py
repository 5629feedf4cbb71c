"""The index of an earlier database becomes the one of today, and goes back, with rows in it."""

from typing import Any

import pytest
from django.apps import apps
from django.db import NotSupportedError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from content.catalogue.models import Module
from lifow.base.search import (
    AddSearchDocuments,
    RefillSearchIndex,
    RenewSearchIndex,
    first_layout,
    postgresql,
)
from lifow.people.persons.models import Person
from tests.backing.migrating import database_at, migrate, migrate_to_the_end
from tests.base.test_search_index import MODELS, fresh, stored
from tests.company import module, skill

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [
    ("assessments", "0010_words"),
    ("content", "0011_words"),
    ("people", "0014_words"),
]
BEFORE_OF_MODULES = [("content", "0011_words")]
BESIDE = [
    ("assessments", "0011_search_documents"),
    ("content", "0012_search_documents"),
    ("people", "0015_search_documents"),
]
AFTER = [
    ("assessments", "0012_drop_first_search_index"),
    ("content", "0013_drop_first_search_index"),
    ("people", "0016_drop_first_search_index"),
]
FIELDS = {"Module": Module.search_fields, "Person": Person.search_fields}


@pytest.fixture
def _migrated():
    yield
    migrate_to_the_end()


def relations() -> set[str]:
    """Tables and indexes, triggers too on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        else:
            cursor.execute("SELECT name FROM sqlite_master")
        return {name for (name,) in cursor.fetchall()}


def former(table: str) -> str:
    """What of the first layout is replaced."""
    return f"{table}_search" if connection.vendor == "postgresql" else first_layout.WORDS.name(table)


def current(table: str) -> str:
    return postgresql.documents(table) if connection.vendor == "postgresql" else f"{table}_starts"


def named(given: str, family: str, *, at: Any) -> Any:
    """Somebody without an employment, in the table as it is at a migration."""
    people: Any = at.get_model("people", "Person").objects
    return people.create(email=f"{given.lower()}@larkfield.example", given_name=given, family_name=family)


def titled(title: str, *, at: Any) -> Any:
    """A module in the table as it is at a migration."""
    modules: Any = at.get_model("content", "Module").objects
    key = title.lower().replace(" ", "-")
    return modules.create(key=key, title=title, kind="article", minutes=4, body="")


@pytest.mark.usefixtures("_migrated")
def test_a_database_of_before_is_migrated_there_and_back_with_rows():
    noor = named("Noor", "Haddad", at=apps)
    table = Module._meta.db_table
    before = migrate(BEFORE)
    assert former(table) in relations()
    assert current(table) not in relations()
    mia = named("Mia", "Sommer", at=before)
    titled("The refund change", at=before)
    beside = migrate(BESIDE)
    assert {former(table), current(table)} <= relations(), "running code still has what it reads"
    rosa = named("Rosa", "Lindqvist", at=beside)
    migrate(AFTER)
    assert former(table) not in relations()
    migrate(BEFORE)
    assert former(table) in relations()
    assert current(table) not in relations()
    Person.objects.filter(pk=noor.pk).update(family_name="Silva")
    migrate_to_the_end()
    assert former(table) not in relations()
    for name, found in {"haddad": [], "silva": [noor], "sommer": [mia], "lind": [rosa]}.items():
        assert [one.pk for one in Person.objects.best_matches(name, 9)] == [one.pk for one in found]
    assert [one.title for one in Module.objects.best_matches("refunds", 9)] == ["The refund change"]
    for model in MODELS:
        assert stored(model) == fresh(model)


@pytest.mark.postgres
def test_a_migration_that_was_interrupted_goes_on(tmp_path):
    with database_at(BEFORE_OF_MODULES, tmp_path) as before:
        made = [titled(f"Refund {number}", at=before) for number in range(5)]
        table, name = Module._meta.db_table, postgresql.documents(Module._meta.db_table)
        with connection.cursor() as cursor:
            for statement in postgresql.create_documents(table, Module.search_fields[:3]):
                cursor.execute(statement, None)
            type(made[0]).objects.filter(pk=made[0].pk).update(title="Payout")
            cursor.execute(f"CREATE INDEX {name}_gin ON {name} USING gin (title)")
        migrate_to_the_end()
        assert stored(Module) == fresh(Module)
        assert len(stored(Module)) == 5


@pytest.mark.postgres
def test_more_rows_than_are_filled_at_once_are_filled(monkeypatch, tmp_path):
    monkeypatch.setattr(postgresql, "FILLED_AT_ONCE", 3)
    with database_at(BEFORE_OF_MODULES, tmp_path) as before:
        for number in range(10):
            titled(f"Refund {number}", at=before)
        migrate_to_the_end()
        assert stored(Module) == fresh(Module)


def test_a_field_is_added_to_what_is_searched_and_taken_out_again(tmp_path):
    with database_at([("content", "0027_versions_of_modules")], tmp_path) as before:
        titled("Refunds", at=before)
        migrate_to_the_end()
        found = module("The bakeries", skill(), 1, 2, kind="case", parts_text="They asked about the margin")
        assert [one.pk for one in Module.objects.best_matches("margin", 9)] == [found.pk]
        assert stored(Module) == fresh(Module)
        between = migrate([("content", "0028_parts_of_modules")])
        titled("Margins", at=between)
        assert "body" not in columns(postgresql.documents(Module._meta.db_table))
        migrate_to_the_end()
        assert len(Module.objects.best_matches("margins", 9)) == 2
        assert stored(Module) == fresh(Module)


def columns(table: str) -> set[str]:
    """The columns of a table; none where there is no such table."""
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return set()
        return {one.name for one in connection.introspection.get_table_description(cursor, table)}


@pytest.mark.postgres
def test_documents_are_not_built_in_a_transaction_that_locks_the_table():
    operation = AddSearchDocuments("Module", FIELDS["Module"])
    state = project_state()
    with (
        transaction.atomic(),
        connection.schema_editor(atomic=False) as editor,
        pytest.raises(NotSupportedError),
    ):
        operation.database_forwards("content", editor, state, state)


@pytest.mark.parametrize("name", ["Module", "Person"])
def test_a_renewed_index_is_the_one_that_this_database_has(name):
    app_label, model = ("content", Module) if name == "Module" else ("people", Person)
    named("Noor", "Haddad", at=apps)
    module("Refund", skill(), 1, 2)
    state = project_state()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for trigger in [one for one in relations() if one.endswith("_au")]:
                cursor.execute(f"DROP TRIGGER {trigger}")
    with connection.schema_editor() as editor:
        RenewSearchIndex(name, FIELDS[name]).database_forwards(app_label, editor, state, state)
    assert former(model._meta.db_table) not in relations()
    model.objects.update(**{FIELDS[name][0]: "Other"})
    assert len(model.objects.best_matches("oth", 9)) == 1
    assert stored(model) == fresh(model)


@pytest.mark.postgres
def test_documents_are_read_again_where_the_reading_has_changed():
    module("Refund", skill(), 1, 2)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {postgresql.documents(Module._meta.db_table)} SET vector = '', title = ''")
    state = project_state()
    with connection.schema_editor(atomic=False) as editor:
        RefillSearchIndex("Module", FIELDS["Module"]).database_forwards("content", editor, state, state)
    assert stored(Module) == fresh(Module)


def project_state() -> ProjectState:
    return MigrationExecutor(connection).loader.project_state()

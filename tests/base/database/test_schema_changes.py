"""A change of the schema waits for a lock for a second, and is tried again."""

import threading
import time

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Index

from assessments.marks.models import StaleMark
from lifow.base.database import schema_changes
from lifow.base.database.operations import AddIndexOnline
from lifow.base.database.schema_changes import short_locks, was_locked_out
from tests.backing.migrating import Executor

TABLE = StaleMark._meta.db_table


@pytest.fixture
def held(transactional_db, monkeypatch):
    """The table is read by somebody for two and a half seconds; pauses are short."""
    monkeypatch.setattr(schema_changes, "PAUSES", [0.1] * 30)
    taken = threading.Event()

    def hold():
        inside = connection.settings_dict
        told = {"dbname": inside["NAME"], "host": inside["HOST"], "user": inside["USER"]}
        with psycopg.connect(**told) as other:
            other.execute(f"LOCK TABLE {TABLE} IN ACCESS SHARE MODE")
            taken.set()
            time.sleep(2.5)

    holder = threading.Thread(target=hold)
    holder.start()
    assert taken.wait(5)
    yield
    holder.join()


def change() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN reason SET DEFAULT ''")
        cursor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN reason DROP DEFAULT")


def lock_timeout() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return cursor.fetchone()[0]


@pytest.mark.postgres
def test_outside_of_a_transaction_it_is_tried_until_it_is_done(held):
    with short_locks(connection):
        change()
    assert lock_timeout() == "0"


@pytest.mark.postgres
def test_inside_of_one_the_whole_is_to_be_done_again(held):
    began = time.monotonic()
    with pytest.raises(OperationalError) as raised, short_locks(connection), transaction.atomic():
        change()
    assert was_locked_out(raised.value)
    assert time.monotonic() - began < 2
    assert lock_timeout() == "0"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_index_that_was_not_finished_is_built_anew_and_one_that_was_stays():
    index = Index(fields=["reason"], name="mark_by_reason")
    operation = AddIndexOnline("stalemark", index)
    before = Executor(connection).loader.project_state()
    after = before.clone()
    operation.state_forwards("assessments", after)

    def add() -> int:
        with connection.schema_editor(atomic=False) as editor:
            operation.database_forwards("assessments", editor, before, after)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'mark_by_reason'::regclass::oid")
            return cursor.fetchone()[0]

    try:
        first = add()
        assert add() == first
        with connection.cursor() as cursor:
            cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s", [first])
        assert add() != first
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS mark_by_reason")

"""A prepared query is planned once a connection on PostgreSQL, and plain SQL elsewhere or behind a pooler."""

import contextlib
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from assessments.models import Skill
from lifow.base.database.prepared import prepared
from tests.company import skill

pytestmark = pytest.mark.django_db


def _from(text: str, least: int) -> QuerySet[Skill]:
    """With constants that SQL, a format string and a statement each write in another way."""
    found = Skill.objects.filter(name__gte=text, pk__gte=least).exclude(name__in=["100% 'sure'", "$1", "%s"])
    return found.extra(where=["name NOT LIKE 'Zz%%'"]).order_by("name")


def _sent(run: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        run()
    return [query["sql"] for query in captured]


def test_constants_stay_what_they_are():
    for name in ("100% 'sure'", "$1", "%s", "Zz top", "SQL $1 100% %s", "SQL 'x'"):
        skill(name)
    ready = prepared(_from)
    for text, least in (("", 0), ("%s", 0), ("$1", 0), ("SQL $1 '", 1), ("SQL", 10**9)):
        assert ready(text, least) == list(_from(text, least))
    assert [one.name for one in ready("", 0)] == ["SQL $1 100% %s", "SQL 'x'"]


@pytest.mark.postgres
def test_on_postgresql_only_its_name_and_its_values_are_sent():
    ready = prepared(_from)
    (first,), (second,) = _sent(lambda: ready("SQL", 0)), _sent(lambda: ready("Go", 7))
    assert first.startswith("EXECUTE tests_base_database_test_statements__from_")
    assert first.partition(" (")[0] == second.partition(" (")[0]
    assert second.endswith(" ('Go', 7)")


@pytest.mark.postgres
def test_behind_a_pooler_that_keeps_no_connection_it_is_plain_sql(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    one = skill("SQL")
    ready = prepared(_from)
    (sent,) = _sent(lambda: ready("SQL", 0))
    assert sent.startswith("SELECT")
    assert ready("SQL", 0) == [one]


@pytest.mark.postgres
def test_a_statement_outlives_the_transaction_that_failed_around_it():
    one = skill("SQL")
    ready = prepared(_from)
    with contextlib.suppress(DatabaseError), transaction.atomic():
        _fail()
        with pytest.raises(DatabaseError):
            ready("SQL", 0)
    assert ready("SQL", 0) == [one]
    with contextlib.suppress(DatabaseError), transaction.atomic():
        assert prepared(_from)("SQL", 0) == [one]
        _fail()
    assert ready("SQL", 0) == [one]


def _fail() -> None:
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@pytest.mark.postgres
def test_a_table_may_change_after_a_statement_was_prepared():
    one = skill("SQL")
    ready = prepared(_from)
    assert ready("SQL", 0) == [one]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE assessments_skill ADD COLUMN weight integer DEFAULT 1")
        assert ready("SQL", 0) == [one]
        transaction.set_rollback(True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_new_connection_is_told_anew():
    one = skill("SQL")
    ready = prepared(_from)
    assert ready("SQL", 0) == [one]
    connection.close()
    assert ready("SQL", 0) == [one]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_since_the_last_request_is_replaced_before_it_is_told():
    one = skill("SQL")
    ready = prepared(_from)
    assert ready("SQL", 0) == [one]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    inside = connection.settings_dict
    with psycopg.connect(host=inside["HOST"], user=inside["USER"], dbname=inside["NAME"]) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [backend])
    # As at the start of a request.
    connection.close_if_unusable_or_obsolete()
    assert ready("SQL", 0) == [one]


@pytest.mark.postgres
def test_no_query_is_compiled_before_it_runs():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)

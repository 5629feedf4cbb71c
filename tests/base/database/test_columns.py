"""Columns of a query say what its rows say, whatever the database; NULL and other widths are refused."""

import struct
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.db import connection, transaction
from django.db.models import FloatField, IntegerField, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.utils import DatabaseError, DataError
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Evidence, GapReport, Skill
from lifow.base.database.columns import ColumnsError, among, read_columns
from lifow.base.database.copying import SIGNATURE, CopyError, one_row
from lifow.people.models import Person
from tests.company import NOON, compute, give, observe, person, role, skill

pytestmark = pytest.mark.django_db

I8 = st.integers(-(2**63), 2**63 - 1)
I4 = st.integers(-(2**31), 2**31 - 1)
REAL = st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False)
MOMENT = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def literal(sql: str, *parameters: object) -> QuerySet:
    """A query of one row whose one value is an expression."""
    person("Only One")
    return Person.objects.order_by("pk")[:1].annotate(found=RawSQL(sql, parameters))


def test_every_kind_of_column_in_the_order_of_the_query():
    priya = person("Priya Nair")
    abena = person(manager=priya)
    empathy, sql = skill("Empathy"), skill("SQL")
    observe(abena, empathy, 2.5, valid_until=date(2026, 4, 1))
    observe(abena, sql, 1, source="manager", rater=priya, observed_at=NOON - timedelta(microseconds=1))
    found = read_columns(
        Evidence.objects.order_by("-pk"),
        evidence=("pk", "i8"),
        skill=("skill_id", "i4"),
        level=("level", "f8"),
        rater=("rater_id", "i8", 0),
        observed_at=("observed_at", "moment"),
        valid_until=("valid_until", "day", -1),
        active=("person__is_active", "?"),
    )
    assert [(name, column.dtype.str[1:]) for name, column in found.items()] == [
        ("evidence", "i8"),
        ("skill", "i4"),
        ("level", "f8"),
        ("rater", "i8"),
        ("observed_at", "M8[us]"),
        ("valid_until", "i4"),
        ("active", "b1"),
    ]
    newest, oldest = Evidence.objects.order_by("-pk")
    assert found["evidence"].tolist() == [newest.pk, oldest.pk]
    assert found["skill"].tolist() == [sql.pk, empathy.pk]
    assert found["level"].tolist() == [1, 2.5]
    assert found["rater"].tolist() == [priya.pk, 0]
    assert [at.replace(tzinfo=UTC) for at in found["observed_at"].tolist()] == [newest.observed_at, NOON]
    assert found["valid_until"].tolist() == [-1, (date(2026, 4, 1) - date(1970, 1, 1)).days]
    assert found["active"].tolist() == [True, True]
    assert all(column.flags["C_CONTIGUOUS"] and column.dtype.isnative for column in found.values())


def test_text_of_one_width_and_bytes_of_any():
    abena, priya = person(), person("Priya Nair")
    for one, name in ((abena, "Agent"), (priya, "Lead")):
        give(one, role(name, **{f"Skill {number}": 2 for number in range(2 if one == abena else 5)}))
    compute(abena, priya)
    reports = GapReport.objects.order_by("person_id")
    found = read_columns(
        reports, digest=("digest", "S64"), packed=("packed", "bytes"), person=("person_id", "i8")
    )
    assert [digest.decode() for digest in found["digest"]] == [one.digest for one in reports]
    assert found["packed"].tolist() == [bytes(one.packed) for one in reports]
    assert found["person"].tolist() == [abena.pk, priya.pk]


@pytest.mark.parametrize("nobody", [Person.objects.none(), Person.objects.filter(pk=0)])
def test_no_rows_are_columns_of_their_types_without_any(nobody):
    found = read_columns(nobody, person=("pk", "i4"), since=("created_at", "moment"))
    assert {name: (column.dtype, len(column)) for name, column in found.items()} == {
        "person": (np.dtype("i4"), 0),
        "since": (np.dtype("M8[us]"), 0),
    }


@given(
    integer=I8,
    small=I4,
    real=REAL,
    moment=MOMENT,
)
def test_any_value_is_what_it_was(django_db_blocker, integer, small, real, moment):
    with django_db_blocker.unblock(), transaction.atomic():
        person("Only One", created_at=moment)
        Person.objects.update(created_at=moment)
        rows = Person.objects.annotate(
            integer=Value(integer, IntegerField()),
            small=Value(small, IntegerField()),
            real=Value(real, FloatField()),
        )
        found = read_columns(
            rows,
            integer=("integer", "i8"),
            small=("small", "i4"),
            real=("real", "f8"),
            moment=("created_at", "moment"),
        )
        assert [column.tolist() for column in found.values()] == [
            [value] for value in (integer, small, real, moment.replace(tzinfo=None))
        ]
        transaction.set_rollback(True)


@pytest.mark.postgres
@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "-0", "5e-324"])
def test_special_floats(value):
    (found,) = read_columns(literal("%s::float8", value), real=("found", "f8"))["real"]
    assert struct.pack("d", found) == struct.pack("d", float(value))


@pytest.mark.parametrize(
    "text", ["o'clock", "100%", "%s", "\\", "'; DROP TABLE people_person; --", "日本", "$1", '"']
)
def test_parameters_are_values_and_never_sql(text):
    one = skill(text)
    skill("Another")
    found = read_columns(Skill.objects.filter(name=text, name__contains=text[:2]), skill=("pk", "i8"))
    assert found["skill"].tolist() == [one.pk]


def test_a_null_that_nothing_stands_for_is_named_with_its_row():
    priya = person("Priya Nair")
    abena = person(manager=priya)
    observe(abena, skill("SQL"), 1, source="manager", rater=priya)
    observe(abena, skill("SQL"), 1)
    rows = Evidence.objects.order_by("pk")
    with pytest.raises(ColumnsError, match="rater is NULL in row 1"):
        read_columns(rows, person=("person_id", "i8"), rater=("rater_id", "i8"), evidence=("pk", "i8"))


def test_text_of_another_width_is_named():
    person()
    with pytest.raises(ColumnsError, match=r"name has 5 bytes in row 0: 4 were asked for"):
        read_columns(Person.objects.all(), name=("given_name", "S4"), person=("pk", "i8"))


def test_a_number_too_large_for_its_column_is_an_error():
    with pytest.raises((DataError, OverflowError)):
        read_columns(literal("70000"), small=("found", "i2"))


def test_one_id_among_very_many():
    abena = person()
    person("Priya Nair")
    ids = [*range(10**6, 10**6 + 40_000), abena.pk]
    assert list(Person.objects.filter(pk__in=among(ids))) == [abena]
    assert list(Person.objects.filter(pk__in=among(np.array(ids)))) == [abena]
    assert not Person.objects.filter(pk__in=among([])).exists()


def test_what_the_transaction_wrote_is_seen_and_goes_with_it():
    with transaction.atomic():
        made = person()
        assert made.pk in read_columns(Person.objects.all(), person=("pk", "i8"))["person"]
        transaction.set_rollback(True)
    assert made.pk not in read_columns(Person.objects.all(), person=("pk", "i8"))["person"]


def test_a_selector_is_one_query_and_goes_through_wrappers(django_assert_num_queries):
    seen = []

    def wrapper(execute, sql, parameters, many, context):
        seen.append(sql)
        return execute(sql, parameters, many, context)

    with django_assert_num_queries(1), connection.execute_wrapper(wrapper):
        read_columns(Person.objects.all(), person=("pk", "i8"))
    assert len(seen) == 1
    assert 'FROM "people_person"' in seen[0]


def test_errors_are_djangos_own():
    with pytest.raises(DatabaseError), transaction.atomic():
        read_columns(Person.objects.annotate(wrong=RawSQL("no_such_column", [])), wrong=("wrong", "i8"))


def test_marks_are_locked_as_they_are_read():
    person()
    with transaction.atomic():
        rows = Person.objects.select_for_update(skip_locked=True)
        assert len(read_columns(rows, person=("pk", "i8"))["person"]) == 1


def copied(*fields: bytes, trailer: bytes = b"\xff\xff", signature: bytes = SIGNATURE) -> bytes:
    values = b"".join(struct.pack("!i", len(field)) + field for field in fields)
    return signature + bytes(8) + struct.pack("!h", len(fields)) + values + trailer


def test_the_fields_of_a_copy_of_one_row():
    assert one_row(copied(b"ab", b"", b"c")) == [b"ab", b"", b"c"]
    assert one_row(SIGNATURE + bytes(8) + b"\0\1" + b"\xff" * 4 + b"\xff\xff") == [b""]


@pytest.mark.parametrize(
    "stream",
    [
        b"",
        copied(b"ab")[:-1],
        copied(b"ab")[:-4],
        copied(b"ab") + b"\0",
        copied(b"ab", signature=b"PGCOPY\n\xff\r\n\1"),
        copied(b"ab", trailer=b"\0\1" + b"\0\0\0\2cd\xff\xff"),
    ],
)
def test_a_copy_that_is_none_is_refused(stream):
    with pytest.raises(CopyError):
        one_row(stream)


def test_decimals_are_the_nearest_floats():
    abena = person()
    for level in ("0.1", "2.35", "4.99"):
        observe(abena, skill("SQL"), float(Decimal(level)))
    found = read_columns(Evidence.objects.order_by("pk"), level=("level", "f8"))
    assert found["level"].tolist() == [0.1, 2.35, 4.99]

"""The stored index is what a fresh one of the same rows would be, whatever wrote them."""

from collections import Counter

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from content.catalogue.models import Module
from lifow.base.search import postgresql, sqlite
from lifow.people.persons.models import Person
from tests.backing.examples import examples
from tests.company import NOON, framework, module, person, skill
from tests.item_bank import draft

MODELS = (Module, Skill, Person, ItemVersion)
written = st.text(alphabet=st.sampled_from("Aé cß+#'-_0."), max_size=12)
WAYS = ("save", "update", "bulk_create", "bulk_update", "delete", "sql", "rolled back")


def stored(model) -> Counter:
    """What the index of a model holds."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        # A column that was added later stands last in its table.
        columns = ", ".join(("id", *model.search_fields[:-1], "vector"))
        return rows_of(f"SELECT {columns} FROM {postgresql.documents(table)}")
    return terms_of(table, [sqlite.STEMS.name(table), sqlite.STARTS.name(table)])


def fresh(model) -> Counter:
    """What an index made of a model's rows would hold."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        return rows_of(postgresql.document_sql(model.search_fields, "kept", f"FROM {table} AS kept"))
    names = []
    with connection.cursor() as cursor:
        for index in (sqlite.STEMS, sqlite.STARTS):
            anew = sqlite.Index(f"{index.suffix}_anew", index.options)
            statements = anew.create(table, model.search_fields)
            for statement in statements:
                if "TRIGGER" not in statement:
                    cursor.execute(statement)
            names.append(anew.name(table))
    held = terms_of(table, names)
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TABLE {name}")
    return held


def rows_of(sql: str) -> Counter:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return Counter(cursor.fetchall())


def terms_of(table: str, names: list[str]) -> Counter:
    """Every term of FTS5 tables, with its row, column and place."""
    held: Counter = Counter()
    with connection.cursor() as cursor:
        for kind, name in enumerate(names):
            cursor.execute(f"CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, {name}, instance)")
            cursor.execute('SELECT term, doc, col, "offset" FROM temp.terms')
            held.update((kind, *row) for row in cursor.fetchall())
            cursor.execute("DROP TABLE temp.terms")
    return held


def write(way: str, text: str, place: int) -> None:
    """Change modules in one of the ways that there are."""
    ids = list(Module.objects.order_by("pk").values_list("pk", flat=True))
    newest = max(ids, default=0)
    chosen = Module.objects.filter(pk=ids[place % len(ids)]) if ids else Module.objects.none()
    if way == "save":
        module(text, skill(), 1, 2, body=text)
    elif way == "update":
        chosen.update(summary=text, minutes=9)
    elif way == "bulk_create":
        Module.objects.bulk_create(
            Module(key=f"{newest}-{place}-{number}", title=text, body=text, kind="case", minutes=1)
            for number in range(2)
        )
    elif way == "bulk_update":
        many = list(Module.objects.all())
        for one in many:
            one.body = f"{text} {one.pk}"
        Module.objects.bulk_update(many, ["body"])
    elif way == "delete":
        chosen.delete()
    elif way == "sql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE content_module SET title = title || %s WHERE (id & 1) = 0", [text])
    else:
        with transaction.atomic():
            Module.objects.update(body=text)
            chosen.delete()
            transaction.set_rollback(True)


@pytest.mark.django_db
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(40),
)
@given(writes=st.lists(st.tuples(st.sampled_from(WAYS), written, st.integers(0, 9)), max_size=12))
def test_after_any_writes_the_index_is_what_a_fresh_one_would_be(writes):
    with transaction.atomic():
        for way, text, place in writes:
            write(way, text, place)
        assert stored(Module) == fresh(Module)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_every_model_has_an_index_of_its_own():
    person("Inês Carvalho")
    module("Refund", skill("Refund policy"), 1, 2)
    draft("match")
    for model in MODELS:
        assert stored(model)
        assert stored(model) == fresh(model)


@pytest.mark.django_db
def test_a_row_that_gets_another_id_is_found_under_it():
    made = module("Refund", skill(), 1, 2)
    made.effects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE content_module SET id = 99999, title = 'Payout' WHERE id = %s", [made.pk])
    assert Module.objects.best_match_ids("payout", 5) == [99_999]
    assert stored(Module) == fresh(Module)


@pytest.mark.django_db
@pytest.mark.postgres
def test_rows_that_are_copied_in_or_truncated_are_indexed():
    body = framework()
    columns = "created_at, updated_at, public_id, framework_id, external_id, name, description"
    copy = f"COPY assessments_skill ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(copy) as rows:
        for name in ("Refund policy", "Escalation"):
            rows.write_row((NOON, NOON, f"skl_{name}", body.pk, name, name, ""))
    assert [one.name for one in Skill.objects.best_matches("refunds", 5)] == ["Refund policy"]
    assert stored(Skill) == fresh(Skill)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE assessments_skill CASCADE")
    assert not stored(Skill)


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_write_of_other_columns_leaves_the_document_alone():
    made = module("Refund", skill(), 1, 2)

    def version() -> Counter:
        return rows_of(f"SELECT ctid::text FROM content_module_search_document WHERE id = {made.pk}")

    before = version()
    Module.objects.update(minutes=9)
    assert version() == before
    Module.objects.update(body="Other")
    assert version() != before


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_searched_column_can_be_altered():
    module("Refund", skill(), 1, 2)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE content_module ALTER COLUMN title TYPE varchar(250)")
    module("Another refund", skill(), 1, 2)
    assert len(Module.objects.best_matches("refund", 5)) == 2

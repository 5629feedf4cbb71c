"""Migrations that are made fast leave what Django's own leave."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from lifow.base.database.migration_states import migrations_made_fast

pytestmark = pytest.mark.django_db(transaction=True)

APP = "shelves"


def fill(apps, editor) -> None:
    """Look along relations, both ways, as data migrations do."""
    unit = apps.get_model(APP, "unit").objects.create(code="a")
    apps.get_model(APP, "part").objects.create(unit=unit, coded=unit, note="n")
    assert apps.get_model(APP, "unit").objects.filter(part__note="n", part__unit__code="a").count() == 1


def operations() -> list[Operation]:
    """Each changes what those before have left behind: a model that others refer to, and those others."""
    unit = f"{APP}.unit"
    code = models.CharField(max_length=9, unique=True)
    coded = models.ForeignKey(unit, models.CASCADE, to_field="code", related_name="+")
    part = [
        ("id", models.AutoField(primary_key=True)),
        ("unit", models.ForeignKey(unit, models.CASCADE)),
        ("coded", coded),
        ("size", models.IntegerField(default=1)),
    ]
    has_an_id = models.CheckConstraint(condition=models.Q(id__gt=0), name="unit_has_an_id")
    return [
        migrations.CreateModel("Unit", [("id", models.SmallAutoField(primary_key=True)), ("code", code)]),
        migrations.CreateModel("Part", part),
        migrations.AddField("part", "note", models.TextField(default="")),
        migrations.AddField("unit", "above", models.ForeignKey(unit, models.CASCADE, null=True)),
        migrations.AddConstraint("unit", has_an_id),
        migrations.AddIndex("part", models.Index(fields=["size"], name="part_by_size")),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("unit", "id", models.BigAutoField(primary_key=True)),
        migrations.AlterField("unit", "code", models.CharField(max_length=40, unique=True)),
        migrations.AlterField("part", "size", models.BigIntegerField(default=1)),
        migrations.AlterField("part", "unit", models.ForeignKey(unit, models.PROTECT, null=True)),
        migrations.RenameField("unit", "code", "key"),
        migrations.AddField("unit", "parts", models.ManyToManyField(f"{APP}.part", related_name="units")),
        migrations.RenameModel("unit", "Shelf"),
        migrations.RemoveField("part", "note"),
    ]


def migrated(made: Callable[[], AbstractContextManager[None]]) -> dict[str, Any]:
    """What is there after the operations, each a migration of its own; it is taken out again."""
    state = ProjectState()
    try:
        with made():
            _ = state.apps
            for number, operation in enumerate(operations()):
                migration = migrations.Migration(f"{number:04}", APP)
                migration.operations = [operation]
                with connection.schema_editor(atomic=True) as editor:
                    state = migration.apply(state.clone(), editor)
        return {table: described(table) for table in tables()}
    finally:
        with connection.schema_editor() as editor:
            for model in reversed(state.apps.get_models()):
                editor.delete_model(model)
        assert tables() == []


def tables() -> list[str]:
    return sorted(name for name in connection.introspection.table_names() if name.startswith(f"{APP}_"))


def described(table: str) -> tuple[Any, ...]:
    """The columns of a table, what binds them, how many rows there are; no names that are made up."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
        bound = connection.introspection.get_constraints(cursor, table).values()
        cursor.execute(f"SELECT count(*) FROM {table}")
        return (
            sorted((one.name, str(one.type_code), one.null_ok) for one in columns),
            sorted(
                str(
                    [
                        one[key]
                        for key in ("columns", "primary_key", "unique", "foreign_key", "check", "index")
                    ]
                )
                for one in bound
            ),
            cursor.fetchall(),
        )


def test_they_leave_what_those_of_django_leave():
    made = migrated(migrations_made_fast)
    assert made == migrated(nullcontext)
    assert [*made] == ["shelves_part", "shelves_shelf", "shelves_shelf_parts"]
    assert made["shelves_part"][-1] == [(1,)]

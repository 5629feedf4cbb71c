"""How evidence of before reads on levels that mean something else; a map is never updated, but for who made it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COLUMNS = "framework_id, before, after, pairs, top_before, mapped_at"
POSTGRESQL = [
    """
    CREATE FUNCTION assessments_levelmap_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'level maps are append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    f"""
    CREATE TRIGGER assessments_levelmap_append_only BEFORE UPDATE OF {COLUMNS} ON assessments_levelmap
    FOR EACH ROW EXECUTE FUNCTION assessments_levelmap_refuse()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER assessments_levelmap_append_only ON assessments_levelmap",
    "DROP FUNCTION assessments_levelmap_refuse()",
]
SQLITE = [
    f"""
    CREATE TRIGGER assessments_levelmap_append_only BEFORE UPDATE OF {COLUMNS} ON assessments_levelmap
    BEGIN SELECT RAISE(ABORT, 'level maps are append-only'); END
    """
]
SQLITE_BACK = ["DROP TRIGGER assessments_levelmap_append_only"]


def refuse_updates(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def allow_updates(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0027_passes_over_statements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LevelMap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.JSONField(verbose_name="levels before")),
                ("after", models.JSONField(verbose_name="levels after")),
                ("pairs", models.JSONField(verbose_name="old and new level")),
                ("top_before", models.SmallIntegerField(verbose_name="highest level before")),
                ("mapped_at", models.DateTimeField(db_index=True, verbose_name="mapped at")),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="level_maps",
                        to="assessments.framework",
                        verbose_name="framework",
                    ),
                ),
                (
                    "mapped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mapped by",
                    ),
                ),
            ],
            options={
                "verbose_name": "level map",
                "verbose_name_plural": "level maps",
                "constraints": [
                    models.UniqueConstraint(fields=("framework", "mapped_at"), name="level_map_once_a_moment")
                ],
            },
        ),
        migrations.RunPython(refuse_updates, allow_updates, elidable=False),
    ]

"""Which skill has taken which one's place, and since when; of a row nothing changes but that it is taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COLUMNS = "old_id, new_id, pairs, replaced_at"
MESSAGE = "replacements of skills are taken back, not changed"
POSTGRESQL = [
    f"""
    CREATE FUNCTION assessments_skillreplacement_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    f"""
    CREATE TRIGGER assessments_skillreplacement_kept BEFORE UPDATE OF {COLUMNS}
    ON assessments_skillreplacement
    FOR EACH ROW EXECUTE FUNCTION assessments_skillreplacement_refuse()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER assessments_skillreplacement_kept ON assessments_skillreplacement",
    "DROP FUNCTION assessments_skillreplacement_refuse()",
]
SQLITE = [
    f"""
    CREATE TRIGGER assessments_skillreplacement_kept BEFORE UPDATE OF {COLUMNS}
    ON assessments_skillreplacement
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """
]
SQLITE_BACK = ["DROP TRIGGER assessments_skillreplacement_kept"]


def refuse_updates(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def allow_updates(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0030_framework_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SkillReplacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pairs", models.JSONField(blank=True, default=list, verbose_name="old and new level")),
                ("replaced_at", models.DateTimeField(verbose_name="replaced at")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="replaces",
                        to="assessments.skill",
                        verbose_name="in its place",
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replacements",
                        to="assessments.skill",
                        verbose_name="replaced skill",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="said by",
                    ),
                ),
            ],
            options={
                "verbose_name": "replaced skill",
                "verbose_name_plural": "replaced skills",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("old", "new"),
                        name="skill_replacement_in_force_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True),
                        name="skill_replacement_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_back_at__isnull", True),
                            ("taken_back_at__gte", models.F("replaced_at")),
                            _connector="OR",
                        ),
                        name="skill_replacement_taken_back_after",
                    ),
                ],
            },
        ),
        migrations.RunPython(refuse_updates, allow_updates, elidable=False),
    ]

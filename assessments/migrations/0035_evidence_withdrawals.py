"""That evidence is withdrawn, or counts again, is a row, which is never changed but for who said it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.bounds

TABLE = "assessments_evidencewithdrawal"
REFUSED = {
    f"{TABLE}_append_only": ("id, evidence_id, number, said_at, client", ""),
    f"{TABLE}_keeps_person": ("said_by_id", "WHEN (NEW.said_by_id IS NOT NULL)"),
    # Words of somebody who is erased are emptied by the statement that forgets who it was.
    f"{TABLE}_keeps_reason": (
        "reason",
        "WHEN (NOT (OLD.said_by_id IS NOT NULL AND NEW.said_by_id IS NULL))",
    ),
}
MESSAGE = "withdrawals of evidence are append-only"
FUNCTION = f"""
CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL = f"""
CREATE TRIGGER {{name}} BEFORE UPDATE OF {{columns}} ON {TABLE}
FOR EACH ROW {{when}} EXECUTE FUNCTION {TABLE}_refuse()
"""
SQLITE = f"""
CREATE TRIGGER {{name}} BEFORE UPDATE OF {{columns}} ON {TABLE}
FOR EACH ROW {{when}} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
"""


def refuse_updates(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(FUNCTION)
    for name, (columns, when) in REFUSED.items():
        create = POSTGRESQL if is_postgresql else SQLITE
        schema_editor.execute(create.format(name=name, columns=columns, when=when))


def allow_updates(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in REFUSED:
        schema_editor.execute(f"DROP TRIGGER {name} ON {TABLE}" if is_postgresql else f"DROP TRIGGER {name}")
    if is_postgresql:
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse()")


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0034_attributed_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="Odd where it withdraws the piece, even where the piece counts again.",
                        verbose_name="number",
                    ),
                ),
                (
                    "reason",
                    models.TextField(validators=[lifow.base.bounds.validate_text], verbose_name="reason"),
                ),
                ("said_at", models.DateTimeField(verbose_name="said at")),
                (
                    "client",
                    models.CharField(blank=True, default="", max_length=100, verbose_name="client"),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawals",
                        to="assessments.evidence",
                        verbose_name="evidence",
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
                "verbose_name": "withdrawal of evidence",
                "verbose_name_plural": "withdrawals of evidence",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evidence", "number"), name="evidence_withdrawal_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="evidence_withdrawal_from_one"
                    ),
                ],
            },
        ),
        migrations.RunPython(refuse_updates, allow_updates, elidable=False),
    ]

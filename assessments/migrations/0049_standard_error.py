"""How sure a test is; never changed, as all that evidence says, and said of tests alone."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import migrations, models

IS_NONE = "NEW.standard_error IS NOT NULL AND NOT (NEW.source = 'test' AND NEW.standard_error > 0)"

POSTGRESQL = [
    """
    CREATE TRIGGER assessments_evidence_keeps_error BEFORE UPDATE OF standard_error ON assessments_evidence
    FOR EACH ROW EXECUTE FUNCTION assessments_evidence_refuse()
    """,
    """
    CREATE FUNCTION assessments_evidence_refuse_error() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'only a test has a standard error, above 0'
    USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    f"""
    CREATE TRIGGER assessments_evidence_error_of_tests BEFORE INSERT ON assessments_evidence
    FOR EACH ROW WHEN ({IS_NONE}) EXECUTE FUNCTION assessments_evidence_refuse_error()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER assessments_evidence_error_of_tests ON assessments_evidence",
    "DROP FUNCTION assessments_evidence_refuse_error()",
    "DROP TRIGGER assessments_evidence_keeps_error ON assessments_evidence",
]
SQLITE = [
    """
    CREATE TRIGGER assessments_evidence_keeps_error BEFORE UPDATE OF standard_error ON assessments_evidence
    BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END
    """,
    f"""
    CREATE TRIGGER assessments_evidence_error_of_tests BEFORE INSERT ON assessments_evidence
    WHEN {IS_NONE}
    BEGIN SELECT RAISE(ABORT, 'only a test has a standard error, above 0'); END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER assessments_evidence_error_of_tests",
    "DROP TRIGGER assessments_evidence_keeps_error",
]


def hold(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def let_go(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0048_item_imports")]

    operations = [
        # Without a default: neither database writes the table anew, nor loses its triggers. A check would
        # have SQLite write it anew, and PostgreSQL lock it while it reads it through: a trigger does neither.
        migrations.AddField(
            model_name="evidence",
            name="standard_error",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="By how much the level that a test found is usually off, in levels.",
                max_digits=4,
                null=True,
                validators=[MinValueValidator(Decimal("0.01"))],
                verbose_name="standard error",
            ),
        ),
        migrations.RunPython(hold, let_go, elidable=False),
    ]

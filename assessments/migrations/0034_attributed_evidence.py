"""Which machine says a piece of evidence in somebody's name; never changed, as all that evidence says."""

from django.db import migrations, models

POSTGRESQL = """
CREATE TRIGGER assessments_evidence_keeps_attribution BEFORE UPDATE OF attributed_by ON assessments_evidence
FOR EACH ROW EXECUTE FUNCTION assessments_evidence_refuse()
"""
SQLITE = """
CREATE TRIGGER assessments_evidence_keeps_attribution BEFORE UPDATE OF attributed_by ON assessments_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END
"""
POSTGRESQL_BACK = "DROP TRIGGER assessments_evidence_keeps_attribution ON assessments_evidence"
SQLITE_BACK = "DROP TRIGGER assessments_evidence_keeps_attribution"


def refuse_updates(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def allow_updates(apps, schema_editor):
    schema_editor.execute(POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0033_words_of_erased_raters")]

    operations = [
        # Without a default: neither database writes the table anew, nor loses its triggers.
        migrations.AddField(
            model_name="evidence",
            name="attributed_by",
            field=models.CharField(
                blank=True,
                help_text="The client that says so, where nothing else shows that the rater did.",
                max_length=100,
                null=True,
                verbose_name="attributed by",
            ),
        ),
        migrations.RunPython(refuse_updates, allow_updates, elidable=False),
    ]

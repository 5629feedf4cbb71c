"""What a rater wrote is emptied together with the rater who is erased, and else never.

The trigger that refuses updates no longer looks at `origin`; one of its own does, and lets through the
statement that empties the rater.
"""

from django.db import migrations

TABLE = "assessments_evidence"
NAME, OF_ORIGIN = "assessments_evidence_append_only", "assessments_evidence_keeps_origin"
COLUMNS = "public_id, person_id, skill_id, level, source, observed_at, valid_until, supersedes_id, once_key"
BEFORE = (
    "public_id, person_id, skill_id, level, source, observed_at, valid_until, origin, supersedes_id, once_key"
)
UNLESS_EMPTIED = "WHEN (NOT (OLD.rater_id IS NOT NULL AND NEW.rater_id IS NULL))"
POSTGRESQL = """
    CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table}
    FOR EACH ROW {when} EXECUTE FUNCTION assessments_evidence_refuse()
"""
SQLITE = """
    CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table}
    FOR EACH ROW {when} BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END
"""


def forwards(apps, schema_editor):
    _drop(schema_editor, NAME)
    _create(schema_editor, NAME, COLUMNS, "")
    _create(schema_editor, OF_ORIGIN, "origin", UNLESS_EMPTIED)


def backwards(apps, schema_editor):
    _drop(schema_editor, OF_ORIGIN)
    _drop(schema_editor, NAME)
    _create(schema_editor, NAME, BEFORE, "")


def _create(schema_editor, name, columns, when):
    create = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    schema_editor.execute(create.format(name=name, columns=columns, table=TABLE, when=when), params=None)


def _drop(schema_editor, name):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0032_framework_import_choices")]

    operations = [migrations.RunPython(forwards, backwards, elidable=False)]

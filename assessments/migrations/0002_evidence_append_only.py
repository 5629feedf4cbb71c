"""Evidence is never updated: the database itself refuses.

The one exception is the rater, whom the database empties when the person is removed.
"""

from django.db import migrations

COLUMNS = (
    "public_id, person_id, skill_id, level, source, observed_at, valid_until, origin, supersedes_id, once_key"
)

POSTGRESQL = [
    """
    CREATE FUNCTION assessments_evidence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'evidence is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    f"""
    CREATE TRIGGER assessments_evidence_append_only BEFORE UPDATE OF {COLUMNS} ON assessments_evidence
    FOR EACH ROW EXECUTE FUNCTION assessments_evidence_refuse()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER assessments_evidence_append_only ON assessments_evidence",
    "DROP FUNCTION assessments_evidence_refuse()",
]
SQLITE = [
    f"""
    CREATE TRIGGER assessments_evidence_append_only BEFORE UPDATE OF {COLUMNS} ON assessments_evidence
    BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END
    """
]
SQLITE_BACK = ["DROP TRIGGER assessments_evidence_append_only"]


def refuse_updates(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def allow_updates(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [migrations.RunPython(refuse_updates, allow_updates, elidable=False)]

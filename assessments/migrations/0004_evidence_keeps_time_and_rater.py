"""Evidence keeps its id and the time at which it was recorded, and is never given to another rater."""

from django.db import migrations

REFUSED = {
    "assessments_evidence_stays_in_time": ("id, recorded_at", ""),
    "assessments_evidence_keeps_rater": ("rater_id", "WHEN (NEW.rater_id IS NOT NULL)"),
}
POSTGRESQL = """
CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON assessments_evidence
FOR EACH ROW {when} EXECUTE FUNCTION assessments_evidence_refuse()
"""
POSTGRESQL_BACK = "DROP TRIGGER {name} ON assessments_evidence"
SQLITE = """
CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON assessments_evidence
FOR EACH ROW {when} BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END
"""
SQLITE_BACK = "DROP TRIGGER {name}"


def refuse_updates(apps, schema_editor):
    create = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for name, (columns, when) in REFUSED.items():
        schema_editor.execute(create.format(name=name, columns=columns, when=when))


def allow_updates(apps, schema_editor):
    drop = POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK
    for name in REFUSED:
        schema_editor.execute(drop.format(name=name))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_skill_search")]

    operations = [migrations.RunPython(refuse_updates, allow_updates, elidable=False)]

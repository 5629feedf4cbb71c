"""An answer to a question of a sitting never changes: the database itself refuses.

What a question was asked with stays too, once it is answered. The row goes with its sitting only.
"""

from django.db import migrations

from lifow.base.database.tombstones import LeaveTombstones

TABLE = "assessments_sittingitem"
KEPT = (
    "sitting_id, part_id, number, item_id, version_id, slope, thresholds, seed, counts, shown_at, "
    "answered_at, answer, score, confidence, is_late, idempotency_key"
)
NEVER_CHANGES = "an answer of a sitting never changes"
FUNCTION = f"""
CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{NEVER_CHANGES}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
TRIGGER = f"""
CREATE TRIGGER {TABLE}_never_changes BEFORE UPDATE OF {KEPT} ON {TABLE}
FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL)
"""
POSTGRESQL = f"{TRIGGER} EXECUTE FUNCTION {TABLE}_refuse()"
SQLITE = f"{TRIGGER} BEGIN SELECT RAISE(ABORT, '{NEVER_CHANGES}'); END"


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
        schema_editor.execute(POSTGRESQL, params=None)
    else:
        schema_editor.execute(SQLITE, params=None)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_never_changes ON {TABLE}", params=None)
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse()", params=None)
    else:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_never_changes", params=None)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0044_sittings")]

    operations = [
        migrations.RunPython(refuse, allow, elidable=False),
        LeaveTombstones("TestForm"),
        LeaveTombstones("Sitting"),
        LeaveTombstones("Certificate"),
    ]

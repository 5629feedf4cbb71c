"""Events are never updated: the database itself refuses."""

from django.db import migrations

POSTGRESQL = [
    """
    CREATE FUNCTION events_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER events_event_append_only BEFORE UPDATE ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_event_refuse()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER events_event_append_only ON events_event",
    "DROP FUNCTION events_event_refuse()",
]
SQLITE = [
    """
    CREATE TRIGGER events_event_append_only BEFORE UPDATE ON events_event
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
    """
]
SQLITE_BACK = ["DROP TRIGGER events_event_append_only"]


def refuse_updates(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def allow_updates(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [migrations.RunPython(refuse_updates, allow_updates, elidable=False)]

"""A version of a question that was published never changes: the database itself refuses.

What may change is whether a later version took its place (`state`). People who are erased are emptied, and
with the reviewer what they wrote. Publishing needs a reviewer's name at the moment when it is done.
"""

from django.db import migrations

from lifow.base.database.tombstones import LeaveTombstones

TABLE = "assessments_itemversion"
CONTENTS = (
    "id, public_id, item_id, number, kind, level, stem, body, picture_id, picture_alt, highest_score, "
    "seconds_expected, revision, created_at, submitted_at, reviewed_at, published_at"
)
PEOPLE = ("created_by_id", "changed_by_id", "reviewer_id", "reviewed_by_id")
PUBLISHED = "OLD.published_at IS NOT NULL"
UNREVIEWED = "NEW.published_at IS NOT NULL AND NEW.reviewed_by_id IS NULL"
NEVER_CHANGES = "a published version of a question never changes"
SECOND_PERSON = "a second person reviews a question before it is published"
# By name: on what, when, and what is said.
REFUSED = {
    f"{TABLE}_never_changes": (f"UPDATE OF {CONTENTS}", PUBLISHED, NEVER_CHANGES),
    **{
        f"{TABLE}_keeps_{column}": (
            f"UPDATE OF {column}",
            f"{PUBLISHED} AND NEW.{column} IS NOT NULL",
            NEVER_CHANGES,
        )
        for column in PEOPLE
    },
    f"{TABLE}_keeps_note": (
        "UPDATE OF review_note",
        f"{PUBLISHED} AND NOT (OLD.reviewed_by_id IS NOT NULL AND NEW.reviewed_by_id IS NULL)",
        NEVER_CHANGES,
    ),
    f"{TABLE}_second_person": (
        "UPDATE OF published_at",
        f"OLD.published_at IS NULL AND {UNREVIEWED}",
        SECOND_PERSON,
    ),
    f"{TABLE}_new_by_second_person": ("INSERT", UNREVIEWED, SECOND_PERSON),
}
FUNCTION = f"""
CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL = f"""
CREATE TRIGGER {{name}} BEFORE {{event}} ON {TABLE}
FOR EACH ROW WHEN ({{when}}) EXECUTE FUNCTION {TABLE}_refuse('{{message}}')
"""
SQLITE = f"""
CREATE TRIGGER {{name}} BEFORE {{event}} ON {TABLE}
FOR EACH ROW WHEN ({{when}}) BEGIN SELECT RAISE(ABORT, '{{message}}'); END
"""


def refuse(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(FUNCTION, params=None)
    create = POSTGRESQL if is_postgresql else SQLITE
    for name, (event, when, message) in REFUSED.items():
        schema_editor.execute(create.format(name=name, event=event, when=when, message=message), params=None)


def allow(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in REFUSED:
        on = f" ON {TABLE}" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on}", params=None)
    if is_postgresql:
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse()", params=None)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0040_item_bank")]

    operations = [migrations.RunPython(refuse, allow, elidable=False), LeaveTombstones("Item")]

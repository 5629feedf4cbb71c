"""Beside a question: what it is searched by. The name of its skill follows the skill, by triggers."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OF_SKILL = """
    UPDATE assessments_itemversion SET searched_skill = NEW.name
    WHERE item_id IN (SELECT id FROM assessments_item WHERE skill_id = NEW.id);
"""
OF_ITEM = """
    UPDATE assessments_itemversion
    SET searched_skill = (SELECT name FROM assessments_skill WHERE id = NEW.skill_id)
    WHERE item_id = NEW.id;
"""
# By name: the table, the column that is followed, and what follows.
FOLLOWED = {
    "assessments_skill_names_items": ("assessments_skill", "name", OF_SKILL),
    "assessments_item_gets_skill": ("assessments_item", "skill_id", OF_ITEM),
}
# The function compares the columns itself: named in the trigger, they could not be altered.
POSTGRESQL = """
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.{column} IS DISTINCT FROM OLD.{column} THEN {then} END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER {name} AFTER UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()
"""
SQLITE = """
    CREATE TRIGGER {name} AFTER UPDATE OF {column} ON {table}
    FOR EACH ROW WHEN NEW.{column} IS NOT OLD.{column} BEGIN {then} END
"""


def follow(apps, schema_editor):
    create = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for name, (table, column, then) in FOLLOWED.items():
        statement = create.format(name=name, table=table, column=column, then=then)
        schema_editor.execute(statement, params=None)


def leave(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, (table, _column, _then) in FOLLOWED.items():
        schema_editor.execute(f"DROP TRIGGER {name}{f' ON {table}' if is_postgresql else ''}", params=None)
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0049_standard_error")]

    operations = [
        # Without a default: neither database writes the table anew, nor loses its triggers.
        migrations.AddField(
            model_name="itemversion",
            name="searched_answers",
            field=models.TextField(
                editable=False, help_text="What can be answered, as text that is searched.", null=True
            ),
        ),
        migrations.AddField(
            model_name="itemversion",
            name="searched_skill",
            field=models.CharField(
                editable=False,
                help_text="The name of its skill, kept by the database.",
                max_length=200,
                null=True,
            ),
        ),
        migrations.RunPython(follow, leave, elidable=False),
        # Words alone.
        migrations.AlterField(
            model_name="itemversion",
            name="level",
            field=models.PositiveSmallIntegerField(
                help_text="A person who is just at this level has an even chance.",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="level",
            ),
        ),
        migrations.AlterField(
            model_name="itemversion",
            name="reviewer",
            field=models.ForeignKey(
                blank=True,
                help_text="Nobody: anybody who may review it.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked to review",
            ),
        ),
    ]

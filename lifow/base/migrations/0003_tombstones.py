"""What was deleted of that which outside systems know: its public id, and when."""

from django.db import migrations, models


def drop_function(apps, schema_editor):
    """The last of the triggers that call it is gone by then."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS lifow_leave_tombstone()")


class Migration(migrations.Migration):
    dependencies = [("base", "0002_scheduled_jobs")]

    operations = [
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.CharField(max_length=40, unique=True, verbose_name="public id")),
                ("deleted_at", models.DateTimeField(db_index=True, verbose_name="deleted at")),
            ],
            options={"verbose_name": "tombstone", "verbose_name_plural": "tombstones"},
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_function),
    ]

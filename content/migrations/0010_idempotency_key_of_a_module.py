"""The one name of idempotency, in the code: the column keeps the name that running code knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0009_refill_search")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("module", "once_key", "idempotency_key"),
                migrations.AlterField(
                    "module",
                    "idempotency_key",
                    models.CharField(
                        db_column="once_key",
                        editable=False,
                        help_text="Makes the same form, sent twice, the same module.",
                        max_length=100,
                        null=True,
                        unique=True,
                    ),
                ),
            ]
        )
    ]

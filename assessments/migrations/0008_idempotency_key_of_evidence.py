"""The one name of idempotency, in the code: the column keeps the name that running code knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0007_refill_search")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("evidence", "once_key", "idempotency_key"),
                migrations.AlterField(
                    "evidence",
                    "idempotency_key",
                    models.CharField(
                        db_column="once_key",
                        editable=False,
                        help_text="Makes a retried write the same write.",
                        max_length=200,
                        null=True,
                        unique=True,
                    ),
                ),
            ]
        )
    ]

from django.db import migrations, models

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("assessments", "0008_idempotency_key_of_evidence")]

    operations = [
        AddIndexOnline(
            "Evidence",
            models.Index(
                fields=["person", "skill", "observed_at"],
                condition=models.Q(source__in=["self", "manager"]),
                name="evidence_self_and_manager",
            ),
        )
    ]

"""Pages tell how long people wait for their gap report, and whose could not be computed."""

from django.db import migrations, models

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("assessments", "0035_evidence_withdrawals")]

    operations = [
        AddIndexOnline(
            model_name="stalemark",
            index=models.Index(
                condition=models.Q(("set_aside_at__isnull", True)), fields=["marked_at"], name="mark_waiting"
            ),
        ),
        AddIndexOnline(
            model_name="stalemark",
            index=models.Index(
                condition=models.Q(("set_aside_at__isnull", False)),
                fields=["marked_at"],
                name="mark_set_aside",
            ),
        ),
    ]

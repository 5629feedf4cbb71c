from django.db import migrations, models

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("assessments", "0015_people_by_need")]

    operations = [
        AddIndexOnline("Evidence", models.Index(fields=["recorded_at"], name="evidence_recorded")),
        AddIndexOnline(
            "GapReport",
            models.Index(
                fields=["as_of"],
                condition=models.Q(superseded_at__isnull=True),
                name="gap_report_current_as_of",
            ),
        ),
    ]

from django.db import migrations, models
from django.db.models import Q

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("mentoring", "0012_who_waits_since_when")]

    operations = [
        AddIndexOnline(
            "Unmatched", models.Index(fields=["reason", "waiting_since", "id"], name="unmatched_by_wait")
        ),
        AddIndexOnline(
            "Pairing",
            models.Index(
                fields=["recommended_at", "id"],
                condition=Q(state="proposed", is_recommended=True),
                name="pairing_reserved",
            ),
        ),
    ]

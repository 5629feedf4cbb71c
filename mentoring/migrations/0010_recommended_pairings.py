from django.db import migrations, models
from django.db.models import Q

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("mentoring", "0009_unmatched_by_reason")]

    operations = [
        AddIndexOnline(
            "Pairing",
            models.Index(
                fields=["id"],
                condition=Q(state="proposed", is_recommended=True),
                name="pairing_recommended",
            ),
        ),
    ]

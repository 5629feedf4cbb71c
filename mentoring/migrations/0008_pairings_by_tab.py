from django.db import migrations, models
from django.db.models import Q

from lifow.base.database.operations import AddIndexOnline

HOLDING = ["accepted", "active"]
OVER = ["completed", "ended", "declined", "expired"]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("mentoring", "0007_pairings_by_state")]

    operations = [
        AddIndexOnline(
            "Pairing",
            models.Index(fields=["asked_at", "id"], condition=Q(state="asked"), name="pairing_asked"),
        ),
        AddIndexOnline(
            "Pairing",
            models.Index(fields=["closes_on", "id"], condition=Q(state__in=HOLDING), name="pairing_running"),
        ),
        AddIndexOnline(
            "Pairing",
            models.Index(
                fields=["-closed_at", "-id"],
                condition=Q(state__in=OVER, asked_at__isnull=False),
                name="pairing_over",
            ),
        ),
    ]

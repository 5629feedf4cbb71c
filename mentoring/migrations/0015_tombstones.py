"""What is deleted leaves a tombstone."""

from django.db import migrations

from lifow.base.database.tombstones import LeaveTombstones


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0014_pairings_paused_by_leave"), ("base", "0003_tombstones")]

    operations = [
        LeaveTombstones("Pairing"),
    ]

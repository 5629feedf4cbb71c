"""What is deleted leaves a tombstone."""

from django.db import migrations

from lifow.base.database.tombstones import LeaveTombstones


class Migration(migrations.Migration):
    dependencies = [("content", "0021_extra_time"), ("base", "0003_tombstones")]

    operations = [
        LeaveTombstones("Module"),
        LeaveTombstones("Plan"),
    ]

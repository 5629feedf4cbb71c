"""What is deleted leaves a tombstone."""

from django.db import migrations

from lifow.base.database.tombstones import LeaveTombstones


class Migration(migrations.Migration):
    dependencies = [("people", "0027_erasures"), ("base", "0003_tombstones")]

    operations = [
        LeaveTombstones("Person"),
        LeaveTombstones("OrgUnit"),
        LeaveTombstones("Employment"),
    ]

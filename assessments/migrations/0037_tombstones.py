"""What is deleted leaves a tombstone."""

from django.db import migrations

from lifow.base.database.tombstones import LeaveTombstones


class Migration(migrations.Migration):
    dependencies = [("assessments", "0036_waiting_marks"), ("base", "0003_tombstones")]

    operations = [
        LeaveTombstones("Framework"),
        LeaveTombstones("Skill"),
        LeaveTombstones("Role"),
        LeaveTombstones("RoleLevel"),
        LeaveTombstones("Requirement"),
        LeaveTombstones("Evidence"),
        LeaveTombstones("RatingRequest"),
        LeaveTombstones("GapReport", when="OLD.superseded_at IS NULL"),
    ]

"""A role assignment may be known to another system by an id."""

from django.db import migrations, models

from lifow.base.database.tombstones import RenewTombstones


class Migration(migrations.Migration):
    dependencies = [("assessments", "0038_role_assignments_by_api")]

    operations = [
        RenewTombstones("RoleAssignment"),
        migrations.AddField(
            model_name="roleassignment",
            name="external_source",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=50, verbose_name="system that gave it"
            ),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="external_id",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="its id there"
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=("external_source", "external_id"),
                name="role_assignment_external_id_once",
                violation_error_message="This system has given this id to another role assignment.",
            ),
        ),
        RenewTombstones("RoleAssignment"),
    ]

"""Role assignments have an id for other systems, and say when they changed."""

from django.db import migrations, models
from django.db.models.functions import Now

import lifow.base.fields
from lifow.base.database.tombstones import LeaveTombstones


class Migration(migrations.Migration):
    dependencies = [("assessments", "0037_tombstones")]

    operations = [
        # The database gives one to each row that is there, and to those that the code before adds.
        migrations.AddField(
            model_name="roleassignment",
            name="public_id",
            field=lifow.base.fields.PublicIdField(db_default=lifow.base.fields.RandomId("ras"), prefix="ras"),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, db_default=Now(), verbose_name="updated at"),
        ),
        migrations.AddIndex(
            model_name="roleassignment",
            index=models.Index(fields=["updated_at"], name="role_assignment_updated"),
        ),
        LeaveTombstones("RoleAssignment"),
    ]

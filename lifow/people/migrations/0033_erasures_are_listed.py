"""Erasures have an id of their own, and keep the ids of the erased that the API tells as deleted."""

from django.db import migrations, models

import lifow.base.fields


class Migration(migrations.Migration):
    dependencies = [("people", "0032_org_units_by_place")]

    operations = [
        # The database gives one to each row that is there, and to those that the code before adds.
        migrations.AddField(
            model_name="erasure",
            name="public_id",
            field=lifow.base.fields.PublicIdField(db_default=lifow.base.fields.RandomId("ers"), prefix="ers"),
        ),
        migrations.AddField(
            model_name="erasure",
            name="people",
            field=models.JSONField(
                blank=True,
                help_text="As the API tells them as deleted.",
                null=True,
                verbose_name="ids of the erased",
            ),
        ),
    ]

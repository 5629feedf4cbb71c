"""Imports have an id for other systems, and say which client sent and applied them, and what they roll back."""

import django.db.models.deletion
from django.db import migrations, models

import lifow.base.fields
from lifow.base.database.tombstones import LeaveTombstones


class Migration(migrations.Migration):
    dependencies = [("people", "0029_changes_by_other_systems")]

    operations = [
        # The database gives one to each row that is there, and to those that the code before adds.
        migrations.AddField(
            model_name="rosterimport",
            name="public_id",
            field=lifow.base.fields.PublicIdField(db_default=lifow.base.fields.RandomId("imp"), prefix="imp"),
        ),
        migrations.AddField(
            model_name="rosterimport",
            name="sent_by",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="client that sent it"
            ),
        ),
        migrations.AddField(
            model_name="rosterimport",
            name="applied_by",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="client that applied it"
            ),
        ),
        migrations.AddField(
            model_name="rosterimport",
            name="rolls_back",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="rolled_back_by",
                to="people.rosterimport",
                verbose_name="rolls back",
            ),
        ),
        LeaveTombstones("RosterImport"),
    ]

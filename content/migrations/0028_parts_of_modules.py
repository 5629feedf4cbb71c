"""What a kind adds to the text of a module."""

from django.db import migrations, models

from lifow.base.database.tombstones import RenewTombstones
from lifow.base.search import RenewSearchIndex

FIELDS = ("title", "summary", "body")


class Migration(migrations.Migration):
    dependencies = [("content", "0027_versions_of_modules")]

    operations = [
        RenewTombstones("Module"),
        RenewSearchIndex("Module", fields=FIELDS),
        migrations.AddField(
            model_name="module",
            name="parts",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                editable=False,
                help_text="What its kind adds to the text, such as the lines of a checklist.",
                verbose_name="parts",
            ),
        ),
        migrations.AddField(
            model_name="module",
            name="parts_text",
            field=models.TextField(
                blank=True, db_default="", default="", editable=False, verbose_name="words of its parts"
            ),
        ),
        migrations.AlterField(
            model_name="module",
            name="body",
            field=models.TextField(blank=True, help_text="Markdown.", verbose_name="body"),
        ),
        RenewSearchIndex("Module", fields=FIELDS),
        RenewTombstones("Module"),
    ]

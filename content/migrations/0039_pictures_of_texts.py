"""The pictures that texts of modules, and what authors type, show."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0005_uploads"),
        ("content", "0038_facets_of_modules"),
    ]

    operations = [
        migrations.AddField(
            model_name="editingsession",
            name="pictures",
            field=models.ManyToManyField(
                blank=True,
                related_name="editing_sessions",
                to="base.picture",
                verbose_name="pictures in what was typed",
            ),
        ),
        migrations.AddField(
            model_name="module",
            name="pictures",
            field=models.ManyToManyField(
                blank=True,
                editable=False,
                help_text="Those that its text, its draft or an earlier version shows or has shown.",
                related_name="modules",
                to="base.picture",
                verbose_name="pictures",
            ),
        ),
    ]

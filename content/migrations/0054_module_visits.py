"""How often a module was visited, beside how many people have started it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0053_questions_and_answers")]

    operations = [
        migrations.AddField(
            model_name="modulefigures",
            name="visits",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="visits"),
        ),
    ]

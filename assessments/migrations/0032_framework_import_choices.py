from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0031_skill_replacements")]

    operations = [
        migrations.AddField(
            model_name="frameworkimport",
            name="levels_of_others",
            field=models.TextField(blank=True, db_default="", verbose_name="levels of other frameworks"),
        ),
        migrations.AddField(
            model_name="frameworkimport",
            name="may_lose",
            field=models.BooleanField(
                db_default=False,
                default=False,
                verbose_name="skills may go although evidence stands on them",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0047_scorm"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkedlink",
            name="failures",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="times without an answer"
            ),
        ),
        migrations.AddField(
            model_name="moduleimport",
            name="form",
            field=models.CharField(
                choices=[("modules", "Module files"), ("pages", "Pages of HTML")],
                db_default="modules",
                default="modules",
                max_length=10,
                verbose_name="form",
            ),
        ),
    ]

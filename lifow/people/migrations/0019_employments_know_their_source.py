from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0018_people_without_email")]

    operations = [
        migrations.AddField(
            model_name="employment",
            name="source",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The system whose files say so; empty where it was entered by hand.",
                max_length=50,
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="externalid",
            name="absent_since",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="absent since"),
        ),
    ]

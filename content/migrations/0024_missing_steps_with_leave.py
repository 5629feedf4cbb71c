"""Missing steps are counted with people on leave too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0023_activities_by_api")]

    operations = [
        migrations.AddField(
            model_name="missingstep",
            name="people_with_leave",
            field=models.PositiveIntegerField(
                db_default=0, default=0, verbose_name="people, those on leave too"
            ),
        ),
        migrations.AddField(
            model_name="missingstep",
            name="critical_with_leave",
            field=models.PositiveIntegerField(
                db_default=0, default=0, verbose_name="critical for, those on leave too"
            ),
        ),
        migrations.AddField(
            model_name="missingstep",
            name="gap_with_leave",
            field=models.FloatField(db_default=0, default=0, verbose_name="total gap, those on leave too"),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0009_self_and_manager_ratings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="gapreport",
            name="assess_first_count",
            field=models.PositiveIntegerField(default=0, verbose_name="needs assessment"),
        ),
        migrations.AlterField(
            model_name="gapreport",
            name="confirmed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When it was last computed with the same result.",
                null=True,
                verbose_name="confirmed at",
            ),
        ),
        migrations.AlterField(
            model_name="gapreport",
            name="critical_met",
            field=models.BooleanField(
                help_text="Empty while critical skills need assessment.",
                null=True,
                verbose_name="all critical skills met",
            ),
        ),
        migrations.AlterField(
            model_name="gapreport",
            name="never_assessed_count",
            field=models.PositiveIntegerField(default=0, verbose_name="not assessed yet"),
        ),
        migrations.AlterField(
            model_name="gapreport",
            name="required_count",
            field=models.PositiveIntegerField(default=0, verbose_name="skills needed"),
        ),
    ]

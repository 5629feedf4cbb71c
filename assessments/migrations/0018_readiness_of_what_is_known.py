from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0017_requests_for_ratings"),
    ]

    operations = [
        # What the code before writes it goes on writing; the columns are dropped by a later version.
        migrations.AlterField("unittotals", "readiness", models.FloatField(default=0, db_default=0)),
        migrations.AlterField("unittotals", "squared_widths", models.FloatField(default=0, db_default=0)),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("unittotals", "readiness"),
                migrations.RemoveField("unittotals", "squared_widths"),
                migrations.RemoveField("monthend", "readiness"),
            ]
        ),
        migrations.AddField(
            model_name="gapreport",
            name="critical_chance",
            field=models.FloatField(
                help_text="Empty while a critical skill is not assessed, and where none is critical.",
                null=True,
                verbose_name="chance that all critical skills are met",
            ),
        ),
        migrations.AddField(
            model_name="gapreport",
            name="critical_count",
            field=models.PositiveIntegerField(null=True, verbose_name="critical skills"),
        ),
        migrations.AddField(
            model_name="gapreport",
            name="known_share",
            field=models.FloatField(
                help_text="Of the weight of all skills needed. Empty in reports that were made before it was told.",
                null=True,
                verbose_name="share known",
            ),
        ),
        migrations.AddField(
            model_name="gapreport",
            name="met_count",
            field=models.PositiveIntegerField(null=True, verbose_name="skills met"),
        ),
        migrations.AddField(
            model_name="monthend",
            name="people_meeting",
            field=models.PositiveIntegerField(null=True, verbose_name="people who meet all critical skills"),
        ),
        migrations.AddField(
            model_name="monthend",
            name="people_with_critical",
            field=models.PositiveIntegerField(null=True, verbose_name="people with critical skills"),
        ),
        migrations.AddField(
            model_name="monthend",
            name="people_with_critical_gaps",
            field=models.PositiveIntegerField(null=True, verbose_name="people with critical gaps"),
        ),
        migrations.AddField(
            model_name="unittotals",
            name="chance_variances",
            field=models.FloatField(db_default=0, default=0, verbose_name="sum of their variances"),
        ),
        migrations.AddField(
            model_name="unittotals",
            name="chances",
            field=models.FloatField(db_default=0, default=0, verbose_name="sum of chances to meet all"),
        ),
        migrations.AddField(
            model_name="unittotals",
            name="densities",
            field=models.FloatField(db_default=0, default=0, verbose_name="sum of their densities"),
        ),
        migrations.AddField(
            model_name="unittotals",
            name="known",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="requirements known"),
        ),
        migrations.AddField(
            model_name="unittotals",
            name="people_assessed",
            field=models.PositiveIntegerField(
                db_default=0, default=0, verbose_name="people whose critical skills are assessed"
            ),
        ),
        migrations.AddField(
            model_name="unittotals",
            name="people_meeting",
            field=models.PositiveIntegerField(
                db_default=0, default=0, verbose_name="people who meet all critical skills"
            ),
        ),
        migrations.AddField(
            model_name="unittotals",
            name="people_with_critical",
            field=models.PositiveIntegerField(
                db_default=0, default=0, verbose_name="people with critical skills"
            ),
        ),
        migrations.AddField(
            model_name="unittotals",
            name="squared_densities",
            field=models.FloatField(db_default=0, default=0, verbose_name="sum of their squared densities"),
        ),
        migrations.AlterField(
            model_name="gapreport",
            name="critical_met",
            field=models.BooleanField(
                help_text="Empty while critical skills need assessment, and where none is critical.",
                null=True,
                verbose_name="all critical skills met",
            ),
        ),
        migrations.AlterField(
            model_name="gapreport",
            name="readiness",
            field=models.FloatField(
                help_text="Of what is known; empty where nothing is.", null=True, verbose_name="readiness"
            ),
        ),
    ]

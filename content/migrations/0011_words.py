from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0010_idempotency_key_of_a_module"),
    ]

    operations = [
        migrations.AlterField(
            model_name="module",
            name="facets",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="The company's own labels, such as product.",
                verbose_name="facets",
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="certificate",
            field=models.FloatField(
                default=1,
                help_text="At least this share of the upper bound: gap closed and value of the assessments.",
                verbose_name="share of the best possible plan",
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="knowing",
            field=models.FloatField(default=0, verbose_name="value of the assessments"),
        ),
        migrations.AlterField(
            model_name="plan",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("planned", "Planned"),
                    ("assess_first", "Needs assessment"),
                    ("no_gaps", "No gaps"),
                    ("no_content", "No modules for the gaps"),
                    ("material_done", "Modules done, gaps left"),
                    ("week_done", "This week's plan is done"),
                    ("nothing_fits", "No step fits the minutes"),
                ],
                max_length=20,
                verbose_name="outcome",
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="outcome_details",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Ids of skills with a gap and no module, and of skills whose modules are done; the shortest step where none fits the minutes; the first step of next week where this week's plan is done.",
                verbose_name="outcome, details",
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="upper_bound",
            field=models.FloatField(
                default=0,
                help_text="No plan within the minutes closes a larger weighted gap, including the value of its assessments.",
                verbose_name="upper bound",
            ),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="reason",
            field=models.CharField(
                choices=[
                    ("closes", "Closes the gap"),
                    ("raises", "Raises the level"),
                    ("prepares", "Prepares for another"),
                    ("assess", "Needs assessment"),
                ],
                max_length=20,
                verbose_name="reason",
            ),
        ),
    ]

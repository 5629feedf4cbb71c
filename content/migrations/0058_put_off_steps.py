import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0056_evidence_channel"),
        ("content", "0057_channels_of_devices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="plan",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("planned", "Planned"),
                    ("assess_first", "Needs assessment"),
                    ("no_gaps", "No gaps"),
                    ("waiting", "Waiting for others"),
                    ("no_content", "No modules for the gaps"),
                    ("material_done", "Modules done, gaps left"),
                    ("week_done", "This week's plan is done"),
                    ("nothing_fits", "No step fits the minutes"),
                    ("put_off", "Put off"),
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
                help_text="Ids of skills with a gap and no module, of skills whose modules are done, and of skills that need assessment by somebody else; critical skills without a step, and why; the shortest step where none fits the minutes; the first step of next week where this week's plan is done; what the learner has put off, and until when.",
                verbose_name="outcome, details",
            ),
        ),
        migrations.CreateModel(
            name="PutOffStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        help_text="The first day on which it can be planned again.", verbose_name="until"
                    ),
                ),
                ("put_off_at", models.DateTimeField(verbose_name="put off at")),
                (
                    "module",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="put_off_steps",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessments.skill",
                        verbose_name="skill",
                    ),
                ),
            ],
            options={
                "verbose_name": "step put off",
                "verbose_name_plural": "steps put off",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("module__isnull", True), ("skill__isnull", True), _connector="XOR"
                        ),
                        name="put_off_step_is_a_module_or_a_skill",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("module__isnull", False)),
                        fields=("person", "module"),
                        name="put_off_step_once_a_person_and_module",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("skill__isnull", False)),
                        fields=("person", "skill"),
                        name="put_off_step_once_a_person_and_skill",
                    ),
                ],
            },
        ),
    ]

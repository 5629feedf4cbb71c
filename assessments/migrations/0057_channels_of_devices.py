from django.db import migrations, models

import lifow.base.channels


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0056_evidence_channel"),
    ]

    operations = [
        migrations.AlterField(
            model_name="evidence",
            name="channel",
            field=models.CharField(
                blank=True,
                choices=[
                    ("portal", "Portal"),
                    ("widget", "Widget"),
                    ("extension", "Browser extension"),
                    ("chat", "Chat"),
                    ("assistant", "Assistant"),
                    ("mail", "Mail"),
                    ("device", "Phone or computer"),
                    ("calendar", "Calendar"),
                    ("api", "API"),
                ],
                default=lifow.base.channels.current_channel,
                editable=False,
                help_text="Through which it was given; empty where that is not known.",
                max_length=20,
                null=True,
                verbose_name="channel",
            ),
        ),
    ]

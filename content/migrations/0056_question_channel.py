"""Through which channel a question was asked."""

from django.db import migrations, models

import lifow.base.channels


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0055_left_searches"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
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
                    ("api", "API"),
                ],
                default=lifow.base.channels.current_channel,
                editable=False,
                help_text="Through which it was asked; empty where that is not known.",
                max_length=20,
                null=True,
                verbose_name="channel",
            ),
        ),
    ]

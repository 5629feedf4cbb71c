from django.db import migrations, models

import lifow.base.channels


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0019_findable_skills"),
    ]

    operations = [
        migrations.AlterField(
            model_name="helprequest",
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
                help_text="Through which it was asked for; empty where that is not known.",
                max_length=20,
                null=True,
                verbose_name="channel",
            ),
        ),
    ]

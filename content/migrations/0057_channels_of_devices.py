from django.db import migrations, models

import lifow.base.channels


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0056_question_channel"),
    ]

    operations = [
        migrations.AlterField(
            model_name="activityentry",
            name="channel",
            field=models.CharField(
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
                max_length=20,
                verbose_name="where",
            ),
        ),
        migrations.AlterField(
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
                    ("device", "Phone or computer"),
                    ("calendar", "Calendar"),
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

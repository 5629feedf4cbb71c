from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0050_walkthroughs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="module",
            name="kind",
            field=models.CharField(
                choices=[
                    ("article", "Article"),
                    ("video", "Video"),
                    ("walkthrough", "Walkthrough"),
                    ("quiz", "Quiz"),
                    ("checklist", "Checklist"),
                    ("template", "Template"),
                    ("case", "Case"),
                    ("document", "Document"),
                    ("scorm", "SCORM package"),
                    ("announcement", "Product update"),
                    ("path", "Path"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
    ]

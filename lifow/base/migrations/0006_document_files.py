from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0005_uploads"),
    ]

    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="media_type",
            field=models.CharField(
                choices=[
                    ("video/mp4", "MP4"),
                    ("video/webm", "WebM"),
                    ("application/pdf", "PDF"),
                    ("application/zip", "Zip"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispatch",
            name="opened_at",
            field=models.DateTimeField(
                blank=True, help_text="When its link was followed first.", null=True, verbose_name="opened at"
            ),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0005_uploads"),
        ("content", "0049_product_updates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WalkthroughPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kept_at", models.DateTimeField(db_index=True, verbose_name="uploaded last at")),
                (
                    "picture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.picture",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture of a walkthrough",
                "verbose_name_plural": "pictures of walkthroughs",
            },
        ),
        migrations.CreateModel(
            name="WalkthroughProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("passed", models.JSONField(blank=True, default=list, verbose_name="steps gone through")),
                (
                    "said_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="said that they were followed at"
                    ),
                ),
                ("passed_at", models.DateTimeField(blank=True, null=True, verbose_name="last step at")),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="walkthrough_progress",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="walkthrough_progress",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress in a walkthrough",
                "verbose_name_plural": "progress in walkthroughs",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "module"), name="walkthrough_progress_once_a_module"
                    )
                ],
            },
        ),
    ]

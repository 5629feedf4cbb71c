import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.fields


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0048_links_and_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                    ("announcement", "Product update"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="ProductUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_day", models.DateField(verbose_name="in force from")),
                ("published_at", models.DateTimeField(verbose_name="published at")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied at")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="told at")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded at")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="people it concerns")),
                ("readers", models.PositiveIntegerField(default=0, verbose_name="of these, have read it")),
                ("counted_at", models.DateTimeField(blank=True, null=True, verbose_name="counted at")),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="product_update",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
            ],
            options={
                "verbose_name": "product update",
                "verbose_name_plural": "product updates",
            },
        ),
        migrations.CreateModel(
            name="ReplacedModule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", lifow.base.fields.PublicIdField(prefix="rpm")),
                (
                    "term",
                    models.CharField(
                        blank=True, default="", max_length=100, verbose_name="words that it mentions"
                    ),
                ),
                ("outdated_at", models.DateTimeField(db_index=True, verbose_name="marked as outdated at")),
                (
                    "state",
                    models.CharField(
                        choices=[("outdated", "Marked as outdated"), ("still_right", "Still right")],
                        default="outdated",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="found still right at"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="found still right by",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replaced_by_updates",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replaced",
                        to="content.productupdate",
                        verbose_name="product update",
                    ),
                ),
            ],
            options={
                "verbose_name": "module outdated by a product update",
                "verbose_name_plural": "modules outdated by product updates",
            },
        ),
        migrations.AddIndex(
            model_name="productupdate",
            index=models.Index(
                condition=models.Q(("applied_at__isnull", True)),
                fields=["from_day"],
                name="product_update_to_apply",
            ),
        ),
        migrations.AddConstraint(
            model_name="productupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("readers__lte", models.F("people"))),
                name="product_update_readers_are_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacedmodule",
            constraint=models.UniqueConstraint(fields=("update", "module"), name="replaced_module_once"),
        ),
        migrations.AddConstraint(
            model_name="replacedmodule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "still_right"), _negated=True),
                    ("decided_at__isnull", False),
                    _connector="OR",
                ),
                name="replaced_module_decided_says_when",
            ),
        ),
    ]

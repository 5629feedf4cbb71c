"""The company's list of facets, what modules are filed under in it, votes on modules, and saved modules."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.bounds
import lifow.base.fields


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0054_refreshers"),
        ("content", "0036_copies_of_templates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Facet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", lifow.base.fields.PublicIdField(prefix="fct")),
                (
                    "key",
                    models.CharField(
                        max_length=200,
                        unique=True,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="key",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=100, validators=[lifow.base.bounds.validate_text], verbose_name="name"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("listed", "In the list"),
                            ("waiting", "Waits for HR"),
                            ("retired", "Retired"),
                            ("merged", "Merged"),
                        ],
                        default="listed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "facet",
                "verbose_name_plural": "facets",
            },
        ),
        migrations.CreateModel(
            name="FacetValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", lifow.base.fields.PublicIdField(prefix="fvl")),
                (
                    "key",
                    models.CharField(
                        max_length=200, validators=[lifow.base.bounds.validate_text], verbose_name="key"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=100, validators=[lifow.base.bounds.validate_text], verbose_name="name"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("listed", "In the list"),
                            ("waiting", "Waits for HR"),
                            ("retired", "Retired"),
                            ("merged", "Merged"),
                        ],
                        default="listed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "value of a facet",
                "verbose_name_plural": "values of facets",
            },
        ),
        migrations.CreateModel(
            name="ModuleFacet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "facet of a module",
                "verbose_name_plural": "facets of modules",
            },
        ),
        migrations.CreateModel(
            name="ModuleVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_helpful", models.BooleanField(verbose_name="was helpful")),
                (
                    "words",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=500,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="words",
                    ),
                ),
                ("voted_at", models.DateTimeField(verbose_name="voted at")),
            ],
            options={
                "verbose_name": "vote on a module",
                "verbose_name_plural": "votes on modules",
            },
        ),
        migrations.CreateModel(
            name="RoleVotes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("voters", models.PositiveIntegerField(verbose_name="people who voted")),
                ("helpful", models.PositiveIntegerField(verbose_name="of these, found it helpful")),
                ("counted_at", models.DateTimeField(verbose_name="counted at")),
            ],
            options={
                "verbose_name": "votes of a role",
                "verbose_name_plural": "votes of roles",
            },
        ),
        migrations.CreateModel(
            name="SavedModule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved at")),
            ],
            options={
                "verbose_name": "saved module",
                "verbose_name_plural": "saved modules",
            },
        ),
        migrations.AddIndex(
            model_name="module",
            index=models.Index(fields=["status", "updated_at"], name="module_status_updated"),
        ),
        migrations.AddField(
            model_name="facet",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="content.facet",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="facetvalue",
            name="facet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="values_in_it",
                to="content.facet",
                verbose_name="facet",
            ),
        ),
        migrations.AddField(
            model_name="facetvalue",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="content.facetvalue",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="facetvalue",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AddField(
            model_name="modulefacet",
            name="module",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="filings",
                to="content.module",
                verbose_name="module",
            ),
        ),
        migrations.AddField(
            model_name="modulefacet",
            name="value",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="filings",
                to="content.facetvalue",
                verbose_name="value",
            ),
        ),
        migrations.AddField(
            model_name="modulevote",
            name="module",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="votes",
                to="content.module",
                verbose_name="module",
            ),
        ),
        migrations.AddField(
            model_name="modulevote",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="module_votes",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="modulevote",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="votes",
                to="content.moduleversion",
                verbose_name="version",
            ),
        ),
        migrations.AddField(
            model_name="rolevotes",
            name="module",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="content.module",
                verbose_name="module",
            ),
        ),
        migrations.AddField(
            model_name="rolevotes",
            name="role",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="assessments.role",
                verbose_name="role",
            ),
        ),
        migrations.AddField(
            model_name="savedmodule",
            name="module",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_by",
                to="content.module",
                verbose_name="module",
            ),
        ),
        migrations.AddField(
            model_name="savedmodule",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_modules",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddConstraint(
            model_name="facet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="facet_merged_says_into_which",
            ),
        ),
        migrations.AddConstraint(
            model_name="facet",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="facet_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="facetvalue",
            constraint=models.UniqueConstraint(fields=("facet", "key"), name="facet_value_once"),
        ),
        migrations.AddConstraint(
            model_name="facetvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="facet_value_merged_says_into_which",
            ),
        ),
        migrations.AddConstraint(
            model_name="facetvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="facet_value_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="modulefacet",
            constraint=models.UniqueConstraint(fields=("module", "value"), name="module_facet_once"),
        ),
        migrations.AddIndex(
            model_name="modulevote",
            index=models.Index(fields=["module", "-voted_at"], name="module_vote_newest"),
        ),
        migrations.AddConstraint(
            model_name="modulevote",
            constraint=models.UniqueConstraint(
                fields=("person", "version"), name="module_vote_once_a_person_and_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="rolevotes",
            constraint=models.UniqueConstraint(
                fields=("role", "module"), name="role_votes_once_a_role_and_module"
            ),
        ),
        migrations.AddConstraint(
            model_name="rolevotes",
            constraint=models.CheckConstraint(
                condition=models.Q(("helpful__lte", models.F("voters"))), name="role_votes_helpful_are_part"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedmodule",
            constraint=models.UniqueConstraint(
                fields=("person", "module"), name="saved_module_once_a_person"
            ),
        ),
    ]

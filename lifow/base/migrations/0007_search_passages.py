import django.db.models.deletion
from django.db import migrations, models

import lifow.base.bounds
from lifow.base.passages import triggers


def drop_triggers(apps, schema_editor):
    """What writes into a table that goes; it is made again by the migrations that come back."""
    triggers.drop_triggers(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0006_document_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_pk", models.BigIntegerField()),
                ("token", models.PositiveBigIntegerField()),
            ],
            options={
                "verbose_name": "change of what search finds",
                "verbose_name_plural": "changes of what search finds",
            },
        ),
        migrations.CreateModel(
            name="StaleSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("source_id", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "stale source of search",
                "verbose_name_plural": "stale sources of search",
            },
        ),
        migrations.CreateModel(
            name="OpeningTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("seconds", models.PositiveSmallIntegerField(verbose_name="seconds")),
                ("times", models.PositiveIntegerField(default=1, verbose_name="times")),
            ],
            options={
                "verbose_name": "time from typing to opening",
                "verbose_name_plural": "times from typing to opening",
                "constraints": [
                    models.UniqueConstraint(fields=("day", "seconds"), name="opening_time_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("source_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("audience", models.CharField(max_length=40)),
                ("filed_under", models.JSONField(default=list)),
                ("identities", models.JSONField(default=list)),
                ("words", models.TextField(blank=True)),
                ("weights", models.BinaryField()),
                ("digest", models.CharField(max_length=32)),
                ("changed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "what search finds",
                "verbose_name_plural": "what search finds",
                "indexes": [models.Index(fields=["-changed_at"], name="search_source_changed")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "source_id"), name="search_source_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        max_length=100,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="searched for",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        max_length=100,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="also finds",
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=100)),
                ("is_both_ways", models.BooleanField(default=False, verbose_name="the other way round too")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
            ],
            options={
                "verbose_name": "synonym",
                "verbose_name_plural": "synonyms",
                "constraints": [models.UniqueConstraint(fields=("folded", "means"), name="synonym_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchPassage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("place", models.CharField(blank=True, default="", max_length=200)),
                ("query", models.CharField(blank=True, default="", max_length=200)),
                ("anchor", models.CharField(blank=True, default="", max_length=500)),
                ("words", models.TextField(blank=True)),
                ("weights", models.BinaryField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="base.searchsource",
                    ),
                ),
            ],
            options={
                "verbose_name": "passage",
                "verbose_name_plural": "passages",
                "constraints": [
                    models.UniqueConstraint(fields=("source", "number"), name="search_passage_numbered")
                ],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_triggers),
    ]

"""Through which channel evidence was given; never changed, as all that evidence says."""

from django.db import migrations, models

import lifow.base.channels

POSTGRESQL = """
CREATE TRIGGER assessments_evidence_keeps_channel BEFORE UPDATE OF channel ON assessments_evidence
FOR EACH ROW EXECUTE FUNCTION assessments_evidence_refuse()
"""
SQLITE = """
CREATE TRIGGER assessments_evidence_keeps_channel BEFORE UPDATE OF channel ON assessments_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END
"""


def hold(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def let_go(apps, schema_editor):
    on = " ON assessments_evidence" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER assessments_evidence_keeps_channel{on}")


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0055_skill_owners"),
    ]

    operations = [
        # It may be empty and has no default in the database: neither writes the table anew.
        migrations.AddField(
            model_name="evidence",
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
                help_text="Through which it was given; empty where that is not known.",
                max_length=20,
                null=True,
                verbose_name="channel",
            ),
        ),
        migrations.RunPython(hold, let_go, elidable=False),
    ]

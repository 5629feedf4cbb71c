"""Who mentors whom so far: from now on mentoring tells by its events."""

from django.db import migrations

BATCH = 1_000
CURRENT = ("accepted", "active")


def note_current_pairings(apps, schema_editor):
    StandingPair = apps.get_model("content", "StandingPair")
    pairings = apps.get_model("mentoring", "Pairing").objects.filter(state__in=CURRENT).order_by("pk")
    rows = pairings.values_list("pk", "mentor_id", "mentee_id")
    StandingPair.objects.bulk_create(
        (
            StandingPair(pairing_id=pairing, mentor_id=mentor, learner_id=learner)
            for pairing, mentor, learner in rows.iterator()
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("content", "0031_checklists_and_quizzes"), ("mentoring", "0015_tombstones")]

    operations = [migrations.RunPython(note_current_pairings, migrations.RunPython.noop)]

from django.db import migrations
from django.db.models import F

NO_GAPS = "no_gaps"
BATCH = 1_000


def know_who_waits(apps, schema_editor):
    """Who was without a match has waited since then; what was recommended was so when it was proposed."""
    Waiting = apps.get_model("mentoring", "Waiting")
    Unmatched = apps.get_model("mentoring", "Unmatched")
    Pairing = apps.get_model("mentoring", "Pairing")
    wanting = Unmatched.objects.exclude(reason=NO_GAPS)
    wanting.update(waiting_since=F("since"))
    rows = wanting.exclude(person__in=Waiting.objects.values("person")).values_list("person_id", "since")
    Waiting.objects.bulk_create(
        (Waiting(person_id=person, since=since) for person, since in rows.iterator()), batch_size=BATCH
    )
    recommended = Pairing.objects.filter(state="proposed", is_recommended=True, recommended_at=None)
    recommended.update(recommended_at=F("proposed_at"))


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0011_waiting_list")]

    operations = [migrations.RunPython(know_who_waits, migrations.RunPython.noop)]

from django.db import migrations
from django.db.models import Q

LEFT = "left"


def move_to_the_cause(apps, schema_editor):
    """Where somebody left, “left” was no note. Where both stayed, one of them wrote it, and it is kept."""
    Pairing = apps.get_model("mentoring", "Pairing")
    Employment = apps.get_model("people", "Employment")
    here = Employment.objects.filter(ends_on__isnull=True, status__in=["active", "leave"]).values("person")
    gone = Employment.objects.filter(status="terminated").values("person")
    somebody_left = ~Q(mentee__in=here) | ~Q(mentor__in=here) | Q(mentee__in=gone) | Q(mentor__in=gone)
    marked = Pairing.objects.filter(closing_note=LEFT)
    marked.filter(Q(state="expired") | (Q(state="ended") & somebody_left)).update(
        closing_cause=LEFT, closing_note=""
    )


def move_to_the_note(apps, schema_editor):
    apps.get_model("mentoring", "Pairing").objects.filter(closing_cause=LEFT).update(closing_note=LEFT)


class Migration(migrations.Migration):
    """Tell what the programme noted from what people wrote."""

    dependencies = [("mentoring", "0003_why_a_pairing_closed"), ("people", "0001_initial")]

    operations = [migrations.RunPython(move_to_the_cause, move_to_the_note)]

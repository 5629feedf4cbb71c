from datetime import time

import django.db.models as models
from django.db import migrations
from django.db.models import F

from lifow.base.search import RenewSearchIndex

FIELDS = ("given_name", "family_name", "email")


def end_work_on_the_same_day(apps, schema_editor):
    """What the version before cannot keep has the usual hours."""
    people = apps.get_model("people", "Person").objects.using(schema_editor.connection.alias)
    overnight = people.filter(work_ends_at__lte=F("work_starts_at"))
    overnight.update(work_starts_at=time(9), work_ends_at=time(17))


class Migration(migrations.Migration):
    dependencies = [("people", "0024_roster_imports")]

    operations = [
        RenewSearchIndex("Person", fields=FIELDS),
        migrations.RemoveConstraint(model_name="person", name="person_work_ends_after_it_starts"),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("work_ends_at", models.F("work_starts_at")), _negated=True),
                name="person_work_takes_time",
                violation_error_message="Work cannot start and end at the same time. An end before the start is on"
                " the next day.",
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="work_ends_at",
            field=models.TimeField(
                default=time(17),
                help_text="Before the start: on the next day.",
                verbose_name="work ends at",
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="workdays",
            field=models.PositiveSmallIntegerField(
                default=31,
                help_text="One bit a day on which work starts, Monday the lowest.",
                verbose_name="workdays",
            ),
        ),
        RenewSearchIndex("Person", fields=FIELDS),
        migrations.RunPython(migrations.RunPython.noop, end_work_on_the_same_day),
    ]

import re
from datetime import time

from django.db import migrations
from django.db.models import F

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def mend_languages_and_hours(apps, schema_editor):
    """What cannot be read as languages or working hours becomes what a new person has."""
    people = apps.get_model("people", "Person").objects
    said = people.values_list("pk", "languages").iterator(chunk_size=2000)
    people.filter(pk__in=[pk for pk, codes in said if not is_a_list_of_codes(codes)]).update(languages=["en"])
    backwards = people.filter(work_ends_at__lte=F("work_starts_at"))
    backwards.update(work_starts_at=time(9), work_ends_at=time(17))


def is_a_list_of_codes(codes):
    is_list = isinstance(codes, list) and bool(codes)
    return is_list and all(isinstance(code, str) and CODE.fullmatch(code) for code in codes)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_external_id_once_a_source")]

    operations = [migrations.RunPython(mend_languages_and_hours, migrations.RunPython.noop)]

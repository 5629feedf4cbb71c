"""The numbers of units have new columns: the first sweep counts everybody anew, as after an installation."""

from django.db import migrations


def count_anew(apps, schema_editor):
    apps.get_model("assessments", "UnitTotals").objects.filter(org_unit=None).update(computed_at=None)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0018_readiness_of_what_is_known")]

    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop)]

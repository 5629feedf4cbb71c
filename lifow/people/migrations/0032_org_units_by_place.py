"""An org unit is found by its name in the unit above."""

from django.db import migrations, models

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0031_digests_of_names")]

    operations = [
        AddIndexOnline("orgunit", models.Index(fields=["parent", "name"], name="org_unit_by_place")),
    ]

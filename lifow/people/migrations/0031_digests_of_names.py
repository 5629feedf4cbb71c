"""People are found by name as rosters compare names."""

from django.db import migrations

from lifow.base.database.digests import KeepDigests


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0030_imports_by_api")]

    operations = [KeepDigests("Person", columns=("given_name", "family_name"))]

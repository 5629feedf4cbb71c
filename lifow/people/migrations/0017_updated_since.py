from django.db import migrations, models

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0016_drop_first_search_index")]

    operations = [
        AddIndexOnline("Person", models.Index(fields=["updated_at"], name="person_updated")),
        AddIndexOnline("Employment", models.Index(fields=["updated_at"], name="employment_updated")),
    ]

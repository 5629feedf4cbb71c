from django.db import migrations, models

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0012_sessions_name_the_moved_backend")]

    operations = [
        AddIndexOnline(
            "Person",
            models.Index(fields=["family_name", "given_name", "id"], name="person_by_name"),
        )
    ]

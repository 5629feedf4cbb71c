from django.db import migrations, models

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("mentoring", "0006_words")]

    operations = [
        AddIndexOnline("Pairing", models.Index(fields=["state", "closed_at"], name="pairing_by_state"))
    ]

"""Plans ask learners by their steps and open no requests: a row that says so was opened by a system."""

from django.db import migrations


def name_the_system(apps, schema_editor):
    for name in ("RequestBatch", "RatingRequest"):
        apps.get_model("assessments", name).objects.filter(origin="plan").update(origin="system")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0024_no_manager_to_ask")]

    operations = [migrations.RunPython(name_the_system, migrations.RunPython.noop)]

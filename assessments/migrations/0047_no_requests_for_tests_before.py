"""On the way back requests for tests go: the code before knows none."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("assessments", "RatingRequest").objects.filter(source="test").delete()


class Migration(migrations.Migration):
    dependencies = [("assessments", "0046_requests_for_tests")]

    operations = [migrations.RunPython(migrations.RunPython.noop, forget, elidable=True)]

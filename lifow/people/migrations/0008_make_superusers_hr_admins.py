from django.db import migrations


def make_superusers_hr_admins(apps, schema_editor):
    """A superuser sees the company on the pages anyway; so also in the API."""
    apps.get_model("people", "Person").objects.filter(is_superuser=True).update(is_hr_admin=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0007_work_ends_after_it_starts")]

    operations = [migrations.RunPython(make_superusers_hr_admins, migrations.RunPython.noop)]

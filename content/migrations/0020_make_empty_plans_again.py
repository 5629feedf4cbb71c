"""Plans that said that nothing is missing, or that no module is, may have overlooked what waits for others."""

from django.db import migrations

MAY_HAVE_OVERLOOKED = ["no_gaps", "no_content", "material_done"]


def make_again(apps, schema_editor):
    """A plan of no gap report is stale: the next sweep makes it again."""
    apps.get_model("content", "Plan").objects.filter(outcome__in=MAY_HAVE_OVERLOOKED).update(gap_digest="")


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0019_waiting_plans"),
    ]

    operations = [migrations.RunPython(make_again, migrations.RunPython.noop)]

from django.db import migrations
from django.db.models import Exists, OuterRef


def keep_the_oldest(apps, schema_editor):
    """Of several ids of one source for one thing, the first one is kept: the one that came with the roster."""
    names = apps.get_model("people", "ExternalId").objects
    for owner in ("person", "org_unit"):
        earlier = names.filter(source=OuterRef("source"), pk__lt=OuterRef("pk"), **{owner: OuterRef(owner)})
        doubled = names.filter(Exists(earlier), **{f"{owner}__isnull": False})
        names.filter(pk__in=list(doubled.values_list("pk", flat=True))).delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0003_forget_former_addresses")]

    operations = [migrations.RunPython(keep_the_oldest, migrations.RunPython.noop)]

from django.db import migrations
from django.db.models import F


def forget_former_addresses(apps, schema_editor):
    """Addresses that allauth kept of people who have another e-mail now may be somebody else's."""
    addresses = apps.get_model("account", "EmailAddress")
    addresses.objects.exclude(email__iexact=F("user__email")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_person_search"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(forget_former_addresses, migrations.RunPython.noop)]

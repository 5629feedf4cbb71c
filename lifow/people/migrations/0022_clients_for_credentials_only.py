from django.db import migrations
from django.db.models import Value


def bind_clients(apps, schema_editor):
    """Nothing that a client was once given beside its credentials is served: it does not lie ready either."""
    clients = apps.get_model("allauth_idp_oidc", "Client").objects.all()
    without = {"skip_consent": False, "allow_uri_wildcards": False, "owner": None}
    clients.update(redirect_uris="", cors_origins="", response_types="", **without)
    clients.filter(grant_types__contains="client_credentials").update(grant_types=Value("client_credentials"))
    clients.exclude(grant_types="client_credentials").update(grant_types="")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0021_same_people"),
        ("allauth_idp_oidc", "0003_client_allow_uri_wildcards"),
    ]

    operations = [migrations.RunPython(bind_clients, migrations.RunPython.noop)]

from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations

FORMER = "lifow.people.adapters.OwnAddressBackend"
MOVED = "lifow.people.accounts.adapters.OwnAddressBackend"


def rename_backend(apps, former, moved):
    """A session is believed only where it names a backend of the settings: without this, all are signed out."""
    sessions, store, changed = apps.get_model("sessions", "Session"), SessionStore(), []
    for session in sessions.objects.iterator():
        content = store.decode(session.session_data)
        if content.get(BACKEND_SESSION_KEY) == former:
            session.session_data = store.encode({**content, BACKEND_SESSION_KEY: moved})
            changed.append(session)
    sessions.objects.bulk_update(changed, ["session_data"], batch_size=500)


def forwards(apps, schema_editor):
    rename_backend(apps, FORMER, MOVED)


def backwards(apps, schema_editor):
    rename_backend(apps, MOVED, FORMER)


class Migration(migrations.Migration):
    dependencies = [("people", "0011_refill_search"), ("sessions", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]

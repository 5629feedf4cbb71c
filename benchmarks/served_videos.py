"""An author and a place to upload to: lifow on SQLite in a folder of its own, in gunicorn workers."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving import serving

TOKEN = "a" * 32


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site listens (a unix socket), what an author sends with each request, and its folder."""

    site: str
    headers: dict[str, str]
    folder: Path


@contextmanager
def served() -> Iterator[Place]:
    """The site for the time of the block, in this process's Django as well."""
    with tempfile.TemporaryDirectory(prefix="lifow-videos-") as folder:
        os.environ.update({"LIFOW_VAR": folder, "DJANGO_SETTINGS_MODULE": "lifow.settings", "REDIS_URL": ""})
        os.environ.pop("DATABASE_URL", None)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        with serving() as site:
            yield Place(site, _headers(), Path(folder))


def _headers() -> dict[str, str]:
    from django.conf import settings
    from django.test import Client

    from lifow.people.persons.models import Person

    author = Person.objects.create(email="ines@larkfield.example", given_name="Ines", is_author=True)
    client = Client()
    client.force_login(author)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}

"""The first account of a company: of somebody new, or of somebody whom the roster has brought in."""

import io

import pytest
from django.contrib.auth.management.commands import createsuperuser
from django.core.management import CommandError, call_command

from lifow.people.persons.models import Person
from tests.company import person

pytestmark = pytest.mark.django_db
PASSWORD = "a-quiet-morning"


@pytest.fixture
def ruth() -> Person:
    return person("Ruth Amankwah", email="ruth@larkfield.example", is_active=False)


def made(monkeypatch, email: str, **options) -> str:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    out = io.StringIO()
    call_command("createsuperuser", email=email, interactive=False, stdout=out, **options)
    return out.getvalue()


def test_who_is_in_the_roster_becomes_a_superuser_and_stays_who_they_are(monkeypatch, ruth):
    assert "Ruth Amankwah is here already" in made(monkeypatch, "Ruth@larkfield.example")
    ruth.refresh_from_db()
    assert (ruth.is_superuser, ruth.is_staff, ruth.is_hr_admin, ruth.is_active) == (True,) * 4
    assert ruth.check_password(PASSWORD)
    assert (ruth.get_full_name(), ruth.employments.count()) == ("Ruth Amankwah", 1)
    assert Person.objects.count() == 1


def test_who_is_one_already_is_told(monkeypatch, ruth):
    made(monkeypatch, ruth.email)
    with pytest.raises(CommandError, match="Ruth Amankwah is a superuser already"):
        made(monkeypatch, ruth.email)


def test_somebody_new_is_made(monkeypatch):
    made(monkeypatch, "root@larkfield.example", given_name="Root", family_name="")
    assert Person.objects.get().is_superuser


def test_at_a_terminal_the_names_of_somebody_who_is_here_are_not_asked(monkeypatch, ruth):
    typed = iter([ruth.email])
    monkeypatch.setattr("builtins.input", lambda _prompt="": next(typed))
    monkeypatch.setattr(createsuperuser.getpass, "getpass", lambda *_prompt: PASSWORD)
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    call_command("createsuperuser", stdin=terminal, stdout=io.StringIO())
    ruth.refresh_from_db()
    assert ruth.is_superuser

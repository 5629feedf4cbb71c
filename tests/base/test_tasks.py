"""What is past its end is forgotten; what still opens something stays."""

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils import timezone

from lifow.base.models import IdempotencyKey
from lifow.base.tasks import forget_what_ran_out
from lifow.people.persons.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def test_sessions_past_their_end_are_forgotten(now):
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    forget_what_ran_out()
    assert [one.session_key for one in Session.objects.all()] == ["new"]


def test_tokens_past_their_end_are_forgotten_and_those_without_one_stay(now):
    ends = {"old": now - timedelta(seconds=1), "new": now + timedelta(hours=1), "endless": None}
    for value, end in ends.items():
        Token.objects.create(type=Token.Type.ACCESS_TOKEN, hash=value, expires_at=end)
    forget_what_ran_out()
    assert {one.hash for one in Token.objects.all()} == {"new", "endless"}


def test_keys_that_are_remembered_no_longer_are_forgotten(now):
    for key, days in {"old": 2, "new": 0}.items():
        IdempotencyKey.objects.create(client="tests", key=key, request_digest="")
        IdempotencyKey.objects.filter(key=key).update(created_at=now - timedelta(days=days))
    forget_what_ran_out()
    assert [one.key for one in IdempotencyKey.objects.all()] == ["new"]


@pytest.mark.parametrize(("days", "kept"), [(0, ["long ago", "now"]), (365, ["now"])])
def test_the_log_of_changes_is_kept_as_long_as_the_settings_say(now, settings, days, kept):
    settings.KEEP_DAYS = settings.KEEP_DAYS | {"audit": days}
    LogEntry.objects.all().delete()
    of_people = ContentType.objects.get_for_model(Person)
    for place, (words, age) in enumerate({"long ago": 400, "now": 0}.items()):
        entry = LogEntry.objects.create(
            content_type=of_people, object_pk=str(place), object_repr=words, action=LogEntry.Action.UPDATE
        )
        LogEntry.objects.filter(pk=entry.pk).update(timestamp=now - timedelta(days=age))
    forget_what_ran_out()
    assert list(LogEntry.objects.order_by("pk").values_list("object_repr", flat=True)) == kept

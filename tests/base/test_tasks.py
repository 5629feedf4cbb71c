"""What is past its end is forgotten; what still opens something stays."""

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from django.contrib.sessions.models import Session
from django.utils import timezone

from lifow.base.tasks import forget_what_ran_out

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

"""What migrations make of rows that were there before."""

from importlib import import_module

import pytest
from django.apps import apps

from mentoring.pairings.models import Pairing, Unmatched, Waiting
from tests.company import NOON, person
from tests.mentoring.programme import leaves, mentor, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
WAITING = import_module("mentoring.migrations.0012_who_waits_since_when")
LEAVERS = import_module("mentoring.migrations.0004_a_leaver_is_no_note")


def closed(name, state, note="left"):
    row = proposal(person(name), mentor(f"Mentor of {name}"), state=state, closed_at=NOON, closing_note=note)
    return row.pk


def test_a_note_that_marked_a_leaver_becomes_the_cause_and_one_that_somebody_wrote_stays():
    rows = {
        closed("Expired", "expired"): ("left", ""),
        closed("Gone", "ended"): ("left", ""),
        closed("Written", "ended"): ("", "left"),
        closed("Declined", "declined"): ("", "left"),
        closed("Other", "ended", "Thank you"): ("", "Thank you"),
    }
    leaves(Pairing.objects.get(mentee__given_name="Gone").mentee)
    LEAVERS.move_to_the_cause(apps, None)
    assert {row.pk: (row.closing_cause, row.closing_note) for row in Pairing.objects.all()} == rows
    LEAVERS.move_to_the_note(apps, None)
    assert Pairing.objects.filter(closing_note="left").count() == 4


def test_who_was_without_a_match_waits_since_then_and_a_recommendation_keeps_its_day():
    for name, reason in (("Waits", "no_free_seat"), ("Content", "no_gaps")):
        Unmatched.objects.create(person=person(name), reason=reason, since=NOON)
    row = proposal(person("Has One"), mentor(), is_recommended=True, recommended_at=None)
    WAITING.know_who_waits(apps, None)
    WAITING.know_who_waits(apps, None)
    assert [(str(one.person), one.since) for one in Waiting.objects.all()] == [("Waits", NOON)]
    assert Unmatched.objects.get(reason="no_free_seat").waiting_since == NOON
    row.refresh_from_db()
    assert row.recommended_at == row.proposed_at

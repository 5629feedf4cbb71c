"""What migrations make of rows that were there before."""

from importlib import import_module

import pytest
from django.apps import apps

from mentoring.pairings.models import Pairing
from tests.company import NOON, person
from tests.mentoring.programme import leaves, mentor, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
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

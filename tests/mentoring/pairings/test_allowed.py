"""The hard rules, asked of a pairing that exists and of the match: both say the same."""

import pytest

from lifow.people.persons.models import Employment
from mentoring.matching import selectors
from mentoring.pairings.models import Pairing
from mentoring.pairings.reports import with_bars
from tests.company import NOON, person
from tests.mentoring.programme import mentor, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def in_line(row):
    return with_bars(Pairing.objects.filter(pk=row.pk), NOON).get().is_in_line


@pytest.mark.parametrize("status", Employment.Status.values)
def test_pages_and_the_match_follow_one_reporting_line_whoever_stands_in_between(status):
    top = mentor("Grace Top")
    between = person("Marta Between", manager=top.person, status=status)
    abena = person("Abena Osei", manager=between)
    upward, downward = proposal(abena, top), proposal(top.person, mentor("Other"))
    Pairing.objects.filter(pk=downward.pk).update(mentor=abena)
    barred = (abena.pk, top.person.pk) in set(map(tuple, selectors.barriers().line.tolist()))
    assert in_line(upward) == in_line(downward) == barred == (status != "terminated")

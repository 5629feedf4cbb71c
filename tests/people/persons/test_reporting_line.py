"""Who reports to whom: from above, from below and in rows, by one rule."""

import pytest
from django.db.models import Value

from lifow.people.persons.models import Employment, Person
from tests.company import person

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def line(*names, statuses=None):
    """People of whom each reports to the one before; `statuses` of those who are not active."""
    made = []
    for name in names:
        status = (statuses or {}).get(name, "active")
        made.append(person(name, manager=made[-1] if made else None, status=status))
    return made


def above(who):
    return [str(one) for one in Person.objects.above(Value(who.pk)).order_by("pk")]


def below(who):
    return [str(one) for one in Person.objects.in_reporting_line_of(who).order_by("pk")]


def test_the_line_above_is_everyone_up_to_the_top():
    grace, marta, abena = line("Grace", "Marta", "Abena")
    assert (above(abena), above(marta), above(grace)) == (["Grace", "Marta"], ["Grace"], [])


def test_who_is_about_to_begin_or_on_leave_is_in_the_line():
    grace, _marta, abena = line("Grace", "Marta", "Abena", statuses={"Marta": "leave", "Abena": "prehire"})
    assert (above(abena), below(grace)) == (["Grace", "Marta"], ["Marta", "Abena"])


def test_a_line_ends_at_who_has_left():
    grace, _marta, abena = line("Grace", "Marta", "Abena", statuses={"Marta": "terminated"})
    assert (above(abena), below(grace)) == (["Marta"], [])


def test_a_circle_has_everyone_above_everyone():
    grace, _marta, abena = line("Grace", "Marta", "Abena")
    grace.employments.update(manager=abena)
    assert above(grace) == below(grace) == ["Grace", "Marta", "Abena"]


@pytest.mark.parametrize("status", Employment.Status.values)
def test_up_down_and_row_by_row_say_the_same(status):
    everyone = line("Grace", "Marta", "Abena", "Kofi", statuses={"Marta": status})
    up = {(one.pk, other.pk) for one in everyone for other in Person.objects.above(Value(one.pk))}
    down = {(one.pk, other.pk) for other in everyone for one in Person.objects.in_reporting_line_of(other)}
    rows = set(Employment.objects.reporting().values_list("person", "manager"))
    direct = {(one.pk, other.pk) for other in everyone for one in Person.objects.reporting_to(other)}
    assert (up, rows) == (down, direct)
    assert rows <= up


def test_managers_are_counted_with_those_who_report_to_them():
    marta = person("Marta")
    for name, status in {"A": "prehire", "B": "leave", "C": "active", "D": "terminated"}.items():
        person(name, manager=marta, status=status)
    left = person("Left", manager=marta)
    left.employments.update(ends_on="2025-01-31")
    assert {str(one): one.reports for one in Person.objects.with_reports()} == {"Marta": 3}
    assert Person.objects.reporting_to(marta).count() == 3

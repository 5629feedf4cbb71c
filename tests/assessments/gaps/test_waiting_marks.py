"""HR and the admin are told who waits for a gap report, whose could not be made, and that nobody looks."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from assessments.marks.models import StaleMark
from assessments.marks.reports import SWEEP, in_words, marks_told
from lifow.base.scheduled_jobs.services import note_sweep
from lifow.schedule import SWEEPS
from tests.company import person
from tests.flows.reading import words

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def marked(name: str, ago: timedelta, **values) -> None:
    one = person(name)
    StaleMark.objects.update_or_create(
        person=one, defaults={"reason": "evidence", "marked_at": timezone.now() - ago, **values}
    )


def told():
    return in_words(marks_told(timezone.now()))


def test_the_sweep_that_is_told_of_is_one_of_the_schedule():
    assert SWEEP in SWEEPS


def test_there_is_nothing_to_tell_while_workers_keep_up():
    assert told() == []
    note_sweep(name=SWEEP, as_of=timezone.now() - MINUTE)
    marked("Abena Osei", 20 * MINUTE)
    assert told() == []


def test_who_waits_for_long_is_counted_and_whose_report_could_not_be_made():
    note_sweep(name=SWEEP, as_of=timezone.now())
    marked("Abena Osei", HOUR)
    marked("Kofi Mensah", MINUTE)
    marked("Priya Nair", 2 * HOUR, attempts=3, set_aside_at=timezone.now(), last_error="KeyError: 7")
    found = marks_told(timezone.now())
    assert (found.waiting, found.aside, found.is_quiet, found.is_late) == (2, 1, False, True)
    aside, late = told()
    assert aside.startswith("1 gap report could not be computed, asked for since")
    assert late.startswith("2 people wait for their gap reports, the first since")


def test_that_nobody_looks_is_told_before_anybody_waits_for_long():
    note_sweep(name=SWEEP, as_of=timezone.now() - 6 * MINUTE)
    assert "No worker has looked for gap reports" in told()[0]


def test_a_site_whose_workers_have_never_run_is_told_when_somebody_waits():
    marked("Abena Osei", 6 * MINUTE)
    assert "No worker has looked for gap reports" in told()[0]


def test_hr_reads_it_on_their_page_and_in_the_admin(client):
    client.force_login(person("Ruth Amankwah", is_hr_admin=True, is_staff=True))
    organisation = reverse("portal:organisation")
    assert "Gap reports that wait" not in words(client.get(organisation))
    cache.clear()
    marked("Priya Nair", HOUR, attempts=3, set_aside_at=timezone.now(), last_error="KeyError: 7")
    page = words(client.get(organisation))
    assert "Gap reports that wait 1 gap report could not be computed" in page
    assert "See who and why" in page
    listed = client.get(reverse("admin:assessments_stalemark_changelist")).content.decode()
    assert "1 gap report could not be computed" in listed
    assert "KeyError: 7" in listed


def test_who_waits_is_counted_in_as_many_queries_whatever_their_number(django_assert_num_queries):
    marked("Abena Osei", HOUR)
    marked("Priya Nair", HOUR, set_aside_at=timezone.now())
    with django_assert_num_queries(5):
        told()

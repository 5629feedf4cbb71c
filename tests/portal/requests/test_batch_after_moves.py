"""The page of what was asked at once, after its people have moved to another line."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from assessments.requests.models import RatingRequest
from assessments.requests.reports import Ask
from assessments.requests.services import ask_many, follow_people
from tests.backing.asking import ask
from tests.flows.reading import words
from tests.portal.conftest import lately


def test_who_asked_sees_nothing_of_people_who_have_moved_to_another_line(company):
    asks = [Ask(one.pk, company.sql.pk, "self") for one in (company.abena, company.kofi)]
    batch = ask_many(asks=asks, as_of=lately(), asked_by=company.marta).batch
    address = reverse("portal:asked_batch", args=[batch.public_id])
    company.abena.employments.update(manager=company.rui)
    page = words(company.browser(company.marta).get(address))
    assert "1 is about somebody who no longer reports to you, and is not shown." in page
    assert "Kofi Mensah" in page
    assert "Abena" not in page
    assert "Abena Osei" in words(company.browser(company.ruth).get(address))
    hidden = RatingRequest.objects.get(person=company.abena).public_id
    withdraw = reverse("portal:withdraw_ratings", args=[batch.public_id])
    for told in ({"request": hidden}, {}):
        company.browser(company.marta).post(withdraw, told)
    assert RatingRequest.objects.open().get().person == company.abena
    company.kofi.employments.update(manager=company.rui)
    page = words(company.browser(company.marta).get(address))
    assert page.startswith("No request is waiting any more. 1 request is withdrawn.")
    assert "Ratings asked 0 of 1 answered" in page


def test_a_request_that_went_on_to_the_next_manager_is_open_as_long_as_that_one_says(company):
    about = Ask(company.abena.pk, company.sql.pk, "manager")
    batch = ask(about=about, as_of=lately(), asked_by=company.ruth).batch
    company.abena.employments.update(manager=company.rui)
    follow_people(person_ids=[company.abena.pk], as_of=lately() + timedelta(days=10))
    page = words(company.browser(company.ruth).get(reverse("portal:asked_batch", args=[batch.public_id])))
    until = timezone.localtime(RatingRequest.objects.open().get().expires_at)
    assert f"open until {date_format(until, 'j F')}" in page
    assert "Withdrawn: Somebody else is the manager now" in page

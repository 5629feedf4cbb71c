"""What somebody could try who sits a test, each with what answers it; see docs/guide/security.md."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.models import ItemVersion
from assessments.testing.sittings.models import Sitting, TestForm
from assessments.testing.sittings.services import (
    FormContents,
    SectionContents,
    create_form,
    publish_form,
    set_accommodation,
    start_sitting,
)
from tests.backing.worlds import world
from tests.company import NOON
from tests.item_bank import BODIES, place_of, published

pytestmark = pytest.mark.django_db
SECRET = ("rationale", "accepted", "answer", "tolerance")


@world
def questions(company) -> list[ItemVersion]:
    """One of each kind, about SQL."""
    return [published(kind, what=company.sql, stem=f"By what is {kind} told?") for kind in ItemKind.values]


def made(company, questions, **fields: Any) -> TestForm:
    named = [one.item for one in questions]
    section = SectionContents(company.sql, questions=len(named), items=named)
    contents = FormContents(title="SQL", kind="fixed", shuffles=False, sections=[section], **fields)
    return publish_form(form=create_form(contents=contents, by=None), by=None, as_of=NOON)


@world
def exam(company, questions) -> TestForm:
    """All of them in twenty minutes; what is right is never told."""
    return made(company, questions, feedback="never", minutes=20)


@pytest.fixture
def sitting(company, exam) -> Sitting:
    return start_sitting(person=company.abena, form=exam, as_of=timezone.now())


@pytest.fixture
def browser(company):
    return company.browser(company.abena)


def address(sitting: Sitting, number: int) -> str:
    return reverse("portal:sitting_question", args=[sitting.public_id, number])


def result(sitting: Sitting) -> str:
    return reverse("portal:sitting_result", args=[sitting.public_id])


def secrets(value: Any, name: str = "") -> Iterator[str]:
    """All texts of a body that say what is right, or why."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from secrets(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from secrets(one, name)
    elif name in SECRET and value:
        yield str(value)


def assert_tells_nothing(said: str, kind: str) -> None:
    found = [one for one in secrets(BODIES[kind]) if one in said]
    assert not found, f"{kind}: {found}"
    assert "is_right" not in said


def overdue(sitting: Sitting) -> None:
    """Have the sitting have begun an hour ago."""
    an_hour = timedelta(hours=1)
    Sitting.objects.filter(pk=sitting.pk).update(
        started_at=sitting.started_at - an_hour, deadline_at=sitting.deadline_at - an_hour
    )


def test_no_page_of_any_kind_of_question_tells_what_is_right_before_it_may(browser, sitting):
    for number, kind in enumerate(ItemKind.values, start=1):
        page = browser.get(address(sitting, number))
        assert page.headers["Cache-Control"] == "private, no-store"
        assert f"By what is {kind} told?" in page.content.decode()
        assert_tells_nothing(page.content.decode(), kind)
        following = browser.post(address(sitting, number), {"skip": "1"}, follow=True)
        assert_tells_nothing(following.content.decode(), kind)
        assert_tells_nothing(browser.get(address(sitting, number)).content.decode(), kind)
    told = browser.get(result(sitting)).content.decode()
    assert "Your answers" not in told
    for number, kind in enumerate(ItemKind.values, start=1):
        assert_tells_nothing(told, kind)
        assert_tells_nothing(browser.get(address(sitting, number)).content.decode(), kind)


def test_what_is_kept_of_a_person_tells_no_key_before_the_test_does(browser, company, questions):
    sitting = start_sitting(
        person=company.abena, form=made(company, questions, feedback="end"), as_of=timezone.now()
    )
    answered = sitting.items.select_related("version").get(number=1)
    browser.post(address(sitting, 1), place_of(answered))
    told = kept(browser)
    [own] = [row for row in told["assessments.SittingItem"] if row["answered_at"]]
    assert (own["answer"], own["score"]) == (["Fourteen days"], None)
    [read] = told["assessments.ItemAnswer"]
    assert (read["score"], read["chosen"]) == (None, None)
    assert len(told["assessments.SittingItem"]) == 2, "what was not shown yet is not told"
    browser.post(reverse("portal:end_sitting", args=[sitting.public_id]))
    told = kept(browser)
    assert told["assessments.SittingItem"][0]["score"] == told["assessments.ItemAnswer"][0]["score"] == 1


def kept(browser) -> dict[str, list[dict[str, Any]]]:
    exported = json.loads(browser.get(reverse("people:own_data_file")).content)
    return {one["kind"]: one["rows"] for one in exported["kinds"]}


def test_a_later_question_of_a_fixed_test_is_neither_shown_nor_answered_nor_its_picture(
    browser, company, sitting
):
    later = sitting.items.select_related("version__picture").get(version__kind="hotspot")
    picture = reverse("media:picture", args=[later.version.picture.public_id])
    assert browser.get(address(sitting, later.number)).url == address(sitting, 1)
    assert browser.post(address(sitting, later.number), {"key": "1"}).url == address(sitting, 1)
    assert browser.get(picture).status_code == 404
    assert not sitting.items.answered().exists()
    for number in range(1, later.number):
        browser.post(address(sitting, number), {"skip": "1"})
    assert browser.get(picture).status_code == 200
    assert company.browser(company.kofi).get(picture).status_code == 404


def test_a_clock_of_the_client_says_nothing(browser, sitting):
    overdue(sitting)
    page = browser.get(address(sitting, 1)).content.decode()
    assert "The time is up" in page
    assert "By what is" not in page
    said = {"now": "2020-01-01T00:00:00Z", "answered_at": "2020-01-01T00:00:00Z", "deadline_at": "2099-01-01"}
    late = browser.post(address(sitting, 1), {"key": "1", **said}, headers={"Date": "Wed, 01 Jan 2020"})
    assert late.url == result(sitting)
    sitting.refresh_from_db()
    assert sitting.state == "expired"
    assert sitting.items.get(number=1).is_late
    assert not Evidence.objects.filter(origin__id=sitting.public_id).exists()
    assert browser.get(address(sitting, 2)).url == result(sitting)


def test_more_time_is_for_what_is_begun_after_it_was_given(company, sitting):
    set_accommodation(person=company.abena, extra_percent=300, by=company.ruth, as_of=timezone.now())
    before = sitting.deadline_at
    sitting.refresh_from_db()
    assert sitting.deadline_at == before
    own = reverse("assessments:extra_time", args=[company.abena.public_id])
    assert company.browser(company.abena).post(own, {"extra_percent": "300"}).status_code == 404


def test_a_device_that_is_behind_changes_nothing(browser, sitting):
    asked = sitting.items.select_related("version").get(number=1)
    right, wrong = place_of(asked), place_of(asked, right=False)
    browser.post(address(sitting, 1), wrong)
    behind = browser.post(address(sitting, 1), {**right, "idempotency_key": "of the other device"})
    assert behind.status_code == 409
    browser.post(reverse("portal:end_sitting", args=[sitting.public_id]))
    assert browser.post(address(sitting, 1), right).status_code == 409
    assert sitting.items.get(number=1).score == 0
    replayed = browser.post(address(sitting, 2), {"keys": ["1"]})
    assert replayed.url == result(sitting)
    assert sitting.items.get(number=2).is_late
    assert Evidence.objects.filter(origin__id=sitting.public_id).count() == 1

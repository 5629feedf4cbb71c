"""What came of a test, told of at least five people: not fewer by a filter, nor by two readings."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assessments.testing.sittings.models import FormFigures, Sitting, SittingSkill, TestForm
from assessments.testing.sittings.reports import figures_of
from assessments.testing.sittings.services import count_results
from lifow.people.merging.services import merge_people
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, person, skill
from tests.flows.reading import words

pytestmark = pytest.mark.django_db
LEVELS = (1.0, 2.0, 3.0, 4.0, 5.0)


@world
def form() -> TestForm:
    return TestForm.objects.create(title="Refunds, certified", state="published", published_at=NOON)


@world
def five(form: TestForm) -> list[Person]:
    """Five who have finished it, at levels 1 to 5; the needed level is 3."""
    found = [person(f"Colleague{number} Osei") for number in range(5)]
    for who, level in zip(found, LEVELS, strict=True):
        finished(form, who, level)
    return found


def finished(
    form: TestForm, who: Person, level: float | None, *, at: datetime = NOON, what: str = "Refund policy"
) -> Sitting:
    """A sitting that is over, with what it concluded of a skill; no level is that nothing was answered."""
    attempt = Sitting.objects.filter(person=who, form=form).count() + 1
    over = {"purpose": "level", "state": "finished", "finished_at": at + timedelta(minutes=10)}
    sitting = Sitting.objects.create(
        person=who,
        form=form,
        attempt=attempt,
        seed=1,
        started_at=at,
        deadline_at=at + timedelta(days=7),
        is_passed=(level or 0) >= 3,
        **over,
    )
    SittingSkill.objects.create(
        sitting=sitting,
        skill=skill(what),
        mean=2,
        sd=1,
        top=5,
        required=3,
        chance_to_decide=0.8,
        most=8,
        level=level,
        standard_error=None if level is None else 0.5,
        conclusion="undecided" if level is None else "meets" if level >= 3 else "below",
    )
    return sitting


def counted(form: TestForm, *, days: int = 1):
    count_results(as_of=NOON + timedelta(days=days))
    return figures_of(form)


def more(form: TestForm, number: int, *, days: int = 2, level: float | None = 5.0) -> list[Person]:
    """So many others who finish it some days later."""
    found = [person(f"Newcomer{place} Nair") for place in range(number)]
    for who in found:
        finished(form, who, level, at=NOON + timedelta(days=days))
    return found


def test_five_people_are_told_together(form, five):
    found = counted(form)
    [refunds] = found.skills
    assert (found.people, found.passed, found.minutes) == (5, 3, 10)
    assert (refunds.people, refunds.met, refunds.below, refunds.mean_level) == (5, 3, 2, 3.0)


def test_of_four_nothing_is_told(form, five):
    Sitting.objects.filter(person=five[0]).delete()
    found = counted(form)
    assert (found.finished, found.counted_at, found.passed, found.skills) == (4, None, None, ())


def test_the_database_keeps_no_numbers_of_fewer(form):
    with pytest.raises(IntegrityError), transaction.atomic():
        FormFigures.objects.create(form=form, counted_at=NOON, people=4)


@pytest.mark.parametrize("newcomers", [1, 4])
def test_two_dates_do_not_tell_who_came_between_them(form, five, newcomers):
    before = counted(form)
    more(form, newcomers)
    after = counted(form, days=3)
    assert after.finished == 5 + newcomers
    assert (after.people, after.passed, after.skills) == (before.people, before.passed, before.skills)


def test_with_five_more_all_are_counted_again_and_twice_is_once(form, five):
    counted(form)
    more(form, 5)
    found = counted(form, days=3)
    assert (found.people, found.passed) == (10, 8)
    assert [(one.people, one.mean_level) for one in found.skills] == [(10, 4.0)]
    assert count_results(as_of=NOON + timedelta(days=3)) == 0


def test_who_takes_it_again_is_one_person_by_the_last_time(form, five):
    before = counted(form)
    for days in range(2, 7):
        finished(form, five[0], 5.0, at=NOON + timedelta(days=days))
    assert counted(form, days=8) == before
    more(form, 4, days=8)
    found = counted(form, days=9)
    assert (found.people, found.passed) == (9, 8)


def test_two_records_of_one_person_are_one_person(form, five):
    merge_people(kept=five[0], merged=five[1], merged_by=None, merged_at=NOON, is_named_twice=True)
    assert counted(form).counted_at is None
    more(form, 1, days=0)
    found = counted(form)
    assert (found.finished, found.people) == (5, 5)


def test_who_is_erased_is_not_told_by_what_is_missing_then(form, five):
    more(form, 6)
    before = counted(form, days=3)
    Sitting.objects.filter(person=five[0]).delete()
    after = counted(form, days=4)
    assert (after.people, after.passed, after.skills) == (before.people, before.passed, before.skills)


def test_a_skill_that_few_were_asked_about_is_not_told(form, five):
    for who in five[:4]:
        part = SittingSkill.objects.get(sitting__person=who)
        part.pk, part.skill, part.position = None, skill("SQL"), 2
        part.save()
    assert [one.skill.name for one in counted(form).skills] == ["Refund policy"]


def test_a_skill_of_which_few_more_were_measured_stays_as_it_was(form, five):
    before = counted(form)
    more(form, 1)
    for who in [person(f"Silent{place} Lindh") for place in range(4)]:
        finished(form, who, None, at=NOON + timedelta(days=2))
    after = counted(form, days=3)
    assert (after.people, after.passed) == (10, 4)
    assert after.skills == before.skills


def test_the_page_says_of_whom_and_when_and_no_parameter_narrows_it(form, five):
    counted(form)
    browser = Client()
    browser.force_login(person("Ines Carvalho", is_author=True))
    address = reverse("assessments:test_results", args=[form.public_id])
    page = browser.get(address)
    assert "results of 5 people, as of 3 March 2026" in words(page)
    assert "3 of 5 people passed" in words(page)
    narrowed = browser.get(
        address, {"unit": "Billing support", "person": five[0].public_id, "until": "2026-03-02"}
    )
    assert words(narrowed) == words(page)


def test_the_page_says_why_it_tells_nothing(form):
    browser = Client()
    browser.force_login(person("Ines Carvalho", is_author=True))
    page = words(browser.get(reverse("assessments:test_results", args=[form.public_id])))
    assert "Too few people" in page
    assert "from 5 people on" in page

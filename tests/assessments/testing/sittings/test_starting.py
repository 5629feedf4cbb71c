"""Beginning a sitting: once, by the rules of its test."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assessments.testing.sittings.models import Accommodation, Certificate, Sitting, SittingSkill, TestForm
from assessments.testing.sittings.services import (
    FormContents,
    FormError,
    SectionContents,
    SittingError,
    answer_item,
    create_form,
    end_early,
    publish_form,
    retire_form,
    set_accommodation,
    start_quick_check,
    start_sitting,
    update_form,
)
from tests.backing.worlds import world
from tests.company import NOON, observe, person, skill
from tests.item_bank import items, place_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=10)


def made(*sections, **fields) -> TestForm:
    contents = FormContents(title="Refunds, certified", sections=sections, **fields)
    return publish_form(form=create_form(contents=contents, by=None), by=None, as_of=NOON)


@world
def fixed(refunds) -> TestForm:
    return made(
        SectionContents(refunds, questions=5, needed_level=3),
        kind="fixed",
        purpose="certification",
        pass_mark=60,
        most_attempts=2,
        cool_down_days=7,
        minutes=20,
        valid_months=12,
    )


def sit_through(sitting: Sitting, *, right: int, as_of=LATER) -> Sitting:
    """Answer all questions of a sitting: so many right, the others wrong."""
    sitting.refresh_from_db()
    while sitting.is_open:
        asked = sitting.items.get(shown_at__isnull=False, answered_at=None)
        given = place_of(asked, right=asked.number <= right)
        answer_item(sitting=sitting, number=asked.number, given=given, as_of=as_of)
        sitting.refresh_from_db()
    return sitting


def test_a_second_beginning_is_the_sitting_that_is_open(check, abena, refunds):
    assert start_quick_check(person=abena, skills=[refunds], most=3, as_of=LATER) == check
    assert Sitting.objects.count() == 1


def test_a_retry_with_the_same_key_is_the_same_sitting_ended_or_not(abena, refunds):
    told = {"person": abena, "skills": [refunds], "most": 4, "idempotency_key": "k"}
    first = start_quick_check(as_of=NOON, **told)
    end_early(sitting=first, as_of=NOON)
    assert start_quick_check(as_of=LATER, **told) == first


def test_the_database_keeps_one_quick_check_open_a_skill(check, abena, refunds):
    other = Sitting.objects.create(
        person=abena, seed=1, started_at=NOON, deadline_at=LATER, purpose="quick", attempt=1
    )
    part = {"skill": refunds, "mean": 2, "sd": 1, "top": 5, "chance_to_decide": 0.8, "most": 4}
    with pytest.raises(IntegrityError), transaction.atomic():
        SittingSkill.objects.create(sitting=other, open_for=abena, **part)


def test_what_was_known_is_kept_with_the_sitting(check):
    part = check.skills.get()
    assert (part.required, part.top, part.is_by_others) == (3, 5, False)
    assert 0 < part.sd < 3
    assert part.policy is not None


def test_what_others_said_is_a_calibrations_prior_and_a_test_is_not(abena, refunds):
    observe(abena, refunds, 2, source="self")
    from tests.company import compute

    compute(abena)
    sitting = start_quick_check(person=abena, skills=[refunds], most=4, as_of=NOON)
    assert sitting.skills.get().is_by_others


def test_a_skill_without_questions_cannot_be_checked(abena):
    with pytest.raises(SittingError, match="no questions"):
        start_quick_check(person=abena, skills=[skill("Empathy")], most=4, as_of=NOON)
    assert not Sitting.objects.exists()


def test_a_fixed_test_asks_so_many_over_the_levels_and_is_passed_at_its_mark(abena, fixed):
    sitting = sit_through(start_sitting(person=abena, form=fixed, as_of=NOON), right=3)
    levels = set(sitting.items.values_list("version__level", flat=True))
    assert (sitting.points, sitting.highest_points, sitting.is_passed) == (3, 5, True)
    assert levels == {2, 3, 4}
    certificate = Certificate.objects.get(person=abena)
    assert (certificate.title, str(certificate.valid_until)) == ("Refunds, certified", "2027-03-02")
    assert str(sitting.skills.get().evidence.valid_until) == "2027-03-02"


def test_the_same_seed_draws_the_same_questions_in_the_same_order(abena, fixed):
    def drawn(name: str, seed: int) -> list[tuple[int, int]]:
        sitting = start_sitting(person=person(name), form=fixed, as_of=LATER, seed=seed)
        return list(sitting.items.order_by("number").values_list("version", "seed"))

    assert drawn("Kofi Mensah", 7) == drawn("Yusuf Demir", 7) != drawn("Mei Lin Chow", 8)


def test_below_the_mark_there_is_no_certificate(abena, fixed):
    assert sit_through(start_sitting(person=abena, form=fixed, as_of=NOON), right=2).is_passed is False
    assert not Certificate.objects.exists()


def test_attempts_and_days_between_them_are_kept_to(abena, fixed):
    sit_through(start_sitting(person=abena, form=fixed, as_of=NOON), right=0)
    with pytest.raises(SittingError, match="again from 9 March 2026"):
        start_sitting(person=abena, form=fixed, as_of=NOON + timedelta(days=6))
    later = NOON + timedelta(days=200)
    second = sit_through(start_sitting(person=abena, form=fixed, as_of=later), right=0, as_of=later)
    assert second.attempt == 2
    with pytest.raises(SittingError, match="2 attempts"):
        start_sitting(person=abena, form=fixed, as_of=NOON + timedelta(days=400))


def test_the_time_is_limited_with_what_somebody_has_extra(abena, fixed):
    set_accommodation(person=abena, extra_percent=50, by=None, as_of=NOON)
    sitting = start_sitting(person=abena, form=fixed, as_of=NOON)
    assert sitting.is_timed
    assert sitting.deadline_at == NOON + timedelta(minutes=30)
    set_accommodation(person=abena, extra_percent=0, by=None, as_of=NOON)
    assert not Accommodation.objects.exists()


def test_a_changed_form_changes_no_sitting(abena, fixed, refunds):
    sitting = start_sitting(person=abena, form=fixed, as_of=NOON)
    changed = FormContents(
        title="Other", kind="fixed", pass_mark=100, sections=[SectionContents(refunds, questions=1)]
    )
    update_form(form=fixed, contents=changed, by=None)
    assert sit_through(sitting, right=3).is_passed


def test_a_retired_test_is_not_begun_but_gone_on_with(abena, fixed):
    sitting = start_sitting(person=abena, form=fixed, as_of=NOON)
    retire_form(form=fixed, by=None, as_of=NOON)
    assert start_sitting(person=abena, form=fixed, as_of=LATER) == sitting
    with pytest.raises(SittingError, match="cannot be taken"):
        start_sitting(person=person("Kofi Mensah"), form=fixed, as_of=NOON)


def test_an_adaptive_test_goes_through_its_skills_and_stops_when_each_is_decided(abena, refunds):
    empathy = skill("Empathy")
    items(empathy, each=5)
    form = made(SectionContents(refunds, 8), SectionContents(empathy, 8, needed_level=2))
    sitting = sit_through(start_sitting(person=abena, form=form, as_of=NOON), right=99)
    first, second = sitting.skills.order_by("position")
    assert (first.conclusion, second.conclusion) == ("meets", "meets")
    assert list(sitting.items.order_by("number").values_list("part", flat=True)) == sorted(
        sitting.items.values_list("part", flat=True)
    )
    assert sitting.items.count() < 16


def test_practice_is_no_evidence(abena, refunds):
    form = made(SectionContents(refunds, 3), kind="fixed", purpose="practice", feedback="each")
    sitting = sit_through(start_sitting(person=abena, form=form, as_of=NOON), right=3)
    assert sitting.skills.get().evidence is None
    assert sitting.skills.get().level is not None


def test_named_questions_are_asked_in_their_order(abena, refunds):
    named = [one.item for one in items(refunds, each=3, levels=(3,))]
    section = SectionContents(refunds, questions=3, items=[named[2], named[0], named[1]])
    form = made(section, kind="fixed", shuffles=False)
    sitting = start_sitting(person=abena, form=form, as_of=NOON)
    asked = list(sitting.items.order_by("number").values_list("item_id", flat=True))
    assert asked == [named[2].pk, named[0].pk, named[1].pk]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"questions": 99}, "there are 12 published"),
        ({"lowest_level": 4, "highest_level": 2}, "above the last"),
        ({"needed_level": 9}, "from 1 to 5"),
    ],
)
def test_a_test_that_nobody_could_take_is_not_published(refunds, fields, words):
    with pytest.raises(FormError, match=words):
        made(SectionContents(refunds, **{"questions": 3, **fields}), kind="fixed")


def test_a_test_without_a_skill_is_not_published():
    with pytest.raises(FormError, match="Add a skill"):
        made()


def test_only_a_fixed_test_has_a_pass_mark(refunds):
    with pytest.raises(FormError, match="pass mark"):
        made(SectionContents(refunds), pass_mark=50)

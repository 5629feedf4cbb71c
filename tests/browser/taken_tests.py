"""Tests and quick checks of the demo company to look at: begun, ended, put together, passed."""

from django.utils import timezone

from assessments.frameworks.models import Skill
from assessments.testing.sittings.models import Certificate, FormFigures, Sitting, TestForm
from assessments.testing.sittings.services import (
    FormContents,
    SectionContents,
    answer_item,
    create_form,
    publish_form,
    start_quick_check,
    start_sitting,
)
from tests.item_bank import items, place_of
from tests.larkfield import Larkfield


def sql() -> Skill:
    return Skill.objects.get(external_id="sql")


def a_check(larkfield: Larkfield) -> Sitting:
    """A quick check of SQL that the learner has begun."""
    return start_quick_check(person=larkfield.learner, skills=[sql()], most=3, as_of=timezone.now())


def a_question_of_a_check(larkfield: Larkfield) -> tuple[str, ...]:
    return (a_check(larkfield).public_id, "1")


def a_test_to_take(larkfield: Larkfield) -> TestForm:
    """A certification of one skill, by a fixed number of questions that have one right answer each."""
    named = items(sql(), each=1, levels=(2, 3))
    contents = FormContents(
        title="Reading with SQL",
        about="What everybody who answers from the database is asked.",
        kind="fixed",
        purpose="certification",
        pass_mark=50,
        minutes=20,
        most_attempts=2,
        cool_down_days=7,
        valid_months=12,
        sections=[SectionContents(sql(), questions=2, items=[one.item for one in named])],
    )
    form = create_form(contents=contents, by=larkfield.author)
    return publish_form(form=form, by=larkfield.hr_admin, as_of=timezone.now())


def a_test(larkfield: Larkfield) -> tuple[str, ...]:
    return (a_test_to_take(larkfield).public_id,)


def a_passed_test(larkfield: Larkfield) -> Sitting:
    """A certification that the learner has passed."""
    form = a_test_to_take(larkfield)
    sitting = start_sitting(person=larkfield.learner, form=form, as_of=timezone.now())
    for number in (1, 2):
        given = place_of(sitting.items.select_related("version").get(number=number))
        answer_item(sitting=sitting, number=number, given=given, as_of=timezone.now(), confidence="sure")
    return sitting


def a_result(larkfield: Larkfield) -> tuple[str, ...]:
    return (a_passed_test(larkfield).public_id,)


def a_certificate(larkfield: Larkfield) -> tuple[str, ...]:
    return (Certificate.objects.get(sitting=a_passed_test(larkfield)).public_id,)


def results_of_a_test(larkfield: Larkfield) -> tuple[str, ...]:
    """As they are told of enough people."""
    form = a_test_to_take(larkfield)
    of_sql = {"skill": sql().pk, "people": 6, "met": 4, "below": 1, "undecided": 1, "mean_level": 2.6}
    now = timezone.now()
    FormFigures.objects.create(
        form=form,
        counted_at=now,
        people=6,
        passed=4,
        minutes=7.5,
        skills=[{**of_sql, "counted_at": now.isoformat()}],
    )
    return (form.public_id,)

"""What comes back to the demo's people: there is something to answer today, and a curve to look at."""

from assessments.evidence.models import Evidence
from content.refreshers.models import RefresherCard, RefresherReview, SkillRetention
from content.refreshers.reports import own_retention
from demo.services.refreshers import load_refreshers
from tests.demo.conftest import NOW, WEDNESDAY


def test_the_learner_of_the_tour_has_questions_that_are_due_and_a_curve(loaded):
    learner = loaded["LF102"]
    assert RefresherCard.objects.for_person(learner).due(WEDNESDAY).count() >= 3
    own = own_retention(learner, today=WEDNESDAY, as_of=NOW)
    assert own.curve[0][1] > own.curve[-1][1]


def test_hr_sees_how_well_skills_are_remembered(loaded):
    assert SkillRetention.objects.count() >= 2


def test_some_were_answered_again_and_none_of_it_changes_a_level(loaded):
    assert RefresherReview.objects.asked_again().count() >= 5
    refreshed = set(
        RefresherReview.objects.asked_again().values_list("sitting_item__sitting__public_id", flat=True)
    )
    tested = {one.origin.get("id") for one in Evidence.objects.filter(source="test")}
    assert not refreshed & tested


def test_loading_again_changes_nothing(loaded, company):
    assert load_refreshers(company, NOW) == 0

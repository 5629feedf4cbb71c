"""The test questions of the demo company are calibrated, and the two bad ones are found by their answers."""

from assessments.testing.bank.choices import VersionState
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.calibration.models import Calibration, ItemAnswer, ItemHealth
from assessments.testing.calibration.notifications import HELD
from demo.pretest import tried_skills
from tests.backing.inboxes import titles


def test_every_question_is_published_and_reviewed_by_a_second_author(loaded, company):
    written = sum(len(file.items) for file in company.items)
    written += sum(len(file.questions) for file in company.modules)
    assert ItemVersion.objects.in_use().count() == written
    assert set(Item.objects.values_list("external_source", flat=True)) == {"demo"}
    for version in ItemVersion.objects.in_use().select_related("created_by", "reviewed_by"):
        assert version.reviewed_by not in (None, version.created_by)


def test_what_an_author_makes_of_a_bad_question_waits_for_review(loaded):
    waits = ItemVersion.objects.get(state=VersionState.IN_REVIEW)
    assert waits.item.external_id == "payments-14"
    assert waits.number == 2
    assert [one["text"] for one in waits.body["options"] if one["is_right"]] == ["On Friday"]


def test_the_two_bad_questions_are_held_and_no_other(loaded, company):
    bad = {item.key for file in company.items for item in file.items if item.purpose.startswith("bad")}
    held = ItemHealth.objects.held().values_list("version__item__external_id", flat=True)
    assert set(held) == bad
    assert ItemHealth.objects.count() > 100


def test_the_skills_that_were_tried_out_are_calibrated(loaded, company):
    skills = tried_skills(company)
    assert set(Calibration.objects.values_list("skill__external_id", flat=True)) == set(skills)
    assert set(Calibration.objects.values_list("state", "has_converged")) == {("done", True)}
    tried_out = ItemAnswer.objects.filter(sitting_key__startswith="demo:")
    assert tried_out.exists()
    assert not tried_out.filter(counts=True).exists()


def test_those_who_wrote_and_reviewed_them_are_told(loaded):
    told = [title for who in ("LF503", "LF302", "LF303") for title in titles(loaded[who], HELD)]
    assert len(told) == 4

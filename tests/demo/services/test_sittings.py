"""Tests that the demo's people have taken: there is something to see, for them, their managers and HR."""

import pytest

from assessments.evidence.models import Evidence
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.sittings.models import Certificate, Sitting, SittingItem, SittingSkill, TestForm
from assessments.testing.sittings.reports import figures_of
from demo.services.sittings import given, load_tests
from tests.demo.conftest import NOW
from tests.item_bank import BODIES

ANSWERS = {
    "single": {"key": "b"},
    "multiple": {"keys": ["a", "c"]},
    "scenario": {"key": "c"},
    "hotspot": {"key": "a"},
    "order": {"keys": ["b", "a", "d", "c"]},
    "match": {"pairs": {"a": "a", "b": "b", "c": "a"}},
    "numeric": {"text": "12.5"},
    "text": {"text": "chargeback"},
}


@pytest.mark.parametrize("kind", sorted(BODIES))
@pytest.mark.parametrize("seed", range(4))
def test_an_answer_by_the_authors_keys_is_given_by_places(kind, seed):
    version = ItemVersion(kind=kind, body=BODIES[kind])
    read = kind_named(kind).read(version.body, seed, given(version, seed, ANSWERS[kind]))
    assert read == ANSWERS[kind]


def test_every_test_is_published_and_taken_by_enough_for_its_results_to_be_told(loaded, company):
    forms = {form.title: form for form in TestForm.objects.all()}
    assert set(forms) == {told["title"] for told in company.tests}
    for told in company.tests:
        form = forms[told["title"]]
        assert form.state == TestForm.State.PUBLISHED
        figures = figures_of(form)
        assert figures.people == figures.finished == len({one["employee"] for one in told["taken"]})


def test_a_result_is_evidence_and_who_has_passed_has_a_certificate(loaded):
    sittings = Sitting.objects.tests()
    assert {one.state for one in sittings} == {Sitting.State.FINISHED}
    tests = Evidence.objects.filter(source="test", origin__kind="test")
    assert tests.count() == len(sittings)
    assert all(one.standard_error for one in tests)
    parts = SittingSkill.objects.values_list("conclusion", flat=True)
    assert {"meets", "below"} <= set(parts), "what people need is known when they sit it"
    passed = {one.person_id for one in sittings if one.is_passed}
    assert set(Certificate.objects.values_list("person_id", flat=True)) == passed
    assert loaded["LF102"].pk in passed, "the learner of the tour has one to show"
    assert loaded["LF105"].pk not in passed


def test_a_second_run_adds_nothing(loaded, company):
    before = list(SittingItem.objects.values_list("pk", "version", "answer"))
    assert load_tests(company, NOW) == 0
    assert list(SittingItem.objects.values_list("pk", "version", "answer")) == before

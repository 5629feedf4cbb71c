"""The parameters of measurement in the admin: a change is a new version, and everybody is computed again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.services import policy_in_force
from assessments.marks.models import StaleMark

pytestmark = pytest.mark.django_db
ADD = reverse("admin:assessments_gappolicyversion_add")


@pytest.fixture
def filled(root, company) -> dict[str, object]:
    """The form as it opens: every parameter in force."""
    form = root.get(ADD).context["adminform"].form
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields}


def in_force() -> GapPolicyVersion:
    return policy_in_force(timezone.now())


def faults(answer) -> dict[str, list[str]]:
    return answer.context["adminform"].form.errors


def test_a_change_is_a_new_version_and_everybody_is_computed_again(root, filled):
    StaleMark.objects.all().delete()
    before = in_force()
    said = {"note": "Tests count for longer", "sources.test.half_life_days": "700", "gap_below": "0.25"}
    assert root.post(ADD, filled | said).status_code == 302
    version = in_force()
    assert (version.version, version.note) == (before.version + 1, "Tests count for longer")
    sources = before.parameters["sources"]
    sources |= {"test": sources["test"] | {"half_life_days": 700}}
    assert version.parameters == before.parameters | {"sources": sources, "gap_below": 0.25}
    assert set(StaleMark.objects.values_list("reason", flat=True)) == {"policy"}


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("gap_below", "0.9", "It must be below 0.8, above which a requirement is met."),
        ("skill_correlation", "1.5", "It must be between 0 and 1."),
        ("sources.self.half_life_days", "0", "It must be above 0."),
        ("sources.peer.offset", "1", "It must be between -1 and 1."),
        ("skill_sd", "-1", "It must be above 0."),
        ("conflict_freedom", "0", "It must be above 0."),
        ("pooling_people", "many", "Enter a number."),
        ("sources.test.sd", "nan", "Enter a number."),
    ],
)
def test_a_number_that_cannot_be_is_named_and_nothing_is_adopted(root, filled, field, value, why):
    before = in_force()
    answer = root.post(ADD, filled | {field: value})
    assert faults(answer) == {field: [why]}
    assert in_force() == before


def test_whether_differences_of_raters_are_taken_off_is_a_switch(root, filled):
    assert filled["uses_severity"] is False
    # A switch that is off sends nothing.
    off = {name: value for name, value in filled.items() if name != "uses_severity"}
    root.post(ADD, off | {"uses_severity": "on"})
    version = in_force()
    assert version.parameters["uses_severity"] is True
    page = root.get(reverse("admin:assessments_gappolicyversion_change", args=[version.pk]))
    assert "Take differences of raters off: yes" in page.content.decode()
    root.post(ADD, off | {"replaces": str(version.version)})
    assert in_force().parameters["uses_severity"] is False


def test_what_changes_nothing_is_not_adopted(root, filled):
    before = in_force()
    assert "parameters are in force already" in str(faults(root.post(ADD, filled)))
    assert in_force() == before


def test_a_double_click_adopts_once(root, filled):
    said, versions = filled | {"meets_above": "0.75"}, GapPolicyVersion.objects.count()
    assert [root.post(ADD, said).status_code for _click in range(2)] == [302, 302]
    assert GapPolicyVersion.objects.count() == versions + 1


def test_what_somebody_adopted_meanwhile_is_not_overwritten_unseen(root, filled):
    root.post(ADD, filled | {"meets_above": "0.75"})
    late = root.post(ADD, filled | {"interval_coverage": "0.9"})
    version = in_force().version
    assert f"Version {version} was adopted in the meantime" in str(faults(late))
    form = late.context["adminform"].form
    again = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    assert (again["replaces"], again["interval_coverage"]) == (str(version), "0.9")
    assert root.post(ADD, again).status_code == 302
    assert in_force().parameters["interval_coverage"] == 0.9


def test_a_version_that_was_in_force_is_looked_at_not_rewritten(root, filled):
    version = in_force()
    page = reverse("admin:assessments_gappolicyversion_change", args=[version.pk])
    assert root.get(page).status_code == 200
    assert root.post(page, filled).status_code == 403
    delete = reverse("admin:assessments_gappolicyversion_delete", args=[version.pk])
    assert root.post(delete, {"post": "yes"}).status_code == 403

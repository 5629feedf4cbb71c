"""Scales, frameworks and roles in the admin: what breaks reports is refused, what moves them marks people."""

import pytest
from django.urls import reverse

from assessments.models import Framework, Level, Requirement, Scale
from lifow.people.models import Person
from tests.company import framework, give, observe, person, role, skill

pytestmark = pytest.mark.django_db


def change_of(one) -> str:
    return reverse(f"admin:{one._meta.label_lower.replace('.', '_')}_change", args=[one.pk])


@pytest.fixture
def hr(client):
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    return client


@pytest.fixture
def abena():
    """Somebody with a role that needs level 3 and evidence at level 2."""
    made = person()
    give(made, role(Refund_policy=3))
    observe(made, skill(), 2)
    return made


def scale_form(scale: Scale, *, without: int | None = None, **moved: int) -> dict[str, object]:
    levels = list(scale.levels.order_by("value"))
    form: dict[str, object] = {
        "key": scale.key,
        "name": scale.name,
        "levels-TOTAL_FORMS": len(levels),
        "levels-INITIAL_FORMS": len(levels),
    }
    for place, level in enumerate(levels):
        line = f"levels-{place}"
        form |= {f"{line}-id": level.pk, f"{line}-name": level.name, f"{line}-text": level.text}
        form |= {f"{line}-value": moved.get(level.name, level.value)}
        if level.value == without:
            form[f"{line}-DELETE"] = "on"
    return form


@pytest.mark.parametrize("change", [{"without": 2}, {"without": 3}, {"Independent": 7}])
def test_a_level_that_evidence_or_requirements_need_is_kept(hr, abena, change):
    scale = framework().scale
    answer = hr.post(change_of(scale), scale_form(scale, **change))
    assert answer.status_code == 200
    assert "still need level" in answer.content.decode()
    assert sorted(scale.levels.values_list("value", flat=True)) == [1, 2, 3, 4, 5]


def test_a_level_that_nobody_needs_is_dropped(hr, abena):
    scale = framework().scale
    assert hr.post(change_of(scale), scale_form(scale, without=5)).status_code == 302
    assert sorted(scale.levels.values_list("value", flat=True)) == [1, 2, 3, 4]


def framework_form(body: Framework, scale: Scale) -> dict[str, object]:
    versions = {"versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}
    return {"key": body.key, "name": body.name, "attribution": "", "scale": scale.pk, **versions}


def scale_of(*values: int) -> Scale:
    made = Scale.objects.create(key=f"to-{len(values)}", name="Other steps")
    Level.objects.bulk_create(Level(scale=made, value=value, name=f"Step {value}") for value in values)
    return made


@pytest.mark.parametrize("values", [(), (0,), (1, 2)])
def test_a_framework_does_not_move_to_a_scale_without_the_levels_it_needs(hr, abena, values):
    body = framework()
    answer = hr.post(change_of(body), framework_form(body, scale_of(*values)))
    assert answer.status_code == 200
    assert "level" in str(answer.context["errors"])
    assert Requirement.objects.newest().get().version.framework.scale.key == "larkfield"

"""/api/v1/frameworks, /skills, /roles and /requirements: the frame as it is now."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.frameworks.models import FrameworkVersion, Requirement, RoleLevel, SkillReplacement
from tests import company
from tests.conformance.callers import machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return machine("skills:read")


def found(client: Client, path: str, **query: Any) -> list[str]:
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["data"]]


def test_a_framework_tells_its_scale_and_whom_to_credit(client):
    framework = company.framework(levels=3)
    framework.attribution = "Written by our leads."
    framework.save()
    told = client.get(f"/api/v1/frameworks/{framework.public_id}").json()
    assert told["attribution"] == "Written by our leads."
    assert [level["value"] for level in told["levels"]] == [1, 2, 3]
    assert told["levels"][0]["name"] == "Aware"
    assert found(client, "frameworks", key="larkfield") == [framework.public_id]
    assert found(client, "frameworks", key="other") == []


def test_a_skill_tells_what_each_level_looks_like(client):
    skill = company.skill("Refund policy", parent=company.skill("Money"))
    skill.level_texts.create(value=2, text="Applies the rule.")
    skill.level_texts.create(value=1, text="Finds the rule.")
    told = client.get(f"/api/v1/skills/{skill.public_id}").json()
    assert told["levels"] == [
        {"value": 1, "text": "Finds the rule."},
        {"value": 2, "text": "Applies the rule."},
    ]
    assert told["external_ids"] == [{"source": "larkfield", "value": "Refund policy"}]
    assert told["parent"] == skill.parent.public_id
    assert told["framework"] == skill.framework.public_id


def test_skills_are_found_by_framework_id_heading_and_state(client):
    heading = company.skill("Money")
    skill = company.skill("Refund policy", parent=heading)
    retired = company.skill("Fax", retired_at=company.NOON)
    other = company.skill("Other", framework=company.framework("other"))
    for query, expected in (
        ({"framework": skill.framework.public_id}, [heading, skill, retired]),
        ({"external_id": "larkfield:Refund policy"}, [skill]),
        ({"external_id": "other:Refund policy"}, []),
        ({"parent": heading.public_id}, [skill]),
        ({"retired": "true"}, [retired]),
        ({"retired": "false"}, [heading, skill, other]),
        ({"updated_since": "2199-01-01T00:00:00Z"}, []),
    ):
        assert found(client, "skills", **query) == [each.public_id for each in expected], query


def test_a_role_comes_with_its_levels_the_first_step_first(client):
    second = company.role()
    role = second.role
    first = RoleLevel.objects.create(role=role, external_id="one", name="Support specialist I", rank=0)
    told = client.get(f"/api/v1/roles/{role.public_id}").json()
    assert told["family"] == "Customer support"
    assert [level["id"] for level in told["levels"]] == [first.public_id, second.public_id]
    assert told["levels"][0]["external_ids"] == [{"source": "larkfield", "value": "one"}]


def test_roles_are_found_also_by_a_level_that_changed(client):
    level = company.role()
    role = level.role
    moment = timezone.now() + timedelta(hours=1)
    RoleLevel.objects.filter(pk=level.pk).update(updated_at=moment)
    for query, expected in (
        ({"updated_since": moment.isoformat()}, [role.public_id]),
        ({"updated_since": (moment + timedelta(hours=1)).isoformat()}, []),
        ({"external_id": "larkfield:Support specialist II"}, [role.public_id]),
        ({"family": "Customer support"}, [role.public_id]),
        ({"family": "Sales"}, []),
        ({"framework": role.framework.public_id, "retired": "false"}, [role.public_id]),
        ({"retired": "true"}, []),
    ):
        assert found(client, "roles", **query) == expected, query


def test_a_requirement_tells_the_level_the_weight_and_the_version(client):
    level = company.role(Refund_policy=(3, 2.5, True))
    requirement = Requirement.objects.get()
    told = client.get(f"/api/v1/requirements/{requirement.public_id}").json()
    assert told == {
        "id": requirement.public_id,
        "role_level": level.public_id,
        "role": level.role.public_id,
        "skill": requirement.skill.public_id,
        "level": 3.0,
        "weight": 2.5,
        "critical": True,
        "framework": level.role.framework.public_id,
        "version": 1,
        "published_at": told["published_at"],
    }


def test_requirements_are_those_of_the_version_in_force(client):
    level = company.role(Refund_policy=3)
    old = Requirement.objects.get()
    now = timezone.now()
    versions = {
        number: FrameworkVersion.objects.create(framework=company.framework(), number=number, published_at=at)
        for number, at in ((2, now - timedelta(days=1)), (3, now + timedelta(days=1)))
    }
    rows = {
        number: Requirement.objects.create(version=version, role_level=level, skill=old.skill, level=number)
        for number, version in versions.items()
    }
    assert found(client, "requirements") == [rows[2].public_id]
    assert client.get(f"/api/v1/requirements/{old.public_id}").status_code == 404
    assert client.get(f"/api/v1/requirements/{rows[3].public_id}").status_code == 404


def test_requirements_are_found_by_role_level_skill_and_weightiness(client):
    level = company.role(Refund_policy=(3, 1, True), SQL=2)
    other = company.role("Sales rep", SQL=1)
    refunds, sql = Requirement.objects.filter(role_level=level).order_by("pk")
    sales = Requirement.objects.get(role_level=other)
    for query, expected in (
        ({"role": level.role.public_id}, [refunds, sql]),
        ({"role_level": other.public_id}, [sales]),
        ({"skill": sql.skill.public_id}, [sql, sales]),
        ({"critical": "true"}, [refunds]),
        ({"critical": "false", "role": level.role.public_id}, [sql]),
        ({"framework": company.framework("other").public_id}, []),
    ):
        assert found(client, "requirements", **query) == [each.public_id for each in expected], query


def test_a_skill_tells_what_it_replaces_and_what_is_in_its_place(client):
    old, new = company.skill("SQL basics", retired_at=company.NOON), company.skill("SQL")
    other = company.skill("Fax", retired_at=company.NOON)
    SkillReplacement.objects.create(old=old, new=new, replaced_at=company.NOON)
    SkillReplacement.objects.create(
        old=other, new=new, replaced_at=company.NOON, taken_back_at=company.NOON + timedelta(days=1)
    )
    told = client.get(f"/api/v1/skills/{new.public_id}").json()
    assert (told["replaces"], told["replaced_by"]) == ([old.public_id], [])
    told = client.get(f"/api/v1/skills/{old.public_id}").json()
    assert (told["replaces"], told["replaced_by"]) == ([], [new.public_id])

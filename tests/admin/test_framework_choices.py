"""What HR says on the page of a framework's plan where skills go, or take another framework's place."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.reports import evidence_of
from assessments.frameworks.models import FrameworkImport, Skill
from assessments.frameworks.services import upload_framework
from assessments.frameworks.tasks import carry_out_imports
from lifow.people.persons.models import Person
from tests.assessments.evidence.test_skill_replacements import (
    abena,
    folder,
    imported,
    now,
    other,
    skill,
    write,
)
from tests.company import observe

pytestmark = pytest.mark.django_db
__all__ = ["abena", "folder", "other"]


@pytest.fixture
def hr(client):
    client.force_login(Person.objects.create_superuser("root@x.org", given_name="Root"))
    return client


def planned(path) -> FrameworkImport:
    files = {file.name: file.read_bytes() for file in path.glob("*.csv")}
    row = upload_framework(format="csv", files=files, uploaded_by=None, uploaded_at=timezone.now())
    return carried_out(row)


def carried_out(row: FrameworkImport) -> FrameworkImport:
    carry_out_imports()
    row.refresh_from_db()
    return row


def sent(client, row, act, **said):
    page = reverse("admin:assessments_frameworkimport_change", args=[row.pk])
    return client.post(page, {"act": act, "shown": row.shown, **said})


def shown(client, row) -> str:
    return client.get(reverse("admin:assessments_frameworkimport_change", args=[row.pk])).content.decode()


def test_skills_with_much_evidence_go_once_hr_lets_them(hr, abena, folder):
    observe(abena, skill("sql"), 2, observed_at=now())
    write(folder, {"sqls": "", "excel": "", "calls": ""}, {"sqls": 3})
    row = planned(folder)
    assert "Let skills go although people were rated in them" in shown(hr, row)

    assert sent(hr, row, "plan", may_lose="on").status_code == 302
    row = carried_out(row)
    assert row.may_lose
    sent(hr, row, "apply")

    assert carried_out(row).state == "applied"
    assert Skill.objects.get(external_id="sqls").retired_at is None
    assert skill("sql").retired_at is not None


def test_levels_of_another_framework_are_asked_for_and_read(hr, abena, folder, other):
    write(folder, {"excel": "", "calls": ""}, {"excel": 2})
    imported(folder, "--without-replacement")
    row = planned(other)
    assert "is on other levels" in shown(hr, row)
    lines = {"wrong": "1=1", "sup": "1=1, 2=1, 3=2, 4"}
    for key, text in lines.items():
        said = text if key == "wrong" else f"{key}: {text}"
        refused = sent(hr, row, "plan", levels_of_others=said)
        assert refused.status_code == 200
        assert refused.context["form"].errors["levels_of_others"]

    sent(hr, row, "plan", levels_of_others="sup: 1=1, 2=1, 3=2, 4=2")
    row = carried_out(row)
    assert not any(part["code"] == "faults" for part in row.summary["parts"])
    sent(hr, row, "apply")

    assert carried_out(row).state == "applied"
    assert {float(one.level) for one in evidence_of(abena, skill("joins"))} <= {1.0, 2.0}
    assert len(evidence_of(abena, skill("joins"))) == 2

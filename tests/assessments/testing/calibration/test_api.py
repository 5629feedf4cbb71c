"""/api/v1/calibrations and /api/v1/item-health: for those who may author, and nobody else."""

import pytest

from assessments.testing.calibration.models import Calibration
from tests.company import person, skill
from tests.conformance.callers import machine, signed_in

pytestmark = pytest.mark.django_db
CALIBRATIONS, HEALTH = "/api/v1/calibrations", "/api/v1/item-health"


def rows(client, url: str) -> list[dict]:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content
    return answer.json()["data"]


def test_an_author_and_a_machine_read_the_health_of_questions(calibrated):
    for client in (signed_in(calibrated.author), machine("items:read")):
        told = {one["id"]: one for one in rows(client, HEALTH)}
        assert len(told) == 6
        bad = told[calibrated.bad.public_id]
        assert (bad["state"], bad["answers"], bad["item"]) == ("held", 200, calibrated.bad.item.public_id)
        assert "wrong_key" in bad["reasons"]
        assert [one["key"] for one in bad["options"]] == ["a", "b", "c"]
        assert client.get(f"{HEALTH}/{calibrated.bad.public_id}").json() == bad


def test_health_is_narrowed_by_skill_and_state(calibrated):
    client = machine("items:read")
    assert [one["id"] for one in rows(client, f"{HEALTH}?state=held")] == [calibrated.bad.public_id]
    assert len(rows(client, f"{HEALTH}?skill={calibrated.skill.public_id}")) == 6
    assert rows(client, f"{HEALTH}?skill={skill('Empathy').public_id}") == []


def test_calibrations_have_the_parameters_of_each_question(calibrated):
    client = machine("items:read")
    [told] = rows(client, f"{CALIBRATIONS}?state=done&skill={calibrated.skill.public_id}")
    found = Calibration.objects.get()
    assert (told["id"], told["questions"], told["answers"]) == (found.public_id, 6, 1200)
    assert [one["version"] for one in told["parameters"]] == [
        version.public_id for version in (*calibrated.good, calibrated.bad)
    ]
    assert all(one["is_in_force"] and len(one["thresholds"]) == 1 for one in told["parameters"])
    assert client.get(f"{CALIBRATIONS}/{found.public_id}").json() == told


def test_nobody_else_reads_statistics_of_a_question(calibrated):
    learner = signed_in(person("Abena Osei"))
    for url, one in ((HEALTH, calibrated.bad.public_id), (CALIBRATIONS, Calibration.objects.get().public_id)):
        assert rows(learner, url) == []
        assert learner.get(f"{url}/{one}").status_code == 404
        assert machine("skills:read", name="other").get(url).status_code == 403

"""A framework's files and the admin that say the same lead to the same rows, versions, marks and events."""

import csv
from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.db.models.lookups import IsNull
from django.test import Client
from django.urls import reverse

from assessments.frameworks.models import (
    Framework,
    FrameworkVersion,
    Level,
    LevelMap,
    Requirement,
    Role,
    RoleFamily,
    RoleLevel,
    Scale,
    Skill,
    SkillLevel,
)
from lifow.people.persons.models import Person
from tests.admin.outcomes import added, change_of, filled_in, outcome_of, sent
from tests.backing.worlds import world
from tests.company import framework, give, observe, person, role, skill

LIVE = IsNull(F("retired_at"), True)
By = Callable[[], object]
Row = dict[str, str]
MOMENT = {"retired_at_0": "2026-03-02", "retired_at_1": "12:00"}


@world
def measured() -> None:
    """Abena has the role, Bilal has evidence alone, Chika has neither; nobody has the level of a lead."""
    give(person("Abena Osei", email="abena@larkfield.example"), role(Refund_policy=3, Empathy=(2, 2, True)))
    observe(person("Bilal Khan", email="bilal@larkfield.example"), skill(), 2)
    person("Chika Obi", email="chika@larkfield.example")
    role("Lead")
    SkillLevel.objects.create(skill=skill(), value=1, text="Knows that there is one.")


@pytest.fixture
def hr(measured, client) -> Client:
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    return client


@pytest.fixture
def by_file(measured, tmp_path) -> Callable[..., By]:
    """The framework's own files, changed in one of them and imported."""

    def changed(
        file: str, change: Callable[[Row], Row | None], *more: Row, options: Sequence[str] = ()
    ) -> By:
        call_command("export_framework", "larkfield", str(tmp_path), stdout=StringIO())
        with (tmp_path / file).open(newline="", encoding="utf-8-sig") as stream:
            lines = [*filter(None, map(change, csv.DictReader(stream))), *more]
        with (tmp_path / file).open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, lines[0].keys())
            writer.writeheader()
            writer.writerows(lines)
        command = ("import_framework", str(tmp_path), "--format=csv")
        return partial(call_command, *command, *options, stdout=StringIO())

    return changed


def rows() -> dict[str, list[Any]]:
    """All that a framework holds; of what is retired that it is, as nobody retires at the same moment."""
    columns = {
        Scale: ("key", "name"),
        Level: ("scale__key", "value", "name", "text"),
        Framework: ("key", "name", "attribution", "scale__key"),
        LevelMap: ("framework__key", "before", "after", "pairs", "top_before"),
        FrameworkVersion: ("framework__key", "number", "note"),
        Requirement: (
            "version__number",
            "role_level__external_id",
            "skill__external_id",
            "level",
            "weight",
            "is_critical",
        ),
        Skill: ("external_id", "name", "description", "parent__external_id", LIVE),
        SkillLevel: ("skill__external_id", "value", "text"),
        RoleFamily: ("framework__key", "name"),
        Role: ("external_id", "name", "family__name", "description", LIVE),
        RoleLevel: ("external_id", "role__external_id", "name", "rank", "description", LIVE),
    }
    return {
        model.__name__: sorted(model.objects.values_list(*names), key=str) for model, names in columns.items()
    }


def same(by_file: By, by_hand: By) -> dict[str, Any]:
    """What both lead to."""
    before = outcome_of(lambda: None, rows)
    expected = outcome_of(by_file, rows)
    assert expected["rows"] != before["rows"]
    assert outcome_of(by_hand, rows) == expected
    return expected


def page_of(hr: Client, one: Any, **fields: Any) -> By:
    """The page of a record in the admin, saved with these fields changed."""
    page = change_of(one)
    return partial(sent, hr, page, filled_in(hr, page) | fields)


def each(**cells: str) -> Callable[[Row], Row]:
    return lambda row: row | {column.replace("_", " "): value for column, value in cells.items()}


def only(key: str, **cells: str) -> Callable[[Row], Row]:
    """These cells in the line whose first column has this key."""
    return lambda row: row | cells if next(iter(row.values())) == key else row


def without(key: str) -> Callable[[Row], Row | None]:
    return lambda row: None if next(iter(row.values())) == key else row


MEASURED = [("abena@larkfield.example", "framework"), ("bilal@larkfield.example", "framework")]
HOLDER = [("abena@larkfield.example", "role")]


def test_a_level_is_added_to_the_scale(hr, by_file):
    page = change_of(framework().scale)
    said = added(filled_in(hr, page), "levels", value=6, name="Leading", text="") | {"same_meaning": "on"}
    file = by_file("levels.csv", each(), {"level": "6", "name": "Leading"}, options=["--same-meaning"])
    outcome = same(file, partial(sent, hr, page, said))
    assert outcome["marks"] == MEASURED
    assert [number for _key, number, _note in outcome["rows"]["FrameworkVersion"]] == [1, 2]
    assert len(outcome["rows"]["Requirement"]) == 4


def test_a_level_that_is_called_something_else_changes_no_report(hr, by_file):
    place = list(framework().scale.levels.order_by("value").values_list("value", flat=True)).index(5)
    outcome = same(
        by_file("levels.csv", only("5", name="Master"), options=["--same-meaning"]),
        page_of(hr, framework().scale, same_meaning="on", **{f"levels-{place}-name": "Master"}),
    )
    assert outcome["marks"] == []


def test_a_scale_is_turned_round(hr, by_file):
    levels = list(framework().scale.levels.order_by("value"))
    names = {str(one.value): other.name for one, other in zip(levels, levels[::-1], strict=True)}
    map_text = "1=5, 2=4, 3=3, 4=2, 5=1"
    by_hand = {f"levels-{place}-name": other.name for place, other in enumerate(levels[::-1])}
    file = by_file(
        "levels.csv", lambda row: row | {"name": names[row["level"]]}, options=["--levels", map_text]
    )
    page = page_of(hr, framework().scale, level_map=map_text, **by_hand)
    written, kept = outcome_of(file, rows), outcome_of(page, rows)
    assert written["marks"] == kept["marks"] == MEASURED
    assert written["rows"]["LevelMap"] == kept["rows"]["LevelMap"]
    assert [pair for *_, pairs, _top in kept["rows"]["LevelMap"] for pair in pairs][1] == ["1", "5"]
    # A file says itself what it requires; by hand the levels required are read by the map.
    assert {
        float(level) for number, *_, level, _weight, _critical in kept["rows"]["Requirement"] if number == 2
    } == {3, 4}


def test_a_framework_is_called_something_else(hr, by_file):
    file = by_file("framework.csv", each(name="Larkfield skills", attribution="By us."))
    outcome = same(file, page_of(hr, framework(), name="Larkfield skills", attribution="By us."))
    assert outcome["marks"] == []


def test_a_framework_moves_to_another_scale(hr, by_file):
    other = Scale.objects.create(key="other", name=framework().scale.name)
    for level in framework().scale.levels.all():
        other.levels.create(value=level.value, name=level.name, text=level.text)
    file = by_file("framework.csv", each(scale_key="other"))
    outcome = same(file, page_of(hr, framework(), scale=other.pk))
    assert outcome["marks"] == MEASURED
    assert [number for _key, number, _note in outcome["rows"]["FrameworkVersion"]] == [1, 2]


def test_a_skill_is_told_otherwise(hr, by_file):
    refunds = skill()
    file = by_file("skills.csv", only("Refund policy", name="Refunds", **{"level 1": "Finds the policy."}))
    by_hand = page_of(hr, refunds, **{"name": "Refunds", "level_texts-0-text": "Finds the policy."})
    assert same(file, by_hand)["marks"] == []


def test_a_skill_is_added(hr, by_file):
    page = reverse("admin:assessments_skill_add")
    said = {"framework": framework().pk, "external_id": "SQL", "name": "SQL", "parent": skill().pk}
    file = by_file("skills.csv", each(), {"skill": "SQL", "parent": "Refund policy", "name": "SQL"})
    assert same(file, partial(sent, hr, page, filled_in(hr, page) | said))["marks"] == []


def test_a_role_of_another_family_marks_who_has_it(hr, by_file):
    sales = RoleFamily.objects.create(framework=framework(), name="Sales")
    held = Role.objects.get(name="Support specialist II")
    outcome = same(
        by_file("roles.csv", only(held.external_id, family="Sales")), page_of(hr, held, family=sales.pk)
    )
    assert outcome["marks"] == HOLDER


def test_a_role_level_of_another_role_marks_who_has_it(hr, by_file):
    level = RoleLevel.objects.get(name="Support specialist II")
    file = by_file("role_levels.csv", lambda row: row | {"role": "Lead"})
    outcome = same(file, page_of(hr, level, role=Role.objects.get(name="Lead").pk))
    assert outcome["marks"] == HOLDER


def test_a_role_level_is_retired(hr, by_file):
    """One that requires nothing: what is published of the others, an import alone takes back."""
    lead = RoleLevel.objects.get(name="Lead")
    file = by_file("role_levels.csv", lambda row: None if row["name"] == "Lead" else row)
    outcome = same(file, page_of(hr, lead, **MOMENT))
    assert outcome["marks"] == []
    assert outcome["events"] == [("role_levels.changed", "{'role_level_ids': ['Lead']}")]
    assert outcome["deliveries"] == ["assessments.apply_rules_of_role_levels"]


def test_a_role_level_is_added_below_its_role(hr, by_file):
    page = change_of(Role.objects.get(name="Lead"))
    said = added(filled_in(hr, page), "levels", rank=2, name="Lead II", external_id="lead-2")
    line = {"role level": "lead-2", "role": "Lead", "name": "Lead II", "rank": "2"}
    outcome = same(by_file("role_levels.csv", each(), line), partial(sent, hr, page, said))
    assert outcome["events"] == [("role_levels.changed", "{'role_level_ids': ['lead-2']}")]


def test_a_skill_that_is_required_is_not_deleted(hr):
    page = reverse("admin:assessments_skill_delete", args=[skill("Empathy").pk])
    assert hr.post(page, {"post": "yes"}).status_code == 403

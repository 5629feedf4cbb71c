"""Scales, frameworks and roles in the admin: what breaks reports is refused, what moves them marks people."""

from html import unescape

import pytest
from django.urls import reverse

from assessments.evidence.reports import evidence_of
from assessments.frameworks.models import (
    Framework,
    Level,
    LevelMap,
    Requirement,
    Role,
    RoleLevel,
    Scale,
    Skill,
)
from assessments.marks.models import StaleMark
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import framework, give, observe, person, role, skill

pytestmark = pytest.mark.django_db
SAME = {"same_meaning": "on"}


def change_of(one) -> str:
    return reverse(f"admin:{one._meta.label_lower.replace('.', '_')}_change", args=[one.pk])


@pytest.fixture
def hr(client):
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    return client


@world
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
    answer = hr.post(change_of(scale), scale_form(scale, **change) | SAME)
    assert answer.status_code == 200
    assert "still need level" in answer.content.decode()
    assert sorted(scale.levels.values_list("value", flat=True)) == [1, 2, 3, 4, 5]


def test_a_level_that_nobody_needs_is_dropped(hr, abena):
    scale = framework().scale
    assert hr.post(change_of(scale), scale_form(scale, without=5) | SAME).status_code == 302
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


def test_a_skill_that_a_role_level_needs_is_not_retired(hr, abena):
    what = skill()
    form = {"framework": what.framework_id, "external_id": what.external_id, "name": what.name, "parent": ""}
    form |= {"level_texts-TOTAL_FORMS": 0, "level_texts-INITIAL_FORMS": 0}
    form |= {"retired_at_0": "2026-03-02", "retired_at_1": "12:00"}
    answer = hr.post(change_of(what), form)
    assert "Required by Support specialist II." in answer.content.decode()
    Requirement.objects.all().delete()
    assert hr.post(change_of(what), form).status_code == 302
    what.refresh_from_db()
    assert what.retired_at is not None


def skill_form(what: Skill, parent: Skill) -> dict[str, object]:
    texts = {"level_texts-TOTAL_FORMS": 0, "level_texts-INITIAL_FORMS": 0}
    return {"external_id": what.external_id, "name": what.name, "parent": parent.pk, **texts}


@world
def elsewhere(abena) -> Framework:
    """Another framework, with a role and a skill of its own."""
    body = Framework.objects.create(key="elsewhere", name="Elsewhere", scale=framework().scale)
    Role.objects.create(framework=body, external_id="clerk", name="Clerk")
    Skill.objects.create(framework=body, external_id="filing", name="Filing")
    return body


def test_a_skill_is_part_of_one_of_its_framework_and_never_in_a_circle(hr, elsewhere):
    refunds, money, trade = skill(), skill("Money"), skill("Trade")
    answer = hr.post(change_of(refunds), skill_form(refunds, elsewhere.skills.get()))
    assert "a skill of another framework" in answer.content.decode()
    assert hr.post(change_of(refunds), skill_form(refunds, money)).status_code == 302
    assert hr.post(change_of(money), skill_form(money, trade)).status_code == 302
    answer = hr.post(change_of(trade), skill_form(trade, refunds))
    ring = "They form a circle: Trade → Refund policy → Money → Trade."
    assert ring in unescape(answer.content.decode())
    trade.refresh_from_db()
    assert trade.parent is None


def test_a_role_level_does_not_move_to_a_role_of_another_framework(hr, elsewhere):
    level = RoleLevel.objects.get()
    form = {"role": elsewhere.roles.get().pk, "name": level.name, "rank": 1, "external_id": "x"}
    assert "a role of another framework" in hr.post(change_of(level), form).content.decode()
    level.refresh_from_db()
    assert level.role.framework == framework()


def test_a_role_level_is_not_deleted_with_what_was_published_of_it(hr, abena):
    level = role("Lead", Empathy=2)
    line = {"id": level.pk, "rank": 1, "name": "Lead", "external_id": "Lead", "DELETE": "on"}
    form = {"external_id": "Lead", "name": "Lead", "family": level.role.family_id}
    form |= {"levels-TOTAL_FORMS": 1, "levels-INITIAL_FORMS": 1}
    hr.post(change_of(level.role), form | {f"levels-0-{name}": value for name, value in line.items()})
    assert RoleLevel.objects.filter(pk=level.pk, requirements__isnull=False).exists()


def test_two_role_levels_of_a_framework_do_not_share_an_id(hr, abena):
    level, other = role("Lead"), RoleLevel.objects.exclude(name="Lead").get()
    form = {"role": level.role_id, "name": "Lead I", "rank": 1, "external_id": other.external_id}
    answer = hr.post(change_of(level), form)
    assert "Support specialist II of this framework has this id already" in answer.content.decode()
    assert hr.post(change_of(level), form | {"external_id": "lead-1"}).status_code == 302


def marked() -> set[int]:
    return set(StaleMark.objects.values_list("person_id", flat=True))


def test_another_scale_marks_all_whom_the_framework_measures(hr, abena):
    bilal = person("Bilal Khan")
    observe(bilal, skill(), 2)
    person("Chika Obi")
    StaleMark.objects.all().delete()
    body = framework()
    assert hr.post(change_of(body), framework_form(body, body.scale) | {"name": "L"}).status_code == 302
    assert marked() == set()
    assert hr.post(change_of(body), framework_form(body, scale_of(1, 2, 3)) | SAME).status_code == 302
    assert marked() == {abena.pk, bilal.pk}


def test_another_family_marks_who_has_the_role(hr, abena):
    StaleMark.objects.all().delete()
    one = Role.objects.get()
    form = {"external_id": one.external_id, "name": "Specialist", "family": one.family_id}
    form |= {"levels-TOTAL_FORMS": 0, "levels-INITIAL_FORMS": 0}
    assert hr.post(change_of(one), form).status_code == 302
    assert marked() == set()
    assert hr.post(change_of(one), form | {"family": ""}).status_code == 302
    assert marked() == {abena.pk}


def test_a_role_level_that_moves_to_another_role_marks_who_has_it(hr, abena):
    StaleMark.objects.all().delete()
    level, lead = RoleLevel.objects.get(), role("Lead").role
    form = {"role": lead.pk, "name": level.name, "rank": 1, "external_id": level.external_id}
    assert hr.post(change_of(level), form).status_code == 302
    assert marked() == {abena.pk}


def test_what_is_of_a_framework_stays_there(hr, abena):
    one, other = Role.objects.get(), framework("other")
    form = {"external_id": one.external_id, "name": one.name, "family": "", "framework": other.pk}
    form |= {"levels-TOTAL_FORMS": 0, "levels-INITIAL_FORMS": 0}
    assert hr.post(change_of(one), form).status_code == 302
    one.refresh_from_db()
    assert one.framework == framework()


def test_levels_in_use_are_turned_round_only_with_a_map(hr, abena):
    scale = framework().scale
    form = scale_form(scale)
    names = list(scale.levels.order_by("value").values_list("name", flat=True))
    form |= {f"levels-{place}-name": name for place, name in enumerate(names[::-1])}
    refused = hr.post(change_of(scale), form)
    assert "Evidence stands on the levels of before (1 Aware, 2 Guided" in unescape(refused.content.decode())
    assert "has no new one" in hr.post(change_of(scale), form | {"level_map": "1=5"}).content.decode()
    assert "is no pair" in hr.post(change_of(scale), form | {"level_map": "one"}).content.decode()
    turned = form | {"level_map": "1=5, 2=4, 3=3, 4=2, 5=1"}
    both = hr.post(change_of(scale), turned | SAME)
    assert "Either the levels are read anew" in both.content.decode()
    assert not LevelMap.objects.exists()
    assert hr.post(change_of(scale), turned).status_code == 302
    kept = LevelMap.objects.get()
    assert (kept.framework, kept.mapped_by.email) == (framework(), "root@larkfield.example")
    assert [one.level for one in evidence_of(abena, skill())] == [4]
    assert Requirement.objects.newest().get().level == 3
    page = hr.get(reverse("admin:assessments_levelmap_changelist"))
    assert "1 → 5" in page.content.decode()


def test_a_framework_moves_to_other_levels_only_with_a_map(hr, abena):
    body, form = framework(), framework_form(framework(), scale_of(*range(1, 11)))
    assert "Evidence stands on the levels" in hr.post(change_of(body), form).content.decode()
    moved = form | {"level_map": "1=2 2=4 3=6 4=8 5=10"}
    assert hr.post(change_of(body), moved).status_code == 302
    assert [one.level for one in evidence_of(abena, skill())] == [4]
    assert Requirement.objects.newest().get().level == 6

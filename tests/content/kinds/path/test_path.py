"""A path opens one module after the other, with pauses, and is done once all of them are."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from content.activity.services import finish_module, start_module
from content.authoring.reports import missing_before_publishing
from content.catalogue.models import Module
from content.catalogue.services import ModuleError, archive_module, check_contents, contents_of
from content.kinds.path.reports import held_modules, path_of
from content.kinds.path.subscriptions import finish
from content.planning import selectors
from content.planning.models import Plan
from content.planning.services import begin_path, complete_module, people_with_stale_plans, refresh_plans
from lifow.events.types import ModulesCompleted
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, module, observe, person, role, skill

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@world
def abena() -> Person:
    made = person("Abena Osei", timezone="Pacific/Auckland")
    give(made, role(Refund_policy=4, Empathy=3))
    observe(made, skill("Refund policy"), 1)
    observe(made, skill("Empathy"), 1)
    compute(made)
    return made


@world
def modules() -> list[Module]:
    refunds = skill("Refund policy")
    return [
        module("One", refunds, 1, 2),
        module("Two", refunds, 2, 3),
        module("Three", skill("Empathy"), 1, 3),
    ]


@world
def path(modules: list[Module]) -> Module:
    """Three modules; two days before the second."""
    stops = [
        {"key": "abc"[place], "ref": one.public_id, "days": 2 if place == 1 else 0, "why": ""}
        for place, one in enumerate(modules)
    ]
    return Module.objects.create(
        key="first-weeks",
        title="First weeks",
        kind="path",
        minutes=12,
        status="published",
        parts={"stops": stops},
    )


@pytest.fixture
def client(abena) -> Client:
    found = Client()
    found.force_login(abena)
    return found


def states(path: Module, who: Person, at) -> list[str]:
    return [one.state for one in path_of(path, who, at).stops]


def planned(who: Person) -> set[str]:
    return set(
        Plan.objects.get(person=who).items.exclude(module=None).values_list("module__title", flat=True)
    )


def test_one_module_is_open_after_the_other_and_a_pause_ends_on_a_day_of_the_person(path, abena, modules):
    assert states(path, abena, NOON) == ["open", "later", "later"]
    complete_module(person=abena, module=modules[0], completed_at=NOON)
    found = path_of(path, abena, NOON)
    assert [one.state for one in found.stops] == ["done", "pause", "later"]
    # Noon in UTC on the second is the third in Auckland.
    assert found.stops[1].opens_on == date(2026, 3, 5)
    assert states(path, abena, NOON + 2 * DAY) == ["done", "open", "later"]


def test_a_path_is_done_with_its_last_module_and_its_minutes_count_once(path, abena, modules):
    begin_path(person=abena, module=path, as_of=NOON)
    for place, one in enumerate(modules):
        assert abena.activities.get(module=path).completed_at is None
        complete_module(person=abena, module=one, completed_at=NOON + place * 3 * DAY)
    row = abena.activities.get(module=path)
    assert row.completed_at == NOON + 6 * DAY
    monday = selectors.monday_of(NOON + 6 * DAY)
    assert (row.minutes_of_plan(monday), row.minutes_since(monday)) == (0, 0)


def test_who_has_done_all_of_it_has_done_the_path_when_they_begin(path, abena, modules):
    for one in modules:
        complete_module(person=abena, module=one, completed_at=NOON)
    assert not abena.activities.filter(module=path).exists()
    for _twice in range(2):
        begin_path(person=abena, module=path, as_of=NOON + DAY)
    assert abena.activities.get(module=path).completed_at == NOON + DAY


def test_what_somebody_else_has_signed_off_finishes_it_too(path, abena, modules):
    begin_path(person=abena, module=path, as_of=NOON)
    for one in modules:
        start_module(person=abena, module=one, started_at=NOON)
        finish_module(person=abena, module=one, completed_at=NOON)
    for _twice in range(2):
        finish(ModulesCompleted((abena.pk,)), occurred_at=NOON)
    assert abena.activities.get(module=path).completed_at is not None


def test_what_is_not_published_any_more_is_left_out_and_the_author_is_told(path, abena, modules):
    archive_module(module=modules[1])
    found = path_of(path, abena, NOON)
    assert ([one.state for one in found.stops], found.left) == (["open", "gone", "later"], 2)
    assert missing_before_publishing(contents_of(path))[0].blocks
    author = Client()
    author.force_login(person("Ines Carvalho", is_author=True))
    page = author.get(reverse("content:module", args=[path.public_id])).content.decode()
    assert "learners skip them" in page
    editor = author.get(reverse("content:edit", args=[path.public_id])).content.decode()
    assert "It is not published: learners skip it." in editor


def test_what_a_path_keeps_for_later_is_in_no_plan_until_its_day(path, abena, modules):
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert {"One", "Three"} <= planned(abena)
    begin_path(person=abena, module=path, as_of=NOON)
    assert planned(abena) == {"One"}
    complete_module(person=abena, module=modules[0], completed_at=NOON + timedelta(hours=1))
    assert planned(abena) == set()
    [held] = held_modules([abena.pk], NOON).values()
    assert held.modules == {modules[1].pk, modules[2].pk}
    assert people_with_stale_plans(held.until - timedelta(minutes=1)) == []
    assert people_with_stale_plans(held.until) == [abena.pk]
    refresh_plans(person_ids=[abena.pk], as_of=held.until)
    assert planned(abena) == {"Two"}


def test_a_plan_has_modules_and_no_path(path, abena):
    assert path.pk not in selectors.catalogue().module


def test_others_are_not_held(path, abena, modules):
    other = person("Tom Berg")
    begin_path(person=abena, module=path, as_of=NOON)
    assert set(held_modules([abena.pk, other.pk], NOON)) == {abena.pk}


def test_a_path_holds_no_path_and_is_no_prerequisite(path, modules):
    said = replace(contents_of(path), parts={"stops": [{"key": "a", "ref": path.public_id}]})
    with pytest.raises(ModuleError, match="a path itself"):
        check_contents(said)
    with pytest.raises(ModuleError, match="no prerequisite"):
        check_contents(replace(contents_of(modules[0]), prerequisites=[path]))


def test_a_path_of_one_module_is_not_published(path):
    first = path.parts["stops"][:1]
    missing = missing_before_publishing(replace(contents_of(path), parts={"stops": first}))
    assert [one.message for one in missing if one.blocks] == ["Add at least two modules."]


def test_a_learner_begins_it_and_goes_to_the_next_module(client, path, abena, modules):
    address = reverse("content:module", args=[path.public_id])
    page = client.get(address).content.decode()
    assert "Begin the path" in page
    assert "0 of 3 done" in page
    client.post(reverse("content:start", args=[path.public_id]), {"extra": "1"})
    page = client.get(address).content.decode()
    assert "Open “One”" in page
    of_it = client.get(reverse("content:module", args=[modules[0].public_id])).content.decode()
    assert "1 of 3 on the path" in of_it
    refused = client.post(reverse("content:complete", args=[path.public_id]), follow=True).content.decode()
    assert "3 modules of the path are left." in refused


@pytest.mark.parametrize(
    ("pressed", "focused"),
    [("parts_act-pick-stops", "parts-stops-1-days"), ("parts_act-stops", "parts-stops-search")],
)
def test_the_keyboard_goes_on_where_something_was_chosen_or_removed(modules, pressed, focused):
    author = Client()
    author.force_login(person("Ines Carvalho", is_author=True))
    begun = {"title": "Weeks", "kind": "path", "built_for": "path", "minutes": "9", "body": ""}
    begun |= {"effects-TOTAL_FORMS": "0", "effects-INITIAL_FORMS": "0", "parts-stops-count": "1"}
    begun |= {"parts-stops-0-key": "a", "parts-stops-0-ref": modules[0].public_id}
    sent = {**begun, pressed: modules[1].public_id if "pick" in pressed else "remove-0"}
    page = author.post(reverse("content:new"), sent, headers={"HX-Request": "true"}).content.decode()
    [field] = re.findall(r"<(?:input|select|textarea)[^>]* autofocus[^>]*>", page)
    assert f'name="{focused}"' in field


def test_an_author_searches_modules_and_puts_them_in_order(modules, path):
    author = Client()
    author.force_login(person("Ines Carvalho", is_author=True))
    begun = {"title": "Weeks", "kind": "path", "built_for": "path", "minutes": "9", "body": ""}
    begun |= {"effects-TOTAL_FORMS": "0", "effects-INITIAL_FORMS": "0", "parts-stops-count": "0"}
    search = {**begun, "parts-stops-search": "two", "parts_act-find-stops": "1"}
    found = author.post(reverse("content:new"), search, headers={"HX-Request": "true"}).content.decode()
    assert f'value="{modules[1].public_id}"' in found
    nothing = {**begun, "parts_act-find-stops": "1"}
    offered = author.post(reverse("content:new"), nothing, headers={"HX-Request": "true"}).content.decode()
    assert path.public_id not in offered
    picked = {**begun, "parts_act-pick-stops": modules[1].public_id}
    page = author.post(reverse("content:new"), picked, headers={"HX-Request": "true"}).content.decode()
    assert f'name="parts-stops-0-ref" value="{modules[1].public_id}"' in page
    rows = {
        f"parts-stops-{at}-{name}": value
        for at, row in enumerate(
            [
                {"key": "a", "ref": modules[1].public_id, "days": "", "why": "First"},
                {"key": "b", "ref": modules[0].public_id, "days": "3", "why": ""},
            ]
        )
        for name, value in row.items()
    }
    refused = author.post(
        reverse("content:new"), {**begun, **rows, "parts-stops-count": "2", "parts-stops-1-days": "999"}
    )
    assert refused.status_code == 422
    assert 'value="999"' in refused.content.decode()
    author.post(reverse("content:new"), {**begun, **rows, "parts-stops-count": "2"})
    made = Module.objects.get(title="Weeks")
    assert [(one["ref"], one["days"]) for one in made.parts["stops"]] == [
        (modules[1].public_id, 0),
        (modules[0].public_id, 3),
    ]


def test_its_page_keeps_to_its_queries(client, path, django_assert_max_num_queries):
    client.post(reverse("content:start", args=[path.public_id]))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("content:module", args=[path.public_id])).status_code == 200

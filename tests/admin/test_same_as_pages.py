"""A page and the admin that say the same lead to the same rows, events and plans."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.catalogue.models import CatalogueVersion, Module, ModuleEffect
from content.planning.models import LearningTime, Plan
from lifow.people.persons.models import Person
from mentoring.choices import PairingState
from mentoring.mentors.models import ExcludedPair, Mentor, Seat
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import close_pairings
from tests.admin.outcomes import added, change_of, filled_in, outcome_of, sent
from tests.backing.worlds import world
from tests.company import compute, give, module, observe, person, role, skill
from tests.mentoring.programme import asked, mentor, proposal, running

By = Callable[[], object]


@world
def abena() -> Person:
    """A learner one level short in refunds, who may write modules too."""
    made = person(is_author=True)
    give(made, role(Refund_policy=3))
    observe(made, skill(), 1)
    compute(made)
    return made


@world
def refunds(abena) -> Module:
    module("What comes first", skill("Empathy"), 0, 2)
    return module("The refund change", skill(), 1, 3, summary="What is new", author=abena)


@pytest.fixture
def hr(abena) -> Client:
    client = Client()
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    return client


@pytest.fixture
def page(client, abena) -> Callable[..., By]:
    """What Abena sends from a page, with what it says."""
    client.force_login(abena)

    def sends(url: str, **said: Any) -> By:
        def send() -> None:
            assert client.post(url, said).status_code == 302

        return send

    return sends


def same(by_page: By, by_hand: By, rows: By) -> dict[str, Any]:
    """What both lead to."""
    before = outcome_of(lambda: None, rows)
    expected = outcome_of(by_page, rows)
    assert expected["rows"] != before["rows"]
    assert outcome_of(by_hand, rows) == expected
    return expected


def modules() -> dict[str, list[Any]]:
    names = ("title", "kind", "minutes", "summary", "body", "facets", "status")
    effects = ("module__title", "skill__name", "from_level", "to_level")
    before = Module.prerequisites.through.objects.values_list("from_module__title", "to_module__title")
    return {
        "modules": sorted(Module.objects.values_list(*names), key=str),
        "effects": sorted(ModuleEffect.objects.values_list(*effects)),
        "prerequisites": sorted(before),
        "catalogue": [CatalogueVersion.objects.current()],
    }


def test_a_module_is_rewritten(hr, page, refunds, settings):
    settings.MODULE_REVIEWS_NEEDED = False
    first, empathy = Module.objects.get(title="What comes first"), skill("Empathy")
    said = {"title": "Refunds now", "kind": "article", "minutes": 6, "summary": "", "body": "New."}
    by_page = page(
        reverse("content:edit", args=[refunds.public_id]),
        **said,
        facets="product: payments",
        accepted_facets="Product: payments",
        publish="1",
        **{"effects-INITIAL_FORMS": 0, "effects-TOTAL_FORMS": 1, "effects-0-skill": empathy.public_id},
        **{"effects-0-from_level": "1", "effects-0-to_level": "2.5"},
        prerequisites=first.public_id,
    )
    form = filled_in(hr, change_of(refunds)) | said | {"prerequisites": [first.pk]}
    form |= {"facets": "product: payments", "effects-0-DELETE": "on"}
    form = added(form, "effects", skill=empathy.pk, from_level="1", to_level="2.5")
    outcome = same(by_page, partial(sent, hr, change_of(refunds), form), modules)
    assert outcome["rows"]["effects"][0][:2] == ("Refunds now", "Empathy")
    assert [kind for kind, _said in outcome["events"]] == ["catalogue.changed"]


def test_a_new_module_is_a_draft(hr, page, refunds):
    said = {"title": "Say no kindly", "kind": "article", "minutes": 4, "summary": "", "body": "A story."}
    lines = {"effects-INITIAL_FORMS": 0, "effects-TOTAL_FORMS": 1, "prerequisites-INITIAL_FORMS": 0}
    levels = {"from_level": "1", "to_level": "2"}
    by_page = page(
        reverse("content:new"),
        **said,
        **lines,
        **{"prerequisites-TOTAL_FORMS": 0, "effects-0-skill": skill().public_id},
        **{f"effects-0-{name}": value for name, value in levels.items()},
    )
    add = reverse("admin:content_module_add")
    form = added(filled_in(hr, add) | said | {"key": "kindly"}, "effects", skill=skill().pk, **levels)
    assert same(by_page, partial(sent, hr, add, form), modules)["events"] == []


def test_a_module_is_archived(hr, page, refunds):
    chosen = {"action": "archive", "_selected_action": [refunds.pk]}
    by_hand = partial(hr.post, reverse("admin:content_module_changelist"), chosen)
    same(page(reverse("content:archive", args=[refunds.public_id])), by_hand, modules)


def minutes() -> dict[str, list[Any]]:
    return {
        "minutes": list(LearningTime.objects.values_list("person__given_name", "minutes_per_week")),
        "plans": list(Plan.objects.values_list("person__given_name", "minutes", "outcome", "items__module")),
    }


def test_minutes_a_week_are_chosen(hr, page, abena, refunds):
    by_page = page(reverse("content:learning_time"), minutes=20)
    add = reverse("admin:content_learningtime_add")
    outcome = same(by_page, partial(sent, hr, add, {"person": abena.pk, "minutes_per_week": 20}), minutes)
    assert outcome["rows"]["plans"] == [("Abena", 20, "planned", refunds.pk)]
    by_page()
    given = LearningTime.objects.get()
    by_hand = partial(sent, hr, change_of(given), {"minutes_per_week": 4})
    same(page(reverse("content:learning_time"), minutes=4), by_hand, minutes)
    delete = reverse("admin:content_learningtime_delete", args=[given.pk])
    outcome = outcome_of(partial(hr.post, delete, {"post": "yes"}), minutes)
    assert outcome["rows"]["minutes"] == []
    assert outcome["rows"]["plans"][0][1] != 20


@world
def guide(abena) -> Mentor:
    """Priya has two seats, of which Bilal holds one; Abena has her on the list, and Chika has asked."""
    made = mentor(capacity=2)
    running(person("Bilal Khan"), made, skill())
    asked(person("Chika Obi"), made, skill())
    proposal(abena, made, skill())
    return made


def programme() -> dict[str, list[Any]]:
    return {
        "mentors": list(Mentor.objects.values_list("person__given_name", "is_willing", "about")),
        "seats": list(
            Seat.objects.order_by("number").filter(closed_at=None).values_list("number", flat=True)
        ),
        "pairings": sorted((row.mentee.given_name, row.state, row.closing_cause) for row in pairings()),
    }


def pairings() -> Any:
    return Pairing.objects.select_related("mentee")


def test_a_mentor_takes_no_new_learners(hr, page, client, guide):
    by_page = page(reverse("mentoring:offer"), stop="1")
    client.force_login(guide.person)
    said = filled_in(hr, change_of(guide))
    said.pop("is_willing")
    outcome = same(by_page, partial(sent, hr, change_of(guide), said), programme)
    assert outcome["rows"]["seats"] == []
    states = [state for _name, state, _cause in outcome["rows"]["pairings"]]
    assert states == [PairingState.EXPIRED, PairingState.ACTIVE, PairingState.EXPIRED]


def test_what_hr_says_of_a_mentor_changes_no_pairing(hr, guide):
    said = filled_in(hr, change_of(guide)) | {"about": "Ask me about refunds."}
    outcome = outcome_of(partial(sent, hr, change_of(guide), said), programme)
    before = outcome_of(lambda: None, programme)
    assert outcome["rows"] == before["rows"] | {"mentors": [("Priya", True, "Ask me about refunds.")]}


def test_two_who_are_excluded_are_closed_as_by_the_sweep(hr, guide):
    """The sweep would close the request as well, were the row written by itself."""
    chika = Person.objects.get(given_name="Chika")
    said = {"mentee": chika.pk, "mentor": guide.person_id, "note": ""}

    def by_sweep() -> None:
        ExcludedPair.objects.create(mentee=chika, mentor=guide.person)
        Pairing.objects.filter(state=PairingState.ASKED).update(expires_at=None)
        close_pairings(as_of=timezone.now())

    Pairing.objects.exclude(mentee=chika).update(closes_on=None)
    outcome = same(by_sweep, partial(sent, hr, reverse("admin:mentoring_excludedpair_add"), said), programme)
    assert ("Chika", PairingState.EXPIRED, "rules") in outcome["rows"]["pairings"]
    assert ("Abena", PairingState.PROPOSED, "") in outcome["rows"]["pairings"]


def test_a_mentor_who_is_deleted_is_on_nobodys_list(hr, guide):
    Pairing.objects.filter(state=PairingState.ACTIVE).delete()
    delete = reverse("admin:mentoring_mentor_delete", args=[guide.pk])
    outcome = outcome_of(partial(hr.post, delete, {"post": "yes"}), programme)
    assert outcome["rows"]["mentors"] == []
    assert {state for _name, state, _cause in outcome["rows"]["pairings"]} == {PairingState.EXPIRED}

"""The index on both databases: kept by triggers, read in steps, blind to what somebody may not see."""

import pytest
from django.db import connection, transaction

from content.catalogue.models import Module
from lifow.base.passages.models import SearchSource, StaleSource
from lifow.base.passages.reports import Search, find
from lifow.base.passages.selectors import current_index, forget_index
from lifow.base.passages.services import mark_all_stale, refresh_stale
from lifow.base.passages.triggers import keep_triggers
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import module, person, skill

pytestmark = pytest.mark.dialect


@world
def hr() -> Person:
    module("Give money back", skill("Refund policy"), 1, 2, body="A refund takes five days.")
    return person("Ruth Berg", is_hr_admin=True)


def drain() -> None:
    while refresh_stale():
        pass


def titles(text: str, who: Person, **wanted) -> list[str]:
    drain()
    found = find(Search(text, **wanted), who, most=10)
    return ["".join(piece.text for piece in one.title) for one in found.results]


def test_bulk_writes_and_deletions_are_followed(hr):
    Module.objects.filter(title="Give money back").update(title="Hand cash over")
    assert titles("cash", hr) == ["Hand cash over"]
    assert "Hand cash over" in titles("handover", hr)
    Module.objects.all().delete()
    assert titles("cash", hr) == []


def test_what_is_rolled_back_was_never_found(hr):
    drain()
    current_index()
    with transaction.atomic():
        module("Zeppelin", skill(), 1, 2)
        assert titles("zeppelin", hr) == ["Zeppelin"]
        transaction.set_rollback(True)
    assert titles("zeppelin", hr) == []


def test_the_same_again_is_not_written(hr):
    drain()
    before = set(SearchSource.objects.values_list("pk", flat=True))
    mark_all_stale()
    drain()
    assert set(SearchSource.objects.values_list("pk", flat=True)) == before


def test_a_change_that_says_nothing_to_search_marks_nothing(hr):
    drain()
    Person.objects.filter(pk=hr.pk).update(password="x")
    assert not StaleSource.objects.exists()
    Person.objects.filter(pk=hr.pk).update(family_name="Bergen")
    assert StaleSource.objects.filter(kind="person", source_id=hr.pk).exists()


def test_triggers_that_are_lost_come_back_and_say_of_what(hr):
    name = "search_stale"
    sql = (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        lost = next(
            row for row in cursor.fetchall() if row[0].startswith(name) and row[1] == "content_module"
        )
        on = f" ON {lost[1]}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {lost[0]}{on}")
    assert keep_triggers("default") == {"module"}
    assert keep_triggers("default") == set()


def test_an_index_in_memory_is_that_of_the_rows(hr):
    drain()
    first = current_index()
    module("Zeppelin", skill(), 1, 2)
    drain()
    changed = current_index()
    assert changed.large is first.large
    assert titles("zeppelin", hr) == ["Zeppelin"]
    forget_index()
    assert titles("zeppelin", hr) == ["Zeppelin"]


SECRET = "Quintessence"


@pytest.mark.parametrize("text", [SECRET, "quintessense", "quint", "how long is a quintessence kept", "q"])
def test_a_draft_leaves_no_trace_for_learners(hr, text):
    learner = person("Abena Osei")
    drain()
    before = find(Search(text), learner, most=10)
    module(SECRET, skill("Refund policy"), 1, 2, status="draft", body=f"The {SECRET} of a refund.")
    drain()
    after = find(Search(text), learner, most=10)
    assert after == before
    assert SECRET in titles(SECRET, hr)


def test_rarity_is_that_of_what_one_may_see(hr):
    learner = person("Abena Osei")
    module("A refund in the shop", skill(), 1, 2)
    drain()
    before = find(Search("refund days shop"), learner, most=10)
    for number in range(30):
        module(f"Shop {number}", skill(), 1, 2, status="draft")
    drain()
    assert find(Search("refund days shop"), learner, most=10) == before


def test_a_person_is_found_by_those_above_and_by_hr_alone(hr):
    lead, other = person("Marta Kowalczyk"), person("Kofi Mensah")
    learner = person("Abena Ødegård", manager=lead)
    for who, sees in ((lead, True), (hr, True), (learner, True), (other, False)):
        assert (titles("odegard", who) != []) == sees
        found = find(Search("odegrad"), who, most=10)
        assert bool(found.corrections) == sees
        assert (found.total > 0) == sees

"""What home suggests beside the plan: by gap, by what helped colleagues, by role, or nothing."""

import pytest
from django.urls import reverse

from assessments.frameworks.models import Role
from assessments.gaps.reports import gaps_of
from content.activity.models import Activity
from content.assignments.reports import assigned_modules_of
from content.assignments.services import waive
from content.bookmarks import services as bookmarks
from content.bookmarks.services import SavedError, save_for_later, take_off_list
from content.discovery.reports import own_modules, suggested_modules
from content.votes.models import RoleVotes
from tests.company import NOON, compute, give, module, observe, person, role, skill
from tests.content.assignments.assigning import assign_to

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@pytest.fixture
def noor():
    """One level short in SQL, surely enough in Tact, never assessed in Empathy."""
    made = person("Noor Haddad")
    give(made, role("Support rep", SQL=3, Tact=1, Empathy=2))
    observe(made, skill("SQL"), 1)
    for _time in range(3):
        observe(made, skill("Tact"), 4)
    compute(made)
    return made


def helped(what, count: int, voters: int) -> None:
    role_of = Role.objects.get(name="Support rep")
    RoleVotes.objects.create(role=role_of, module=what, voters=voters, helpful=count, counted_at=NOON)


def shown(who, planned=()) -> list[tuple[str, str]]:
    found, _to_vote = suggested_modules(gaps_of(who), own_modules(who, NOON), planned)
    return [(one.module.title, one.why) for one in found]


def test_nothing_is_suggested_where_nothing_is_good(noor):
    module("Of a skill that is met", skill("Tact"), 0, 1)
    module("Of another skill", skill("Upsell"), 0, 1)
    assert shown(noor) == []


def test_gaps_come_first_then_what_helped_colleagues_then_what_nobody_has_assessed(noor):
    module("Of empathy", skill("Empathy"), 0, 2)
    other = module("Of another skill", skill("Upsell"), 0, 1)
    module("Of the gap", skill("SQL"), 1, 2)
    helped(other, 6, 7)
    assert shown(noor) == [
        ("Of the gap", "For your gap in SQL"),
        ("Of another skill", "6 colleagues in your role found it helpful"),
        ("Of empathy", "About Empathy, which your role needs"),
    ]


@pytest.mark.parametrize(("count", "voters"), [(4, 5), (5, 10)])
def test_what_helped_few_or_no_more_than_half_is_not_said(noor, count, voters):
    helped(module("Of another skill", skill("Upsell"), 0, 1), count, voters)
    assert shown(noor) == []


def test_what_is_planned_started_or_done_is_left_out(noor):
    planned, started, done = (module(title, skill("SQL"), 1, 2) for title in ("Planned", "Started", "Done"))
    for one, at in ((started, None), (done, NOON)):
        Activity.objects.create(person=noor, module=one, started_at=NOON, touched_at=NOON, completed_at=at)
    assert shown(noor, [planned.pk]) == []
    module("Archived", skill("SQL"), 1, 2, status="retired")
    assert shown(noor, [planned.pk]) == []


def test_no_more_than_three_and_one_a_skill(noor):
    for number in range(4):
        module(f"Of SQL {number}", skill("SQL"), 1, 2)
        helped(module(f"Helped {number}", skill("Upsell"), 0, 1), 9, 9)
    found = shown(noor)
    assert len(found) == 3
    assert [title.startswith("Of SQL") for title, _why in found] == [True, False, False]


def test_home_shows_them_without_many_more_queries(noor, client, django_assert_max_num_queries):
    module("Of the gap", skill("SQL"), 1, 2)
    client.force_login(noor)
    client.get(reverse("portal:home"))
    page = client.get(reverse("portal:home")).content.decode()
    assert "For you" in page
    assert "For your gap in SQL" in page
    gaps = gaps_of(noor)
    with django_assert_max_num_queries(2):
        suggested_modules(gaps, own_modules(noor, NOON))


def test_what_is_saved_is_a_list_of_ones_own(noor, client):
    saved, other = module("Kept", skill("SQL"), 1, 2), module("Not kept", skill("SQL"), 1, 2)
    client.force_login(noor)
    page = client.post(reverse("content:save", args=[saved.public_id]), {"save": "1"}, follow=True)
    assert "Remove from saved" in page.content.decode()
    save_for_later(person=noor, module=saved, as_of=NOON)
    found = client.get(reverse("content:modules"), {"saved": "1"})
    assert [row.module for row in found.context["rows"]] == [saved]
    assert "Saved" in found.content.decode()
    client.post(reverse("content:save", args=[saved.public_id]), {"save": "0"})
    take_off_list(person=noor, module=other)
    assert "Nothing saved yet" in client.get(reverse("content:modules"), {"saved": "1"}).content.decode()


def test_a_full_list_says_so(noor, monkeypatch, client):
    monkeypatch.setattr(bookmarks, "MOST_SAVED", 1)
    save_for_later(person=noor, module=module("One", skill("SQL"), 1, 2), as_of=NOON)
    two = module("Two", skill("SQL"), 1, 2)
    with pytest.raises(SavedError, match="You have saved 1 modules"):
        save_for_later(person=noor, module=two, as_of=NOON)
    client.force_login(noor)
    page = client.post(reverse("content:save", args=[two.public_id]), {"save": "1"}, follow=True)
    assert "Take one off the list first." in page.content.decode()


def test_what_is_assigned_is_not_suggested_also_as_part_of_a_path(noor):
    of_gap, on_path = module("Of the gap", skill("SQL"), 1, 2), module("On a path", skill("SQL"), 1, 3)
    path = module("A path", skill("Upsell"), 0, 1)
    stops = {"stops": [{"key": "a", "ref": on_path.public_id}]}
    type(path).objects.filter(pk=path.pk).update(kind="path", parts=stops)
    other = module("Another", skill("SQL"), 1, 2)
    row = assign_to(noor, of_gap, path)
    assert shown(noor, assigned_modules_of(noor)) == [(other.title, "For your gap in SQL")]
    waive(row=row, by=person("Olga Petrova", is_hr_admin=True), reason="No need.", as_of=NOON)
    assert assigned_modules_of(noor) == set()

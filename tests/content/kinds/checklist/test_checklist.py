"""A checklist is ticked line by line in a copy of one's own, and signed off by a manager or a mentor."""

import pytest
from django.test import Client
from django.urls import reverse

from content.activity.models import Activity
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.catalogue.services import contents_of, update_module
from content.kinds.checklist.models import LONGEST_NOTE, ChecklistCopy, StandingPair
from content.kinds.checklist.reports import checklist_of, sign_offs_for
from content.kinds.checklist.services import (
    ChecklistError,
    ask_for_sign_off,
    note_line,
    note_pairing,
    send_back,
    sign_off,
    tick_line,
)
from lifow.events.models import Event
from lifow.notifications.models import Message
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill

pytestmark = pytest.mark.django_db
LINES = [
    {"key": "h", "text": "Before", "hint": "", "is_heading": True},
    {"key": "a", "text": "Way back known", "hint": "Within an hour", "is_heading": False},
    {"key": "b", "text": "Support trained", "hint": "", "is_heading": False},
]


@world
def marta() -> Person:
    return person("Marta Kowalczyk")


@world
def kofi(marta) -> Person:
    return person("Kofi Mensah", manager=marta)


@world
def launch() -> Module:
    return made("Launch", "manager_or_mentor")


@world
def alone() -> Module:
    return made("Alone", "nobody")


def made(title: str, sign_off: str) -> Module:
    parts = {"lines": LINES, "sign_off": sign_off}
    return module(title, skill("Launch"), 1, 3, kind="checklist", body="", parts=parts)


def tick(who: Person, what: Module, *keys: str, is_ticked: bool = True) -> ChecklistCopy:
    for key in keys:
        copy = tick_line(person=who, module=what, key=key, is_ticked=is_ticked, as_of=NOON)
    return copy


def client_of(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def told(who: Person, kind: str) -> int:
    return Message.objects.open().filter(receiver=who, kind=kind).count()


def change_parts(what: Module, *lines: dict, sign_off: str = "manager_or_mentor") -> None:
    what.refresh_from_db()
    contents = contents_of(what)
    contents.parts.update({"lines": list(lines), "sign_off": sign_off})
    update_module(module=what, contents=contents)
    what.refresh_from_db()


def test_ticks_and_notes_are_kept_and_a_second_tick_changes_nothing(kofi, alone):
    tick(kofi, alone, "a", "a")
    note_line(person=kofi, module=alone, key="a", note=" Asked Ana ", as_of=NOON)
    found = checklist_of(alone, kofi)
    assert [(one.key, one.is_ticked, one.note) for one in found.to_tick] == [
        ("a", True, "Asked Ana"),
        ("b", False, ""),
    ]
    assert (found.ticked, found.left) == (1, 1)
    assert Activity.objects.get(person=kofi, module=alone).completed_at is None


def test_it_is_done_once_all_lines_are_ticked_where_nobody_signs_off(kofi, alone):
    kind, client = kind_of("checklist"), client_of(kofi)
    assert "2 lines" in kind.left_to_do(alone, kofi)
    client.post(reverse("content:complete", args=[alone.public_id]))
    assert not Activity.objects.completed().exists()
    copy = tick(kofi, alone, "a", "b")
    assert (copy.state, kind.left_to_do(alone, kofi)) == ("open", "")
    client.post(reverse("content:complete", args=[alone.public_id]))
    assert Activity.objects.completed().filter(person=kofi).exists()


def test_the_last_tick_asks_for_the_sign_off_and_taking_it_off_withdraws_it(kofi, marta, launch):
    assert tick(kofi, launch, "a").state == "open"
    assert tick(kofi, launch, "b").state == "asked"
    assert list(sign_offs_for(marta).values_list("person", flat=True)) == [kofi.pk]
    assert told(marta, "checklist_to_sign_off") == 1
    assert "Marta Kowalczyk" in kind_of("checklist").left_to_do(launch, kofi)
    assert tick(kofi, launch, "b", is_ticked=False).state == "open"
    assert told(marta, "checklist_to_sign_off") == 0


def test_a_sign_off_completes_the_module_and_says_who_and_when(kofi, marta, launch):
    copy = tick(kofi, launch, "a", "b")
    for _twice in range(2):
        sign_off(copy=copy, by=marta, words="Good.", as_of=NOON)
    found = checklist_of(launch, kofi)
    assert (found.state, found.copy.answered_by, found.copy.answered_at) == ("signed_off", marta, NOON)
    assert Activity.objects.get(person=kofi).completed_at == NOON
    assert Event.objects.filter(type="modules.completed").count() == 1
    assert (told(marta, "checklist_to_sign_off"), told(kofi, "checklist_signed_off")) == (0, 1)
    assert kind_of("checklist").left_to_do(launch, kofi) == ""
    with pytest.raises(ChecklistError, match="stays as it is"):
        tick(kofi, launch, "a", is_ticked=False)
    page = client_of(kofi).get(reverse("content:module", args=[launch.public_id])).content.decode()
    assert "Signed off by Marta Kowalczyk" in page
    assert 'role="checkbox"' not in page


def test_it_is_sent_back_with_words_mended_and_asked_again(kofi, marta, launch):
    copy = tick(kofi, launch, "a", "b")
    with pytest.raises(ChecklistError, match="what is missing"):
        send_back(copy=copy, by=marta, words=" ", as_of=NOON)
    send_back(copy=copy, by=marta, words="The way back was not tried.", as_of=NOON)
    assert (told(kofi, "checklist_sent_back"), told(marta, "checklist_to_sign_off")) == (1, 0)
    page = client_of(kofi).get(reverse("content:module", args=[launch.public_id])).content.decode()
    assert "The way back was not tried." in page
    assert ask_for_sign_off(person=kofi, module=launch, as_of=NOON).state == "asked"
    assert (told(kofi, "checklist_sent_back"), told(marta, "checklist_to_sign_off")) == (0, 1)


def test_a_sign_off_that_comes_too_late_changes_nothing(kofi, marta, launch):
    copy = tick(kofi, launch, "a", "b")
    tick(kofi, launch, "a", is_ticked=False)
    with pytest.raises(ChecklistError, match="working on it again"):
        sign_off(copy=copy, by=marta, as_of=NOON)
    assert not Activity.objects.completed().exists()


def test_what_the_author_changes_leaves_ticks_where_they_are(kofi, launch):
    tick(kofi, launch, "a")
    new = {"key": "c", "text": "Named", "hint": "", "is_heading": False}
    change_parts(launch, {**LINES[2], "text": "All of support trained"}, new)
    found = checklist_of(launch, kofi)
    assert [one.text for one in found.to_tick] == ["All of support trained", "Named"]
    assert [(one.text, one.is_ticked) for one in found.removed] == [("Way back known", True)]
    page = client_of(kofi).get(reverse("content:module", args=[launch.public_id])).content.decode()
    assert "No longer part of it" in page
    with pytest.raises(ChecklistError, match="no longer part"):
        tick(kofi, launch, "a", is_ticked=False)


def test_what_was_signed_off_says_what_it_said_then(kofi, marta, launch):
    sign_off(copy=tick(kofi, launch, "a", "b"), by=marta, as_of=NOON)
    new = {"key": "c", "text": "Named", "hint": "", "is_heading": False}
    change_parts(launch, {**LINES[1], "text": "Something else"}, LINES[2], new)
    lines = checklist_of(launch, kofi).to_tick
    assert [(one.text, one.is_new) for one in lines] == [
        ("Way back known", False),
        ("Support trained", False),
        ("Named", True),
    ]


def test_a_mentor_signs_off_while_the_pairing_stands(kofi, launch):
    priya = person("Priya Nair")
    copy = tick(kofi, launch, "a", "b")
    pair = {"pairing_id": 1, "mentor_id": priya.pk, "learner_id": kofi.pk, "as_of": NOON}
    assert not priya.has_perm("content.sign_off_checklist", copy)
    for _twice in range(2):
        note_pairing(ended_at=None, **pair)
    assert priya.has_perm("content.sign_off_checklist", copy)
    assert list(sign_offs_for(priya)) == [copy]
    assert told(priya, "checklist_to_sign_off") == 1
    note_pairing(ended_at=NOON, **pair)
    # Told again and late, it is over all the same.
    note_pairing(ended_at=None, **pair)
    assert not Person.objects.get(pk=priya.pk).has_perm("content.sign_off_checklist", copy)
    assert StandingPair.objects.standing().count() == 0


def test_nobody_signs_off_their_own_nor_that_of_somebody_else_s_team(kofi, marta, launch):
    copy = tick(kofi, launch, "a", "b")
    outsider, hr = person("Farida Rahmani"), person("Ruth Amankwah", is_hr_admin=True)
    assert [one.has_perm("content.sign_off_checklist", copy) for one in (kofi, outsider, marta, hr)] == [
        False,
        False,
        True,
        True,
    ]
    address = reverse("content:sign_off", args=[copy.public_id])
    for one in (kofi, outsider):
        assert client_of(one).post(address, {"sign_off": "1"}).status_code == 404
    copy.refresh_from_db()
    assert copy.state == "asked"


def test_a_manager_is_led_from_home_to_the_checklist_and_signs_it_off(kofi, marta, launch):
    copy, client = tick(kofi, launch, "a", "b"), client_of(marta)
    assert "1 checklist to sign off" in client.get(reverse("portal:home")).content.decode()
    address = reverse("content:sign_off", args=[copy.public_id])
    assert address in client.get(reverse("content:sign_offs")).content.decode()
    assert "Way back known" in client.get(address).content.decode()
    response = client.post(address, {"send_back": "1", "words": ""})
    assert response.status_code == 422
    assert "what is missing" in response.content.decode()
    assert client.post(address, {"sign_off": "1", "words": "Good."}).status_code == 302
    copy.refresh_from_db()
    assert (copy.state, copy.words) == ("signed_off", "Good.")


def test_a_page_s_line_is_saved_with_and_without_scripts(kofi, alone):
    client, address = client_of(kofi), reverse("content:checklist_line", args=[alone.public_id])
    response = client.post(address, {"line": "a", "ticked": "1"})
    assert response.url.endswith("#line-a")
    swapped = client.post(
        address, {"line": "b", "note": "Ask Ana"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "Ask Ana" in swapped
    assert "1 of 2 lines ticked" in swapped
    assert checklist_of(alone, kofi).ticked == 1


def test_a_note_that_is_too_long_is_told_and_kept_in_the_field(kofi, alone):
    address = reverse("content:checklist_line", args=[alone.public_id])
    note = "word " * LONGEST_NOTE
    response = client_of(kofi).post(address, {"line": "a", "note": note})
    assert response.status_code == 422
    assert note.strip() in response.content.decode()
    assert checklist_of(alone, kofi).copy is None


def test_lines_that_are_none_are_refused_and_write_nothing(kofi, alone):
    client, address = client_of(kofi), reverse("content:checklist_line", args=[alone.public_id])
    for key in ("", "h", "z", "a\x00", "x" * 500):
        client.post(address, {"line": key, "ticked": "1"})
    assert checklist_of(alone, kofi).ticked == 0
    assert not Activity.objects.exists()


def test_one_without_lines_of_its_own_is_read_and_done_as_a_text(kofi):
    old = module("Old", skill("Launch"), 1, 3, kind="checklist", body="- [ ] Box")
    page = client_of(kofi).get(reverse("content:module", args=[old.public_id])).content.decode()
    assert 'type="checkbox"' in page
    assert kind_of("checklist").left_to_do(old, kofi) == ""
    assert kind_of("checklist").gaps_before_publishing({})


def test_its_page_asks_as_many_queries_whatever_its_lines(kofi, django_assert_max_num_queries):
    parts = {"lines": [{"key": f"k{n}", "text": f"Line {n}"} for n in range(50)], "sign_off": "manager"}
    long = module("Long", skill("Launch"), 1, 3, kind="checklist", parts=parts)
    tick(kofi, long, *(f"k{n}" for n in range(20)))
    with django_assert_max_num_queries(3):
        found = checklist_of(long, kofi)
    assert found.ticked == 20

"""A walkthrough is followed on a page, rehearsed on its pictures, and written with a place on each."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from content.authoring.reports import missing_before_publishing
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.catalogue.services import ModuleError, check_contents, contents_of
from content.kinds.walkthrough.models import WalkthroughPicture, WalkthroughProgress
from content.kinds.walkthrough.parts import Area, steps_of
from content.kinds.walkthrough.reports import walkthrough_of
from content.kinds.walkthrough.services import (
    keep_step_picture,
    let_go_of_pictures,
    move_walkthrough_progress,
    note_followed,
    pass_step,
)
from lifow.base.media.models import Picture
from lifow.base.media.services import sweep_pictures
from lifow.people.merging.services import merge_people
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill
from tests.item_bank import png

pytestmark = pytest.mark.django_db
AREA = {"x": 10.0, "y": 20.0, "width": 30.0, "height": 10.0}
NEW = reverse("content:new")


@world
def shown() -> Picture:
    return keep_step_picture(data=png(200, 100), as_of=NOON)


@world
def refund(shown: Picture) -> Module:
    """Click, type, look."""
    picture = {"picture": shown.public_id, "alt": "The payment."}
    steps = [
        {
            "key": "a",
            "text": "Begin the refund.",
            "act": "click",
            "hint": "Below.",
            **picture,
            **AREA,
        },
        {"key": "b", "text": "Enter the amount.", "act": "type", "typed": "300.00", "hint": "With a dot."},
        {"key": "c", "text": "Read the line.", "act": "look", **picture},
    ]
    return module("Refund a part", skill("Refund policy"), 1, 2, kind="walkthrough", parts={"steps": steps})


@world
def abena() -> Person:
    return person()


@pytest.fixture
def client(abena) -> Client:
    found = Client()
    found.force_login(abena)
    return found


def step(refund: Module, key: str) -> str:
    return reverse("content:walkthrough_step", args=[refund.public_id, key])


def test_a_place_on_a_picture_stays_on_it():
    told = {"key": "a", "text": "Here", "x": 90, "y": 0, "width": 30, "height": 10}
    assert steps_of({"steps": [told]})[0].area == Area(90.0, 0.0, 10.0, 10.0)


@pytest.mark.parametrize(
    "change", [{"x": None}, {"width": 0}, {"y": "20"}, {"height": float("nan")}, {"x": -1}, {"x": True}]
)
def test_what_is_no_place_is_none(change):
    [found] = steps_of({"steps": [{"key": "a", "text": "Here", **AREA, **change}]})
    assert (found.text, found.area) == ("Here", None)


@pytest.mark.parametrize(
    ("typed", "given", "is_right"),
    [
        ("300.00", " 300.00 ", True),
        ("RE-2046", "re-2046", True),
        ("300.00", "300", False),
        ("300.00", "", False),
        ("", "anything", True),
        ("", " ", False),
    ],
)
def test_what_is_typed_is_compared_without_case_and_spaces(typed, given, is_right):
    [found] = steps_of({"steps": [{"key": "a", "text": "Type", "act": "type", "typed": typed}]})
    assert found.is_typed_right(given) is is_right


def test_the_page_has_all_steps_and_the_rehearsal_begins_at_the_first(client, refund):
    page = client.get(reverse("content:module", args=[refund.public_id])).content.decode()
    for text in ("Begin the refund.", "Enter the amount.", "Read the line.", "Rehearse it here"):
        assert text in page
    assert client.get(reverse("content:rehearse", args=[refund.public_id])).url == step(refund, "a")


def test_a_click_elsewhere_gives_the_hint_and_is_no_trap(client, refund, abena):
    page = client.post(step(refund, "a"), {"hit": "0"})
    assert page.status_code == 200, "whoever tries has done nothing wrong"
    assert "Below." in page.content.decode()
    assert 'href="?show=1"' in page.content.decode()
    assert step(refund, "b") in page.content.decode(), "it can be skipped"
    assert "data-shown" in client.get(f"{step(refund, 'a')}?show=1").content.decode()
    assert walkthrough_of(refund, abena).passed == 0


def test_a_rehearsal_is_resumed_and_ends_at_the_page(client, refund, abena):
    assert client.post(step(refund, "a"), {"hit": "1"}).url == step(refund, "b")
    assert client.get(reverse("content:rehearse", args=[refund.public_id])).url == step(refund, "b")
    wrong = client.post(step(refund, "b"), {"typed": "3 < 4"})
    assert "With a dot." in wrong.content.decode()
    assert 'value="3 &lt; 4"' in wrong.content.decode(), "what was typed stays"
    assert client.post(step(refund, "b"), {"typed": "300.00"}).url == step(refund, "c")
    assert client.post(step(refund, "c")).url.endswith("#steps")
    found = walkthrough_of(refund, abena)
    assert (found.passed, found.left) == (3, 0)


def test_it_is_done_once_the_steps_are_gone_through_or_were_followed(client, refund, abena):
    complete = reverse("content:complete", args=[refund.public_id])
    done = {"seconds": "30", "reached": "100"}
    refused = client.post(complete, done, follow=True).content.decode()
    assert "3 steps are left." in refused
    client.post(reverse("content:followed", args=[refund.public_id]))
    client.post(complete, done)
    assert abena.activities.get(module=refund).completed_at is not None


def test_a_step_that_was_taken_out_counts_no_more(refund, abena):
    pass_step(person=abena, module=refund, key="a", as_of=NOON)
    pass_step(person=abena, module=refund, key="gone", as_of=NOON)
    assert WalkthroughProgress.objects.get().passed == ["a"]
    refund.parts = {"steps": refund.parts["steps"][1:]}
    assert walkthrough_of(refund, abena).left == 2


@pytest.mark.parametrize("address", ["content:rehearse", "content:followed"])
def test_what_is_not_published_is_not_rehearsed(client, refund, address):
    Module.objects.filter(pk=refund.pk).update(status="draft")
    send = client.get if address == "content:rehearse" else client.post
    assert send(reverse(address, args=[refund.public_id])).status_code == 404
    assert client.get(step(refund, "a")).status_code == 404


def test_a_step_that_is_not_there_is_not_found(client, refund):
    assert client.get(step(refund, "z")).status_code == 404
    assert client.delete(step(refund, "a")).status_code == 405


def test_a_picture_is_seen_with_its_module_alone(client, refund, shown):
    address = reverse("content:step_picture", args=[refund.public_id, shown.public_id])
    found = client.get(address)
    assert (found.status_code, found["Content-Type"]) == (200, "image/png")
    assert "immutable" in found["Cache-Control"]
    other = keep_step_picture(data=png(9, 9, "red"), as_of=NOON)
    assert client.get(address.replace(shown.public_id, other.public_id)).status_code == 404
    assert client.get(reverse("media:picture", args=[shown.public_id])).status_code == 404
    Module.objects.filter(pk=refund.pk).update(status="draft")
    assert client.get(address).status_code == 404


@pytest.fixture
def author_client(db) -> Client:
    found = Client()
    found.force_login(person("Ines Carvalho", is_author=True))
    return found


def sent(*rows: dict[str, object], **changes: object) -> dict[str, object]:
    named = {f"parts-steps-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    forms = {f"{form}-{what}_FORMS": "0" for form in ("effects",) for what in ("TOTAL", "INITIAL")}
    said = {"title": "Refund", "kind": "walkthrough", "built_for": "walkthrough", "minutes": "2", "body": ""}
    return {**said, **forms, "parts-steps-count": str(len(rows)), **named, **changes}


def test_an_author_writes_a_step_with_a_picture_and_a_place(author_client):
    picture = SimpleUploadedFile("a.png", png(120, 60), content_type="image/png")
    begun = sent({"key": "a", "text": "Click.", "file": picture}, **{"parts_act-steps": "stay-0"})
    page = author_client.post(NEW, begun, headers={"HX-Request": "true"}).content.decode()
    stored = WalkthroughPicture.objects.get().picture
    assert stored.public_id in page
    assert "data-draw" in page
    assert not Module.objects.exists()
    row = {"key": "a", "text": "Click.", "picture": stored.public_id, "alt": "It.", "act": "click", **AREA}
    author_client.post(NEW, sent(row))
    [found] = steps_of(Module.objects.get().parts)
    assert (found.area, found.picture) == (Area(10.0, 20.0, 30.0, 10.0), stored.public_id)


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"\x89PNG nothing", b"x" * (6 * 2**20)])
def test_what_is_no_picture_is_refused_and_the_step_stays(author_client, data):
    file = SimpleUploadedFile("a.png", data, content_type="image/png")
    page = author_client.post(NEW, sent({"key": "a", "text": "Click here.", "file": file}))
    assert page.status_code == 422
    assert "Click here." in page.content.decode()
    assert "field-error" in page.content.decode()
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    "sides", [{"x": "1"}, {"x": "0", "y": "0", "width": "0", "height": "5"}, {**AREA, "x": "120"}]
)
def test_a_place_that_is_none_is_refused_and_stays_typed(author_client, sides):
    page = author_client.post(NEW, sent({"key": "a", "text": "Click.", **sides}))
    assert page.status_code == 422
    assert f'value="{sides["x"]}"' in page.content.decode()


def test_what_learners_must_not_get_yet_blocks_publishing(refund):
    said = contents_of(refund)
    steps = said.parts["steps"]

    def gaps(*rows) -> list[str]:
        parts = {"steps": list(rows)}
        return [one.message for one in kind_of("walkthrough").gaps_before_publishing(parts)]

    assert not any(one.blocks for one in missing_before_publishing(said))
    assert "choose the kind Article" in gaps()[0]
    assert "draw the place" in gaps({**steps[0], "x": None})[0]
    assert "what the picture shows" in gaps({**steps[0], "alt": ""})[0]
    assert "Upload it again" in gaps({**steps[0], "picture": "pic_gone"})[0]


def test_a_step_says_what_to_do(refund):
    said = replace(contents_of(refund), parts={"steps": [{"key": "a", "hint": "There."}]})
    with pytest.raises(ModuleError, match="Step 1"):
        check_contents(said)


def test_steps_are_searched(refund):
    words = kind_of("walkthrough").searched(refund.parts)
    assert "Begin the refund." in words
    assert "The payment." in words


def test_pictures_are_kept_while_a_text_names_them(refund, shown):
    unused = keep_step_picture(data=png(8, 8, "red"), as_of=NOON)
    assert let_go_of_pictures(as_of=NOON + timedelta(days=59)) == 0
    later = NOON + timedelta(days=61)
    assert let_go_of_pictures(as_of=later) == 1
    sweep_pictures(as_of=later)
    assert not Picture.objects.filter(pk=unused.pk).exists()
    assert Picture.objects.filter(pk=shown.pk).exists()


def test_what_either_record_has_gone_through_is_gone_through(refund, abena):
    other = person("Abena Osei-Mensah")
    pass_step(person=abena, module=refund, key="a", as_of=NOON)
    pass_step(person=other, module=refund, key="c", as_of=NOON)
    note_followed(person=other, module=refund, as_of=NOON)
    hr = person("Ruth Amankwah", is_hr_admin=True)
    merge = merge_people(kept=abena, merged=other, merged_by=hr, merged_at=NOON)
    for _twice in range(2):
        move_walkthrough_progress(merge=merge, moved_at=NOON)
    found = walkthrough_of(refund, abena)
    assert ([one.is_passed for one in found.steps], found.is_said) == ([True, False, True], True)


def test_pages_keep_to_their_queries(client, refund, django_assert_max_num_queries):
    for address, most in ((reverse("content:module", args=[refund.public_id]), 14), (step(refund, "a"), 6)):
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200

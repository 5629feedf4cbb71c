"""A question of the bank is asked at a moment of a video; its first answer counts; nobody has to give one."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.evidence.models import Evidence
from assessments.testing.bank.models import Item
from assessments.testing.bank.services import retire_item
from assessments.testing.sittings.models import SittingItem
from content.catalogue.models import Module
from content.kinds.video.kind import Video
from content.kinds.video.parts import tidy_video
from content.kinds.video.services import note_said
from lifow.base.uploads.models import StoredFile
from lifow.base.uploads.services import store_bytes
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill
from tests.content.kinds.video.test_video import sent
from tests.item_bank import items, place_of
from tests.videos import CAPTIONS, webm

pytestmark = pytest.mark.django_db
NEW = reverse("content:new")
HTMX = {"HX-Request": "true"}


@world
def bank() -> list[Item]:
    return [one.item for one in items(skill("Refund policy"), each=1, levels=(2, 3))]


@world
def stored() -> StoredFile:
    return store_bytes(owner=person(is_author=True), purpose="video", name="a", data=webm(100), as_of=NOON)


def parts_of(stored: StoredFile, *moments: tuple[str, str]) -> dict[str, object]:
    questions = [{"key": f"q{at}", "item": item, "version": "", "at": at} for item, at in moments]
    questions = [{**one, "key": one["key"].replace(":", "")} for one in questions]
    captions = [{"key": "a", "language": "en", "text": CAPTIONS}]
    return {"file": stored.public_id, "captions": captions, "questions": questions}


@world
def asking(stored, bank) -> Module:
    parts = parts_of(stored, (bank[1].public_id, "1:10"), (bank[0].public_id, "0:05"))
    return module("Refund cases, told", skill("Refund policy"), 1, 3, kind="video", body="", parts=parts)


def test_questions_are_kept_once_each_in_the_order_of_the_video(bank):
    first, second = (one.public_id for one in bank)
    rows = [
        {"key": "a", "item": second, "at": "1:10"},
        {"key": "b", "item": first, "at": "0:05"},
        {"key": "c", "item": second, "at": "0:01"},
        {"key": "d", "item": "", "at": "0:02"},
        "nonsense",
    ]
    kept = tidy_video({"questions": rows})["questions"]
    assert [(one["item"], one["at"]) for one in kept] == [(first, "0:05"), (second, "1:10")]


def test_an_author_finds_picks_and_times_a_question(author_client, stored, bank):
    form = sent(**{"parts-file": stored.public_id, "parts-questions-count": "0"})
    found = author_client.post(
        NEW, {**form, "parts-questions-search": "", "parts_act-find-questions": "1"}, headers=HTMX
    )
    assert bank[0].public_id in found.content.decode()
    picked = author_client.post(
        NEW, {**form, "parts_act-pick-questions": bank[0].public_id}, headers=HTMX
    ).content.decode()
    assert 'name="parts-questions-0-at"' in picked
    assert "aria-invalid" not in picked, "nothing is wrong with what could not be written yet"
    assert not Module.objects.exists()
    row = {"key": "q", "item": bank[0].public_id, "version": "", "at": "0:07"}
    told = {f"parts-questions-0-{name}": value for name, value in row.items()}
    author_client.post(NEW, {**form, **told, "parts-questions-count": "1"})
    kept = Module.objects.get().parts["questions"]
    assert [(one["item"], one["at"]) for one in kept] == [(bank[0].public_id, "0:07")]
    assert kept[0]["version"]


@pytest.mark.parametrize(
    ("at", "said"), [("soon", "such as 1:30"), ("", "such as 1:30"), ("9:00", "after the end")]
)
def test_a_moment_that_is_none_is_said_and_the_question_stays(author_client, stored, bank, at, said):
    form = sent(**{"parts-file": stored.public_id, "parts-questions-count": "1"})
    row = {"key": "q", "item": bank[0].public_id, "version": "", "at": at}
    page = author_client.post(
        NEW, {**form, **{f"parts-questions-0-{name}": value for name, value in row.items()}}
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert said in text
    assert f'value="{bank[0].public_id}"' in text


def test_a_learner_answers_at_the_moment_and_the_answer_is_evidence(asking, bank):
    abena, client = person(), Client()
    client.force_login(abena)
    page = client.get(reverse("content:module", args=[asking.public_id])).content.decode()
    assert page.index('data-moment="5"') < page.index('data-moment="70"')
    address = reverse("content:check", args=[asking.public_id, bank[0].public_id])
    for _twice in range(2):
        client.post(address, {"begin": "1"}, headers=HTMX)
    row = SittingItem.objects.get(item=bank[0])
    assert "It is so." in client.post(address, place_of(row), headers=HTMX).content.decode()
    assert Evidence.objects.for_person(abena).filter(source="test").count() == 1
    page = client.get(reverse("content:module", args=[asking.public_id])).content.decode()
    assert page.count("data-answered") == 1


def test_nobody_has_to_answer_to_have_watched_it(asking):
    abena = person()
    note_said(person=abena, module=asking, as_of=NOON)
    assert Video().left_to_do(asking, abena) == ""


def test_what_cannot_be_asked_keeps_it_from_being_published_and_is_left_out_for_learners(
    asking, bank, client
):
    retire_item(item=bank[0], by=None, reason="Old.", as_of=NOON)
    gaps = Video().gaps_before_publishing(asking.parts)
    assert [one.field for one in gaps] == ["questions"]
    client.force_login(person())
    page = client.get(reverse("content:module", args=[asking.public_id])).content.decode()
    assert 'data-moment="70"' in page
    assert 'data-moment="5"' not in page


def test_its_page_asks_the_database_as_often_with_questions_as_quizzes_do(
    asking, client, django_assert_max_num_queries
):
    client.force_login(person())
    client.get(reverse("content:module", args=[asking.public_id]))
    with django_assert_max_num_queries(12):
        client.get(reverse("content:module", args=[asking.public_id]))

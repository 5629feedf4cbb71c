"""/api/v1/items: read with what is right by those who may author alone, added and sent for review."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.services import retire_item
from lifow.base.media.models import Picture
from tests.company import NOON, skill
from tests.conformance.callers import machine, signed_in
from tests.item_bank import BODIES, STEM, draft, png, published

pytestmark = pytest.mark.django_db
URL = "/api/v1/items"


@pytest.fixture
def client() -> Client:
    return machine("items:read", "items:write")


def body(**changes: Any) -> dict[str, Any]:
    said = {"skill": skill().public_id, "kind": "single", "level": 2, "stem": STEM, "body": BODIES["single"]}
    return {**said, **changes}


def post(client: Client, sent: Any, key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(URL, sent, content_type="application/json", headers=headers)


def faults(response: Any) -> dict[str, str]:
    assert response.status_code == 422, response.content
    return {error["pointer"]: error["detail"] for error in response.json()["errors"]}


def test_a_machine_adds_a_draft(client):
    response = post(client, body(external_id="moodle:q7", language="de"))
    assert response.status_code == 201, response.content
    told = response.json()
    assert response.headers["Location"] == f"http://testserver{URL}/{told['id']}"
    assert (told["state"], told["language"], told["author"]) == ("draft", "de", None)
    assert told["external_ids"] == [{"source": "moodle", "value": "q7"}]
    (version,) = told["versions"]
    assert (version["state"], version["body"], version["created_by"]) == ("draft", BODIES["single"], None)
    assert client.get(URL, {"external_id": "moodle:q7"}).json()["data"] == [told]


def test_what_is_whole_is_sent_for_review_at_once_and_published_by_nobody_else_than_a_person(client, author):
    told = post(client, body(submit=True)).json()
    assert told["versions"][0]["state"] == "in_review"
    assert ItemVersion.objects.get().state == "in_review"


def test_what_is_unfinished_is_refused_with_each_place_and_nothing_is_added(client):
    options = [{"key": "a", "text": ""}, {"key": "a", "text": "Two"}]
    said = faults(post(client, body(submit=True, body={"options": options})))
    assert set(said) == {"#/body/options/0/text", "#/body/options/1/key"}
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"level": 9}, "#/level"),
        ({"kind": "song"}, "#/kind"),
        ({"stem": ""}, "#/stem"),
        ({"language": "English"}, "#/language"),
        ({"skill": "skl_0000000000000000"}, "#/skill"),
        ({"body": []}, "#/body"),
        ({"picture": "pic_1"}, "#/picture"),
        ({"external_id": "q7"}, "#/external_id"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(client, changes, place):
    assert place in faults(post(client, body(**changes)))
    assert not Item.objects.exists()


def test_an_id_of_another_system_is_given_once(client):
    post(client, body(external_id="moodle:q7"))
    assert "#/external_id" in faults(post(client, body(external_id="moodle:q7")))


def test_the_same_key_adds_one(client):
    first, again = post(client, body(), key="k"), post(client, body(), key="k")
    assert first.json() == again.json()
    assert Item.objects.count() == 1


def test_a_draft_is_sent_for_review_once(client, author):
    version = draft(author=author)
    for _time in range(2):
        response = client.post(f"{URL}/{version.item.public_id}/submit")
        assert response.json()["versions"][0]["state"] == "in_review"
    unfinished = draft(author=author, body={"options": []})
    assert "#/body/options" in faults(client.post(f"{URL}/{unfinished.item.public_id}/submit"))


def give_picture(client: Client, item: str, data: bytes | None = None, **fields: Any) -> Any:
    sent = {"file": SimpleUploadedFile("invoice.png", data or png(320, 200)), "picture_alt": "An invoice"}
    return client.post(f"{URL}/{item}/picture", {**sent, **fields})


def test_a_machine_makes_a_question_that_is_answered_on_a_picture(client, learner):
    told = post(client, body(kind="hotspot", body=BODIES["hotspot"])).json()
    item = told["id"]
    assert client.get(f"{URL}/{item}/picture").status_code == 404
    assert faults(client.post(f"{URL}/{item}/submit")) == {"#/body/picture": "Add the picture to point at."}
    for _time in range(2):
        given = give_picture(client, item)
        assert given.status_code == 200, given.content
        (version,) = given.json()["versions"]
        assert version["picture"] == {
            "media_type": "image/png",
            "width": 320,
            "height": 200,
            "bytes": Picture.objects.get().bytes,
        }
        assert version["picture_alt"] == "An invoice"
    assert ItemVersion.objects.get().revision == 2, "twice is once"
    file = client.get(f"{URL}/{item}/picture")
    assert (file.headers["Content-Type"], len(file.content)) == ("image/png", version["picture"]["bytes"])
    assert signed_in(learner).get(f"{URL}/{item}/picture").status_code == 404
    assert client.post(f"{URL}/{item}/submit").json()["versions"][0]["state"] == "in_review"
    waits = give_picture(client, item, png(colour="red"))
    assert (waits.status_code, waits.json()["code"]) == (409, "conflict")


def test_a_picture_of_what_is_published_is_of_its_next_version(client):
    version = published()
    told = give_picture(client, version.item.public_id).json()
    assert [(one["state"], bool(one["picture"])) for one in told["versions"]] == [
        ("draft", True),
        ("published", False),
    ]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"file": SimpleUploadedFile("a.svg", b"<svg/>")}, "#/file"),
        ({"file": ""}, "#/file"),
        ({"picture_alt": ""}, "#/picture_alt"),
        ({"picture_alt": "x" * 301}, "#/picture_alt"),
        ({"title": "An invoice"}, "#/title"),
    ],
)
def test_what_is_no_picture_with_its_words_is_refused(client, author, fields, place):
    version = draft(author=author)
    assert place in faults(give_picture(client, version.item.public_id, **fields))
    version.refresh_from_db()
    assert version.picture is None


def test_a_picture_comes_in_a_form_and_a_question_does_not(client, author):
    item = draft(author=author).item.public_id
    as_json = client.post(f"{URL}/{item}/picture", {}, content_type="application/json")
    as_form = client.post(URL, {"kind": "single"})
    large = give_picture(client, item, b"x" * (7 * 2**20))
    assert [one.status_code for one in (as_json, as_form, large)] == [415, 415, 413]


def test_learners_read_and_add_nothing(author, learner, hr):
    version = published(author=author)
    for who in (author, hr):
        assert len(signed_in(who).get(URL).json()["data"]) == 1
    assert signed_in(learner).get(URL).json()["data"] == []
    assert signed_in(learner).get(f"{URL}/{version.item.public_id}").status_code == 404
    for who in (learner, author):
        assert post(signed_in(who), body()).status_code == 403
    assert post(signed_in(hr), body()).status_code == 201
    assert ItemVersion.objects.order_by("-pk").first().created_by == hr


@pytest.mark.parametrize(
    ("query", "count"),
    [({"state": "published"}, 1), ({"state": "retired"}, 1), ({"language": "de"}, 0), ({}, 2)],
)
def test_the_list_is_narrowed(client, author, query, count):
    published(author=author)
    retire_item(item=published(author=author).item, by=author, reason="Old", as_of=NOON)
    assert len(client.get(URL, query).json()["data"]) == count


def test_what_changed_is_found_by_when(client, author):
    version = draft(author=author)
    since = Item.objects.get().updated_at
    Item.objects.filter(pk=version.item_id).update(updated_at=NOON)
    assert client.get(URL, {"updated_since": since.isoformat()}).json()["data"] == []
    client.post(f"{URL}/{version.item.public_id}/submit")
    assert len(client.get(URL, {"updated_since": since.isoformat()}).json()["data"]) == 1


def test_more_questions_take_no_more_queries(client, author):
    published(author=author)

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(URL).status_code == 200
        return len(made)

    few = queries()
    for _time in range(3):
        published(author=author)
    assert queries() <= few

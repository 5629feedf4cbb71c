"""A video is written with captions and chapters, found by what is said, and done when it is seen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from content.activity.models import Activity
from content.catalogue.models import Module
from content.kinds.video import forms
from content.kinds.video.kind import Video
from content.kinds.video.models import VideoProgress
from content.kinds.video.services import note_said, note_seen
from lifow.base.uploads import handlers
from lifow.base.uploads.models import StoredFile
from lifow.base.uploads.services import store_bytes
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill
from tests.videos import CAPTIONS, mp4, webm

pytestmark = pytest.mark.django_db
NEW = reverse("content:new")


@world
def stored() -> StoredFile:
    return store_bytes(owner=person(is_author=True), purpose="video", name="a", data=webm(100), as_of=NOON)


@world
def watched(stored) -> Module:
    parts = {
        "file": stored.public_id,
        "captions": [{"key": "a", "language": "en", "text": CAPTIONS}],
        "chapters": [{"key": "b", "title": "Chargebacks", "at": "0:04"}],
    }
    return module("Refund cases, told", skill("Refund policy"), 1, 3, kind="video", body="", parts=parts)


def sent(**changes: object) -> dict[str, object]:
    return {
        "title": "Refund cases, told",
        "kind": "video",
        "built_for": "video",
        "minutes": "4",
        "body": "",
        "effects-TOTAL_FORMS": "0",
        "effects-INITIAL_FORMS": "0",
        "prerequisites-TOTAL_FORMS": "0",
        "prerequisites-INITIAL_FORMS": "0",
        "parts-captions-count": "1",
        "parts-captions-0-key": "a",
        "parts-captions-0-language": "en",
        "parts-captions-0-text": CAPTIONS,
        "parts-chapters-count": "1",
        "parts-chapters-0-key": "b",
        "parts-chapters-0-at": "0:04",
        "parts-chapters-0-title": "Chargebacks",
        **changes,
    }


def page(client: Client, made: Module) -> str:
    return client.get(reverse("content:module", args=[made.public_id])).content.decode()


def test_it_is_written_and_found_by_what_is_said(author_client, stored):
    author_client.post(NEW, sent(**{"parts-file": stored.public_id}))
    made = Module.objects.get(title="Refund cases, told")
    assert made.parts["file"] == stored.public_id
    for words in ("chargebacks", "fees kept", "marta"):
        assert list(Module.objects.best_matches(words, 9)) == [made]


def test_a_search_leads_to_the_sentence_and_marks_its_words(learner_client, watched):
    watched.parts_text = Video().searched(watched.parts)
    watched.save()
    found = learner_client.get(reverse("content:modules"), {"q": "chargeback marta"}).content.decode()
    address = reverse("content:module", args=[watched.public_id])
    assert f'href="{address}?t=5&amp;q=chargeback+marta"' in found
    assert "Ask <mark>Marta</mark> about <mark>chargebacks</mark>." in found
    opened = learner_client.get(address, {"t": "5", "q": "chargeback marta"}).content.decode()
    assert "about <mark>chargebacks</mark>." in opened
    assert "<mark>" not in page(learner_client, watched)
    assert Video().hits([watched], "nothing of it") == {}
    watched.parts = "broken"
    assert Video().hits([watched], "fees") == {}


def test_without_scripts_the_files_are_sent_with_the_form(author_client):
    files = {
        "parts-upload": SimpleUploadedFile("a.mp4", mp4(20)),
        "parts-captions-0-file": SimpleUploadedFile("a.vtt", b"\xef\xbb\xbf" + CAPTIONS.encode()),
    }
    author_client.post(NEW, sent(**{"parts-captions-0-text": "", **files}))
    made = Module.objects.get(title="Refund cases, told")
    assert StoredFile.objects.get(public_id=made.parts["file"]).seconds == 20
    assert "Ask Marta" in made.parts["captions"][0]["text"]


def test_a_button_keeps_files_that_were_sent_with_it(author_client):
    files = {"parts-upload": SimpleUploadedFile("a.mp4", mp4(20)), "parts_act-captions": "add"}
    answer = author_client.post(NEW, sent(**files)).content.decode()
    assert StoredFile.objects.get().public_id in answer
    assert 'name="parts-captions-1-text"' in answer


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("parts-upload", b"<script>alert(1)</script>", "Save it as MP4 or WebM"),
        ("parts-captions-0-file", b"WEBVTT\n\n\xff\xfe", "no text in UTF-8"),
        ("parts-captions-0-file", b"WEBVTT\n\nHello\n", "Line 3: there are no times"),
    ],
)
def test_a_file_that_is_refused_is_told_and_what_was_typed_stays(author_client, name, data, told):
    answer = author_client.post(NEW, sent(**{name: SimpleUploadedFile("a", data)}))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "Chargebacks" in answer.content.decode()
    assert not Module.objects.exists()


def test_a_file_that_is_too_large_for_the_form_is_told_and_not_kept(author_client, monkeypatch):
    for one in (forms, handlers):
        monkeypatch.setattr(one, "MOST_WITH_A_FORM", 3 * 2**20)
    large = SimpleUploadedFile("a.mp4", mp4(padding=6 * 2**20))
    answer = author_client.post(NEW, sent(**{"parts-upload": large}))
    assert "a video has at most 3 MB" in answer.content.decode()
    assert 'value="Refund cases, told"' in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_chapters_are_pasted_as_a_list(author_client):
    listed = "0:00 Intro\n\n(1:30) – Refunds"
    answer = author_client.post(NEW, sent(**{"parts-listed": listed, "parts_act-listed": "add"}))
    assert 'value="Intro"' in answer.content.decode()
    author_client.post(NEW, sent(**{"parts-listed": listed}))
    rows = Module.objects.get().parts["chapters"]
    assert [(row["at"], row["title"]) for row in rows] == [
        ("0:00", "Intro"),
        ("0:04", "Chargebacks"),
        ("1:30", "Refunds"),
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"parts-listed": "0:00 Intro\nRefunds"}, "Line 2: write a time and a title"),
        ({"parts-chapters-0-at": "4"}, "Write minutes and seconds"),
        ({"parts-chapters-0-at": ""}, "Say when this chapter begins"),
        ({"parts-chapters-0-title": ""}, "Give this chapter a title"),
        ({"parts-listed": "0:04 Again"}, "Two chapters begin at the same time"),
        ({"parts-file": "fil_0000000000000000"}, "no longer stored"),
    ],
)
def test_what_cannot_be_kept_is_told_where_it_is(author_client, changes, told):
    answer = author_client.post(NEW, sent(**changes))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Module.objects.exists()


def test_a_chapter_after_the_end_is_told(author_client, stored):
    fields = {"parts-file": stored.public_id, "parts-chapters-0-at": "1:40"}
    assert "which is at 1:40" in author_client.post(NEW, sent(**fields)).content.decode()


def test_one_language_is_there_once():
    twice = [{"key": key, "language": "en", "text": CAPTIONS} for key in "ab"]
    (problem,) = Video().problems({"captions": twice})
    assert "twice" in problem.message


def test_learners_need_a_video_and_captions(watched):
    assert [one.field for one in Video().gaps_before_publishing({})] == ["file", "captions"]
    assert not Video().gaps_before_publishing(watched.parts)


def test_a_learner_sees_the_video_with_its_transcript_by_chapters(learner_client, watched, stored):
    shown = page(learner_client, watched)
    assert shown.index("Fees are kept always.") < shown.index("Chargebacks</span>") < shown.index("Ask Marta")
    assert 'href="?t=5"' in shown
    assert reverse("content:video", args=[watched.public_id, stored.public_id]) in shown


def test_an_address_opens_at_a_sentence_without_scripts_too(learner_client, watched):
    address = reverse("content:module", args=[watched.public_id])
    assert "#t=5" in learner_client.get(f"{address}?t=5").content.decode()
    assert "#t=" not in learner_client.get(f'{address}?t=5"><script>').content.decode()


def test_captions_are_served_as_words_alone(learner_client, watched):
    answer = learner_client.get(reverse("content:captions", args=[watched.public_id, "en"]))
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert "Fees are kept always." in answer.content.decode()
    assert learner_client.get(reverse("content:captions", args=[watched.public_id, "de"])).status_code == 404


def test_a_video_is_served_to_those_who_see_its_module(learner_client, author_client, watched, stored):
    address = reverse("content:video", args=[watched.public_id, stored.public_id])
    assert learner_client.get(address, headers={"Range": "bytes=0-9"}).status_code == 206
    other = reverse("content:video", args=[watched.public_id, "fil_0000000000000000"])
    assert learner_client.get(other).status_code == 404
    own = reverse("content:video_file", args=[stored.public_id])
    assert (learner_client.get(own).status_code, author_client.get(own).status_code) == (403, 200)
    Module.objects.update(status="draft")
    assert learner_client.get(address).status_code == 404


def note(client: Client, made: Module, **told: str):
    return client.post(reverse("content:watched", args=[made.public_id]), told)


def complete(client: Client, made: Module) -> str:
    answer = client.post(reverse("content:complete", args=[made.public_id]), follow=True)
    return answer.content.decode()


def test_it_is_done_once_it_is_seen(learner_client, watched):
    told = note(learner_client, watched, position="50", seen="0-50").json()
    assert told == {"words": "0:50 of 1:40 watched", "is_enough": False}
    assert "0:50 of 1:40 watched" in complete(learner_client, watched)
    assert not Activity.objects.completed().exists()
    assert note(learner_client, watched, position="100", seen="48-100").json()["is_enough"]
    complete(learner_client, watched)
    assert Activity.objects.completed().exists()


def test_who_has_read_the_transcript_says_so(learner_client, watched):
    note(learner_client, watched, said="1")
    assert "You said that you have watched it" in page(learner_client, watched)
    complete(learner_client, watched)
    assert Activity.objects.completed().exists()


def test_the_same_told_twice_is_once(learner_client, watched):
    for _time in range(2):
        note(learner_client, watched, position="7", seen="0-7,20-30")
    row = VideoProgress.objects.get()
    assert (row.position, row.seen) == (7, [[0, 7], [20, 30]])
    assert 'data-position="7"' in page(learner_client, watched)
    assert Activity.objects.open().get().module == watched


@pytest.mark.parametrize(
    "told", [{}, {"position": "nan", "seen": "x"}, {"position": "-5", "seen": "0-" + "9" * 400}]
)
def test_what_is_none_is_noted_as_nothing_or_within_the_video(learner_client, watched, told):
    assert note(learner_client, watched, **told).status_code == 200
    row = VideoProgress.objects.get()
    assert row.position == 0
    assert all(end <= 100 for _begin, end in row.seen)


def test_another_video_begins_anew(abena, watched):
    note_seen(person=abena, module=watched, position=100, stretches=[(0, 100)], as_of=NOON)
    note_said(person=abena, module=watched, as_of=NOON)
    assert not Video().left_to_do(watched, abena)
    other = store_bytes(owner=abena, purpose="video", name="b", data=webm(50), as_of=NOON)
    watched.parts = {**watched.parts, "file": other.public_id}
    assert "0:00 of 0:50" in Video().left_to_do(watched, abena)
    note_seen(person=abena, module=watched, position=5, stretches=[(0, 5)], as_of=NOON)
    assert VideoProgress.objects.get().seen == [[0, 5]]


def test_a_video_whose_file_is_gone_is_a_text_and_can_be_done(learner_client, watched):
    StoredFile.objects.all().delete()
    assert "<video" not in page(learner_client, watched)
    complete(learner_client, watched)
    assert Activity.objects.completed().exists()


def test_a_page_asks_a_bounded_number_of_times(learner_client, watched, django_assert_max_num_queries):
    page(learner_client, watched)
    with django_assert_max_num_queries(12):
        page(learner_client, watched)

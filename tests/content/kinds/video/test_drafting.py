"""Captions are drafted by a machine, one video at a time; a killed one goes on; an author checks them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from content.authoring.models import ModuleReview
from content.authoring.services import submit_module
from content.catalogue.models import Module
from content.catalogue.services import edited_contents
from content.kinds.video import tasks, transcribing
from content.kinds.video.cues import Cue, read_captions
from content.kinds.video.kind import Video
from content.kinds.video.models import CaptionsDraft
from content.kinds.video.services import ask_for_captions, draft_captions
from demo.videos import read_video
from lifow.base.uploads.models import StoredFile
from lifow.base.uploads.services import store_bytes
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill
from tests.videos import CAPTIONS, webm

pytestmark = pytest.mark.django_db
SPOKEN = [(4.0, [Cue(0, 2, "Fees <b>& all</b>.")]), (8.0, [Cue(4, 6, "Ask Marta.")]), (10.0, [])]


class Heard:
    """A machine that hears what it is given, and breaks where it is told to."""

    def __init__(self, told=SPOKEN, *, breaks_after: int | None = None) -> None:
        self.told, self.breaks_after = told, breaks_after

    def __call__(self, path: Path) -> "Heard":
        return self

    def stretches(self, begin: float) -> Iterator[tuple[float, list[Cue]]]:
        left = [one for one in self.told if one[0] > begin]
        for number, one in enumerate(left):
            if number == self.breaks_after:
                raise MemoryError
            yield one


def at(moment: datetime):
    return lambda: moment


@world
def ines():
    return person("Ines Carvalho", is_author=True)


@world
def stored(ines) -> StoredFile:
    return store_bytes(owner=ines, purpose="video", name="a", data=webm(10), as_of=NOON)


@world
def silent(stored, ines) -> Module:
    return module(
        "Fees, told",
        skill("Refund policy"),
        1,
        3,
        kind="video",
        body="",
        parts={"file": stored.public_id},
        status="draft",
        author=ines,
    )


def asked(stored, ines) -> CaptionsDraft:
    return ask_for_captions(file=stored, by=ines, as_of=NOON)


def test_what_is_asked_for_twice_is_drafted_once(stored, ines):
    assert asked(stored, ines) == asked(stored, ines)
    assert draft_captions(hear=Heard(), now=at(NOON)) == 3
    assert draft_captions(hear=Heard(), now=at(NOON)) == 0
    draft = CaptionsDraft.objects.get()
    assert draft.state == "done"
    assert [one.text for one in read_captions(draft.text).cues] == ["Fees <b>& all</b>.", "Ask Marta."]


def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on_from_there(stored, ines):
    asked(stored, ines)
    with pytest.raises(MemoryError):
        draft_captions(hear=Heard(breaks_after=1), now=at(NOON))
    assert draft_captions(hear=Heard(), now=at(NOON + timedelta(minutes=1))) == 0
    assert draft_captions(hear=Heard(), now=at(NOON + timedelta(minutes=20))) == 2
    assert len(read_captions(CaptionsDraft.objects.get().text).cues) == 2


def test_one_that_comes_no_further_three_times_has_failed_and_can_be_asked_for_again(stored, ines):
    asked(stored, ines)
    for hour in range(3):
        with pytest.raises(MemoryError):
            draft_captions(hear=Heard(breaks_after=0), now=at(NOON + timedelta(hours=hour)))
    assert draft_captions(hear=Heard(), now=at(NOON + timedelta(hours=4))) == 0
    draft = CaptionsDraft.objects.get()
    assert (draft.state, draft.problem) == (
        "failed",
        "The worker was stopped three times while it was at it.",
    )
    assert asked(stored, ines).state == "waiting"
    assert draft_captions(hear=Heard(), now=at(NOON + timedelta(hours=5))) == 3


def test_a_worker_that_was_taken_for_dead_writes_nothing_more(stored, ines):
    asked(stored, ines)

    class Slow(Heard):
        def stretches(self, begin):
            for number, one in enumerate(self.told):
                if number == 1:
                    CaptionsDraft.objects.update(token="another", text="WEBVTT\n")
                yield one

    assert draft_captions(hear=Slow(), now=at(NOON)) == 2
    assert CaptionsDraft.objects.get().text == "WEBVTT\n"


def test_a_long_video_is_left_to_the_next_sweep_and_is_complete_in_the_end(stored, ines):
    asked(stored, ines)
    clock = iter(NOON + timedelta(minutes=2 * step) for step in range(100))
    assert draft_captions(hear=Heard(), now=lambda: next(clock)) == 1
    assert CaptionsDraft.objects.get().state == "waiting"
    while CaptionsDraft.objects.open().exists():
        draft_captions(hear=Heard(), now=lambda: next(clock))
    assert len(read_captions(CaptionsDraft.objects.get().text).cues) == 2


@pytest.mark.parametrize(
    ("hear", "said"),
    [
        (Heard([(10.0, [])]), "No words were heard in it."),
        (None, "There is no sound in it that can be read."),
    ],
)
def test_why_there_are_none_is_said(stored, ines, hear, said):
    def no_sound(_path):
        raise transcribing.NoSoundError

    asked(stored, ines)
    draft_captions(hear=hear or no_sound, now=at(NOON))
    assert CaptionsDraft.objects.get().problem == said


def test_without_the_extra_nothing_is_offered_and_the_task_does_nothing(author_client, silent, monkeypatch):
    monkeypatch.setattr(transcribing, "find_spec", lambda name: None)
    page = author_client.get(reverse("content:edit_captions", args=[silent.public_id])).content.decode()
    assert "Draft captions" not in page
    author_client.post(reverse("content:draft_captions", args=[silent.public_id]))
    assert not CaptionsDraft.objects.exists()
    assert tasks.draft_captions() == 0


def test_an_author_asks_sees_how_far_it_is_corrects_and_confirms(author_client, silent, monkeypatch):
    monkeypatch.setattr(transcribing, "find_spec", lambda name: object())
    address = reverse("content:edit_captions", args=[silent.public_id])
    assert "Draft captions from the sound" in author_client.get(address).content.decode()
    for _twice in range(2):
        author_client.post(reverse("content:draft_captions", args=[silent.public_id]))
    assert "A machine drafts the captions." in author_client.get(address).content.decode()
    draft_captions(hear=Heard(), now=at(NOON))
    page = author_client.get(address)
    assert "Made by a machine" in page.content.decode()
    told = {"text": page.context["form"]["text"].value(), "edition": page.context["edited"].edition}
    author_client.post(address, {**told, "save": "1"})
    parts = edited_contents(Module.objects.get()).parts
    assert parts["captions"][0]["made_by"] == "machine"
    assert "made by a machine" in " ".join(one.message for one in Video().gaps_before_publishing(parts))
    told = {
        "text": told["text"].replace("Marta", "Marta K."),
        "edition": author_client.get(address).context["edited"].edition,
    }
    author_client.post(address, {**told, "checked": "1"})
    parts = edited_contents(Module.objects.get()).parts
    assert parts["captions"][0] == {
        "key": "captions-en",
        "language": "en",
        "text": parts["captions"][0]["text"],
    }
    assert "Marta K." in parts["captions"][0]["text"]
    assert not Video().gaps_before_publishing(parts)


@pytest.fixture
def spoken(silent) -> Module:
    captions = [
        {"key": "a", "language": "en", "text": CAPTIONS},
        {"key": "b", "language": "de", "text": CAPTIONS},
    ]
    Module.objects.filter(pk=silent.pk).update(parts={**silent.parts, "captions": captions})
    return Module.objects.get(pk=silent.pk)


def test_what_cannot_be_read_is_said_by_its_line_and_what_was_typed_stays(author_client, spoken):
    address = reverse("content:edit_captions", args=[spoken.public_id])
    page = author_client.post(address, {"text": "WEBVTT\n\nsoon --> later\nTyped", "checked": "1"})
    assert page.status_code == 422
    assert "Line 3" in page.content.decode()
    assert "Typed" in page.content.decode()
    assert Module.objects.get().parts == spoken.parts


def test_somebody_elses_change_is_not_overwritten_unseen(author_client, spoken):
    address = f"{reverse('content:edit_captions', args=[spoken.public_id])}?language=de"
    told = {
        "text": CAPTIONS.replace("Marta", "Jonas"),
        "edition": author_client.get(address).context["edited"].edition,
    }
    Module.objects.update(title="Changed meanwhile")
    page = author_client.post(address, told)
    assert page.status_code == 422
    assert "Jonas" in page.content.decode()
    again = {"text": told["text"], "edition": page.context["form"]["edition"].value()}
    assert author_client.post(address, again).status_code == 302
    rows = {one["language"]: one["text"] for one in edited_contents(Module.objects.get()).parts["captions"]}
    assert "Jonas" in rows["de"]
    assert "Marta" in rows["en"]


def test_while_it_is_in_review_captions_are_not_changed(author_client, spoken, ines):
    submit_module(module=spoken, by=ines, as_of=NOON)
    assert ModuleReview.objects.exists()
    address = reverse("content:edit_captions", args=[spoken.public_id])
    assert author_client.post(address, {"text": CAPTIONS, "checked": "1"}).status_code == 422


def test_other_kinds_have_no_captions(author_client):
    other = module("Fees", skill("Refund policy"), 1, 2)
    assert author_client.get(reverse("content:edit_captions", args=[other.public_id])).status_code == 404


@pytest.mark.skipif(not transcribing.is_installed(), reason="the extra lifow[captions] is not installed")
def test_what_the_demos_voice_says_is_heard(ines):
    stored = store_bytes(
        owner=ines, purpose="video", name="a", data=read_video("fees-of-a-refund").data, as_of=NOON
    )
    asked(stored, ines)
    assert tasks.draft_captions() >= 1
    draft = CaptionsDraft.objects.get()
    assert draft.state == "done"
    assert "nothing was charged twice" in draft.text.lower()
    assert not read_captions(draft.text).problems

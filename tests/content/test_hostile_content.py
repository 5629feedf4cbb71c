"""Whatever somebody writes into a module is shown as text, on every page and in every mail that shows it."""

import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from PIL import Image

from content.authoring.services import comment_on_module, submit_module
from content.catalogue.kinds import tidy_parts
from content.catalogue.models import Module
from content.catalogue.services import contents_of, save_draft
from content.kinds.checklist.services import note_line, tick_line
from content.kinds.template.services import make_copy
from content.kinds.video.cues import as_webvtt, read_captions
from lifow.base.markdown import render_markdown
from lifow.base.media.models import Picture
from lifow.base.uploads.services import store_bytes
from lifow.notifications.mail import EMAIL
from lifow.notifications.models import Message
from lifow.notifications.registry import all_ways
from lifow.notifications.services import send_next
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill
from tests.content.hostile import XSS, live_parts
from tests.videos import webm

pytestmark = pytest.mark.django_db
KINDS = ("article", "case", "checklist", "template", "video")
EACH = pytest.mark.parametrize("text", XSS, ids=range(len(XSS)))
EACH_KIND = pytest.mark.parametrize("kind", KINDS)


@world
def ines() -> Person:
    return person("Ines Carvalho", is_author=True)


@world
def jonas() -> Person:
    return person("Jonas Weber", is_author=True, email="jonas@example.org")


@world
def stored(ines) -> str:
    return store_bytes(owner=ines, purpose="video", name="a", data=webm(10), as_of=NOON).public_id


def one_line(text: str) -> str:
    return " ".join(text.replace("\x01", "").split())


def parts_with(kind: str, text: str, file: str) -> dict[str, object]:
    """Every field that a kind has, with this text."""
    said = one_line(text)
    captions = f"WEBVTT\n\n00:01.000 --> 00:02.000\nSaid: {said.replace('-->', '->')}\n"
    parts = {
        "case": {
            "pitched": said,
            "closed_by": said,
            "objections": [{"key": "a", "text": said, "answer": said}],
        },
        "checklist": {
            "lines": [{"key": "a", "text": said, "hint": said, "is_heading": False}],
            "sign_off": "nobody",
        },
        "template": {"comments": [{"key": "a", "quote": "", "occurrence": 1, "text": said}]},
        "video": {
            "file": file,
            "captions": [{"key": "a", "language": "en", "text": captions}],
            "chapters": [{"key": "a", "at": "0:01", "title": said}],
        },
    }
    return tidy_parts(kind, parts.get(kind, {}))


def made_of(text: str, kind: str, file: str, author: Person, status: str = "published") -> Module:
    said = one_line(text)
    return module(
        said[:200],
        skill("Refund policy"),
        1,
        3,
        kind=kind,
        summary=said[:300],
        body=text.replace("\x01", ""),
        facets={said[:60]: [said[:60]]},
        parts=parts_with(kind, text, file),
        author=author,
        status=status,
        changed_by=author,
    )


def texts_of(kind: str, *, shift: int) -> list[str]:
    """A fifth of the texts, each time another one."""
    return [text for place, text in enumerate(XSS) if KINDS[(place + shift) % len(KINDS)] == kind]


def assert_inert(html: str, *, of_a_page: bool = True) -> None:
    assert list(live_parts(html, of_a_page=of_a_page)) == []


def test_there_are_sixty_of_them():
    assert len(set(XSS)) >= 60


@EACH
def test_markdown_is_inert(text):
    assert_inert(render_markdown(text), of_a_page=False)
    assert_inert(
        render_markdown(f"Before\n\n{text}\n\n- {one_line(text)}\n\n> {one_line(text)}"), of_a_page=False
    )


@EACH
def test_captions_keep_no_markup(text):
    cues = read_captions(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{one_line(text).replace('-->', '->')}\n").cues
    file = as_webvtt(cues)
    assert "<" not in file
    assert [one.text for one in read_captions(file).cues] == [one.text for one in cues]


@EACH_KIND
def test_each_page_of_a_module_shows_it_as_text(kind, ines, stored, client):
    learner = person()
    client.force_login(learner)
    pages = []
    for text in texts_of(kind, shift=0):
        made = made_of(text, kind, stored, ines)
        if kind == "checklist":
            tick_line(person=learner, module=made, key="a", is_ticked=True, as_of=NOON)
            note_line(person=learner, module=made, key="a", note=text, as_of=NOON)
        pages += [reverse("content:module", args=[made.public_id])]
        if kind == "template":
            copy = make_copy(person=learner, module=made, idempotency_key=f"a{made.pk}", as_of=NOON)
            pages += [reverse("content:copy", args=[copy.public_id])]
    assert_all_inert({page: client.get(page) for page in pages})
    lists = {page: client.get(page) for page in (reverse("content:modules"), "/search/?q=alert")}
    assert_all_inert(lists)
    listed = lists[reverse("content:modules")].content.decode()
    assert [page for page in pages if "/modules/" in page and page not in listed] == []


@EACH_KIND
def test_each_page_of_its_authors_and_each_mail_shows_it_as_text(kind, ines, jonas, stored, client):
    client.force_login(ines)
    texts = texts_of(kind, shift=2)
    modules = [made_of(text, kind, stored, ines, status="draft") for text in texts]
    for text, made in zip(texts, modules, strict=True):
        key = f"a{made.pk}"
        comment_on_module(module=made, by=jonas, text=one_line(text), idempotency_key=key, as_of=NOON)
        edit = reverse("content:edit", args=[made.public_id])
        preview = {"preview": "1", "title": made.title, "summary": made.summary, "body": text, "kind": kind}
        shown = {"edit": client.get(edit)}
        shown["preview"] = client.post(edit, preview, headers={"HX-Request": "true"})
        for name in ("review", "versions", *(["edit_captions"] if kind == "video" else [])):
            shown[name] = client.get(reverse(f"content:{name}", args=[made.public_id]))
        assert_all_inert({f"{page} {text}": answer for page, answer in shown.items()})
    drafts = client.get(f"{reverse('content:authoring')}?status=draft")
    assert_all_inert({"drafts": drafts})
    listed = drafts.content.decode()
    assert [made.title for made in modules if made.public_id not in listed] == []
    assert_mails_are_inert(modules, ines, jonas)


def assert_all_inert(shown: dict[str, HttpResponse]) -> None:
    assert {page: answer.status_code for page, answer in shown.items() if answer.status_code != 200} == {}
    live = {page: list(live_parts(answer.content.decode(), of_a_page=True)) for page, answer in shown.items()}
    assert {page: parts for page, parts in live.items() if parts} == {}


def assert_mails_are_inert(modules: list[Module], author: Person, reviewer: Person) -> None:
    """Those that ask for a review, one a module, each as the first that the reviewer is sent."""
    Module.objects.filter(pk__in=[made.pk for made in modules]).update(body="Fine.", parts={}, kind="article")
    way = next(one for one in all_ways() if one.key == EMAIL)
    for made in Module.objects.filter(pk__in=[made.pk for made in modules]):
        mail.outbox.clear()
        Message.objects.all().delete()
        submit_module(module=made, by=author, reviewer=reviewer, as_of=NOON)
        while send_next(person_id=reviewer.pk, way=way, as_of=NOON):
            pass
        assert mail.outbox, made.title
        for sent in mail.outbox:
            assert "\n" not in sent.subject
            assert "<script" not in sent.alternatives[0].content.lower(), made.title
            assert_inert(sent.alternatives[0].content.replace("<style", "<p").replace("</style", "</p"))


@EACH
def test_the_changes_of_a_draft_are_shown_as_text(text, ines, stored, client):
    kind = KINDS[(XSS.index(text) + 1) % len(KINDS)]
    made = made_of("Plain", kind, stored, ines)
    said = one_line(text)
    contents = replace(
        contents_of(made),
        title=said[:200],
        body=text,
        parts=parts_with(kind, text, stored),
        facets={said[:60]: ["a"]},
    )
    save_draft(module=made, contents=contents, by=ines)
    client.force_login(ines)
    answer = client.get(reverse("content:draft", args=[made.public_id]))
    assert answer.status_code == 200
    assert_inert(answer.content.decode())


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(99)))
        + chunk(b"IEND", b"")
    )


def drawn(kind: str, **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, kind, **options)
    return out.getvalue()


def with_words(words: bytes) -> Image.Exif:
    """What a camera adds to a picture, with these words as what it shows."""
    exif = Image.Exif()
    exif[0x010E] = words.decode()
    return exif


PAYLOAD = b"<script>alert(1)</script>"
REFUSED = {
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "svg behind a declaration": b"<?xml version='1.0'?><!DOCTYPE svg><svg onload='alert(1)'/>",
    "html": b"<!doctype html>" + PAYLOAD,
    "pdf": b"%PDF-1.7 " + PAYLOAD,
    "gif that is a script": b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)",
    "wide claim": png_that_claims(50_000, 1),
    "50,000 px each way": png_that_claims(50_000, 50_000),
    "high claim": png_that_claims(1, 2**31 - 1),
}
CLEANED = {
    "png with html behind it": drawn("PNG") + PAYLOAD,
    "gif with html behind it": drawn("GIF") + PAYLOAD,
    "jpeg with a comment": drawn("JPEG", comment=PAYLOAD),
    "webp with exif": drawn("WEBP", exif=with_words(PAYLOAD)),
    "png that is a zip too": drawn("PNG") + b"PK\x03\x04" + PAYLOAD + b"PK\x05\x06" + bytes(18),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_picture_is_refused(name, author_client):
    file = SimpleUploadedFile("a.png", REFUSED[name], content_type="image/png")
    answer = author_client.post(reverse("content:pictures"), {"picture-file": file})
    assert answer.status_code == 422
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", CLEANED)
def test_of_a_picture_that_is_something_else_too_the_picture_is_left(name, author_client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("a.svg", CLEANED[name], content_type="image/svg+xml")
    address = author_client.post(reverse("content:pictures"), {"picture-file": file}).json()["address"]
    answer = author_client.get(address)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] in Picture.Type.values
    assert answer["Content-Type"] != "image/svg+xml"
    kept = answer.getvalue()
    assert PAYLOAD not in kept
    assert b"PK\x03\x04" not in kept

"""A text shows pictures of this site: uploaded while it is written, seen by who reads it, kept with it."""

from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from content.authoring.interchange import read_zip, read_zipped_pictures, write_zip
from content.authoring.models import EditingSession
from content.authoring.reports import (
    missing_before_publishing,
    module_files,
    pictures_of_files,
    pictures_of_folder,
    plan_of_folder,
)
from content.authoring.services import keep_typed, write_folder
from content.catalogue.models import Module
from content.catalogue.services import contents_of, edited_contents
from lifow.base.markdown import render_markdown
from lifow.base.media.addresses import picture_address, picture_id_in
from lifow.base.media.models import Picture
from lifow.base.media.services import keep_picture, sweep_pictures
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill

pytestmark = pytest.mark.django_db
UPLOAD = reverse("content:pictures")
NEW = reverse("content:new")


def png(colour: str = "navy", size: tuple[int, int] = (30, 20)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture() -> Picture:
    return keep_picture(data=png(), as_of=NOON)


@pytest.fixture
def shown(picture) -> str:
    return f"![The three fees]({picture_address(picture.public_id)})"


@world
def learner():
    return person(email="learner@example.org")


def sent(body: str, **more: object) -> dict[str, object]:
    counts = {
        f"{form}-{what}_FORMS": "0" for form in ("effects", "prerequisites") for what in ("TOTAL", "INITIAL")
    }
    return {
        "title": "Fees",
        "kind": "article",
        "minutes": "3",
        "body": body,
        "built_for": "article",
        **counts,
        **more,
    }


def test_an_upload_answers_where_the_picture_is_shown(author_client):
    answer = author_client.post(UPLOAD, {"picture-file": SimpleUploadedFile("a.png", png())})
    assert answer.status_code == 201
    assert picture_id_in(answer.json()["address"]) == Picture.objects.get().public_id


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\nnothing", b"x" * (5 * 2**20 + 1)]
)
def test_what_is_no_picture_is_refused_with_what_to_do(author_client, data):
    answer = author_client.post(UPLOAD, {"picture-file": SimpleUploadedFile("a.png", data)})
    assert answer.status_code == 422
    assert answer.json()["error"].endswith(".")
    assert not Picture.objects.exists()


def test_without_scripts_a_picture_goes_to_the_end_of_the_text(author_client):
    file = SimpleUploadedFile("a.png", png())
    told = {"picture-file": file, "picture-words": "Three [fees]", "add_picture": "1"}
    page = author_client.post(NEW, sent("Before.", **told))
    made = Picture.objects.get()
    assert page.status_code == 200
    assert (
        page.context["form"]["body"].value()
        == f"Before.\n\n![Three \\[fees\\]]({picture_address(made.public_id)})\n"
    )
    assert not Module.objects.exists()


def test_a_picture_that_was_chosen_and_not_added_is_saved_with_the_text(author_client):
    author_client.post(NEW, sent("Before.", **{"picture-file": SimpleUploadedFile("a.png", png())}))
    assert picture_address(Picture.objects.get().public_id) in Module.objects.get().body


def test_a_refused_picture_keeps_what_was_typed(author_client):
    told = {"picture-file": SimpleUploadedFile("a.png", b"no"), "picture-words": "Fees", "add_picture": "1"}
    page = author_client.post(NEW, sent("Before.", **told))
    assert page.status_code == 422
    text = page.content.decode()
    assert "no picture that can be shown" in text
    assert 'value="Fees"' in text
    assert "Before." in text


def test_who_reads_the_module_sees_its_picture_and_nobody_else(client, learner, picture, shown):
    address = picture_address(picture.public_id)
    client.force_login(learner)
    assert client.get(address).status_code == 404
    made = module("Fees", skill("Refund policy"), 1, 2, body=shown)
    made.pictures.add(picture)
    assert client.get(address).status_code == 200
    Module.objects.filter(pk=made.pk).update(status="draft")
    assert client.get(address).status_code == 404
    Module.objects.filter(pk=made.pk).update(status="published", body="Without.")
    assert client.get(address).status_code == 404


def test_what_a_text_shows_is_kept_and_what_none_shows_is_deleted(author_client, picture, shown):
    other = keep_picture(data=png("red"), as_of=NOON)
    author_client.post(NEW, sent(shown))
    sweep_pictures(as_of=NOON + timedelta(days=2))
    assert set(Picture.objects.all()) == {picture}
    assert other.public_id not in Module.objects.get().body


def test_a_picture_in_what_was_only_typed_is_kept_as_long_as_that(shown, picture):
    author = person(is_author=True)
    keep_typed(person=author, module=None, typed=f"body={shown}", edition="", as_of=NOON)
    sweep_pictures(as_of=NOON + timedelta(days=2))
    assert Picture.objects.exists()
    EditingSession.objects.all().delete()
    sweep_pictures(as_of=NOON + timedelta(days=2))
    assert not Picture.objects.exists()


def test_a_picture_that_only_an_earlier_version_shows_is_kept(author_client, shown):
    author_client.post(NEW, sent(shown))
    made = Module.objects.get()
    author_client.post(reverse("content:edit", args=[made.public_id]), sent("Without."))
    assert sweep_pictures(as_of=NOON + timedelta(days=2)) == 0


@pytest.mark.parametrize(
    ("body", "said", "blocks"),
    [
        ("![]({own})", "no words that say what it shows", True),
        ('<img src="{own}">', "no words that say what it shows", True),
        ("![Fees](/pictures/pic_0000000000000000/)", "no longer stored", True),
        ("![Fees](https://example.org/fees.png)", "not on this site", False),
    ],
)
def test_what_is_wrong_with_pictures_is_said_before_publishing(picture, body, said, blocks):
    made = module(
        "Fees", skill("Refund policy"), 1, 2, body=body.format(own=picture_address(picture.public_id))
    )
    found = [one for one in missing_before_publishing(contents_of(made)) if said in one.message]
    assert [one.blocks for one in found] == [blocks]


def test_a_picture_of_another_site_is_a_link_and_is_not_loaded():
    html = render_markdown('![Fees](https://example.org/f.png) <img src="//example.org/f.png" alt="F">')
    assert '<a href="https://example.org/f.png"' in html
    assert '<img src="" alt="F">' in html


def test_a_folder_carries_pictures_and_is_the_same_when_it_comes_back(picture, shown):
    made = module("Fees", skill("Refund policy"), 1, 2, body=f"Look:\n\n{shown}\n")
    made.pictures.add(picture)
    files = module_files()
    zipped = write_zip(files, pictures_of_files(files))
    name = f"{picture.public_id}.png"
    assert f"](pictures/{name})" in files[f"{made.key}.md"]
    assert list(read_zipped_pictures(zipped)) == [name]
    assert read_zip(zipped) == files
    plan = plan_of_folder(files, pictures_of_folder(read_zipped_pictures(zipped)))
    assert [row.outcome for row in plan.rows] == ["same"]


def test_a_folder_that_somebody_wrote_brings_its_pictures(picture, shown):
    module("Fees", skill("Refund policy"), 1, 2, body=shown)
    files = {
        name: text.replace(shown, "![New](pictures/new.png) ![Gone](pictures/gone.png)")
        for name, text in module_files().items()
    }
    pictures = {"new.png": png("green")}
    plan = plan_of_folder(files, pictures_of_folder(pictures))
    assert [row.lost_pictures for row in plan.rows] == [["pictures/gone.png"]]
    write_folder(files=files, pictures=pictures, by=person(is_author=True), as_of=NOON)
    body = edited_contents(Module.objects.get()).body
    new = Picture.objects.exclude(pk=picture.pk).get()
    assert body == f"![New]({picture_address(new.public_id)}) ![Gone](pictures/gone.png)"
    assert list(Module.objects.get().pictures.all()) == [new]


def test_the_commands_carry_pictures_too(picture, shown, tmp_path):
    person(email="ada@example.org", is_author=True)
    made = module("Fees", skill("Refund policy"), 1, 2, body=shown)
    made.pictures.add(picture)
    folder = tmp_path / "out"
    call_command("export_modules", folder, stdout=StringIO())
    assert [one.name for one in (folder / "pictures").iterdir()] == [f"{picture.public_id}.png"]
    made.delete()
    Picture.objects.all().delete()
    call_command("import_modules", folder, "--as", "ada@example.org", "--write", stdout=StringIO())
    assert picture_address(Picture.objects.get().public_id) in Module.objects.get().body


def test_a_picture_leaves_its_place_free_before_it_is_loaded(shown, django_assert_num_queries):
    html = render_markdown(f"{shown}\n\n`![x](/a)` <img src='{shown[shown.index('(') + 1 : -1]}'>")
    assert html.count('width="30" height="20"') == 2
    with django_assert_num_queries(0):
        render_markdown(shown)
        render_markdown("Nothing to see.")


def test_the_size_of_a_picture_that_is_gone_is_not_said():
    assert "width" not in render_markdown("![Gone](/pictures/pic_0000000000000000/)")

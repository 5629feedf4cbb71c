"""Pictures of walkthroughs travel in a folder of modules, and come back as they were."""

import io
import zipfile

import pytest
from django.urls import reverse

from content.authoring.interchange import read_zip, read_zipped_pictures, write_zip
from content.authoring.reports import module_files, pictures_of_files, plan_of_folder
from content.authoring.services import write_folder
from content.catalogue.models import Module
from content.catalogue.services import edited_contents
from content.kinds.walkthrough.models import WalkthroughPicture
from content.kinds.walkthrough.parts import steps_of
from content.kinds.walkthrough.services import keep_step_picture
from lifow.base.media.models import Picture
from tests.company import NOON, module, person, skill
from tests.item_bank import png

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def author():
    return person("Ines Carvalho", is_author=True)


@pytest.fixture
def tour(author) -> Module:
    """Two steps with one picture, and one without."""
    picture = keep_step_picture(data=png(200, 100), as_of=NOON).public_id
    step = {"text": "Open refunds.", "picture": picture, "alt": "The menu", "act": "look"}
    steps = [{**step, "key": "a"}, {**step, "key": "b", "text": "Choose it."}, {"key": "c", "text": "Done."}]
    made = module("A tour", skill("Refunds"), 1, 2, author=author)
    Module.objects.filter(pk=made.pk).update(kind="walkthrough", key="a-tour", parts={"steps": steps})
    return Module.objects.get(pk=made.pk)


def exported() -> bytes:
    files = module_files()
    return write_zip(files, pictures_of_files(files))


def written(data: bytes, author):
    return write_folder(files=read_zip(data), pictures=read_zipped_pictures(data), by=author, as_of=NOON)


def test_a_zip_has_the_pictures_and_steps_name_their_files(tour):
    data = exported()
    name = f"pictures/{steps_of(tour.parts)[0].picture}.png"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["a-tour.md", name]
        assert f'picture = "{name}"' in archive.read("a-tour.md").decode()


def test_what_was_exported_changes_nothing_and_is_exported_again_byte_for_byte(tour, author):
    data = exported()
    plan = written(data, author)
    assert [(row.outcome, list(row.lost_pictures)) for row in plan.rows] == [("same", [])]
    assert exported() == data


def test_on_another_site_the_pictures_are_kept_and_seen(tour, author, client):
    data, parts = exported(), tour.parts
    Module.objects.all().delete()
    WalkthroughPicture.objects.all().delete()
    Picture.objects.all().delete()
    written(data, author)
    made = Module.objects.get(key="a-tour")
    steps = steps_of(edited_contents(made).parts)
    assert [one.text for one in steps] == [one.text for one in steps_of(parts)]
    kept = Picture.objects.get()
    assert [one.picture for one in steps] == [kept.public_id, kept.public_id, ""]
    assert WalkthroughPicture.objects.get().picture == kept
    client.force_login(author)
    shown = client.get(reverse("content:step_picture", args=[made.public_id, kept.public_id]))
    assert shown.status_code == 200


def test_a_picture_that_another_text_has_already_is_held_for_the_steps(tour, author):
    data = exported()
    WalkthroughPicture.objects.all().delete()
    Module.objects.filter(pk=tour.pk).update(title="Another title")
    written(data, author)
    assert WalkthroughPicture.objects.count() == 1


def test_a_picture_that_is_not_in_the_folder_is_said(tour, author):
    picture = steps_of(tour.parts)[0].picture
    files = {name: text.replace(picture, "pic_gone") for name, text in module_files().items()}
    [row] = plan_of_folder(files).rows
    assert row.lost_pictures == ["pictures/pic_gone.png"]

"""The picture of a video is drawn once, by a program that is given one file and nothing else."""

import shutil
import subprocess

import pytest

from lifow.base.media.models import Picture
from lifow.base.tasks import draw_posters
from lifow.base.uploads import files
from lifow.base.uploads.models import StoredFile
from lifow.base.uploads.services import store_bytes
from tests.backing.worlds import world
from tests.company import NOON, person
from tests.item_bank import png
from tests.videos import webm

pytestmark = pytest.mark.django_db


@world
def stored() -> StoredFile:
    return store_bytes(owner=person(is_author=True), purpose="video", name="a", data=webm(50), as_of=NOON)


@pytest.fixture
def asked(monkeypatch) -> list[list[str]]:
    """The commands that were run; each draws a red picture."""
    commands: list[list[str]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, png())

    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", run)
    return commands


def test_a_picture_is_drawn_once(stored, asked):
    assert (draw_posters(), draw_posters()) == (1, 0)
    stored.refresh_from_db()
    assert stored.poster == Picture.objects.get()
    (command,) = asked
    assert command[command.index("-i") + 1] == str(files.path_of(stored.digest))
    assert command[command.index("-ss") + 1] == "5.00"
    assert "file,pipe" in command


def test_what_cannot_be_drawn_is_tried_once(stored, asked, monkeypatch):
    def fail(command: list[str], **options: object) -> None:
        raise subprocess.TimeoutExpired(command, 30)

    monkeypatch.setattr(subprocess, "run", fail)
    assert draw_posters() == 0
    stored.refresh_from_db()
    assert (stored.poster, stored.poster_tried_at is None) == (None, False)


def test_without_the_program_it_waits(stored, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert draw_posters() == 0
    stored.refresh_from_db()
    assert stored.poster_tried_at is None

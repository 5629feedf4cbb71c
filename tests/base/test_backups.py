"""A backup is whole while others write, comes back as it was, and is refused where it is not whole."""

import json
import tarfile
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lifow.base.backups import databases
from lifow.base.backups.databases import BackupError
from lifow.base.backups.folders import _unpack, read_backup
from lifow.base.models import IdempotencyKey
from lifow.people.persons.models import Person
from tests.company import person

pytestmark = [pytest.mark.dialect, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    folder = tmp_path / "media" / "modules"
    folder.mkdir(parents=True)
    (folder / "refund.mp4").write_bytes(b"a video")
    return tmp_path / "media"


def backup(under: Path, *options: str) -> Path:
    out = StringIO()
    call_command("backup", str(under), *options, stdout=out)
    return Path(out.getvalue().strip())


def restore(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("restore", str(folder), *options, stdout=out)
    return out.getvalue()


def test_what_was_there_comes_back_and_what_came_later_goes(media, tmp_path):
    person("Abena Osei")
    made = backup(tmp_path / "backups")
    assert made.stat().st_mode & 0o077 == 0, "nobody else may read it"
    person("Kofi Mensah")
    Person.objects.filter(given_name="Abena").update(given_name="Changed")
    (media / "modules" / "refund.mp4").unlink()
    (media / "later.txt").write_text("later")
    with pytest.raises(CommandError, match="There are people in the database"):
        restore(made)
    for _ in range(2):
        assert "Restored as of" in restore(made, "--replace")
        assert list(Person.objects.values_list("given_name", flat=True)) == ["Abena"]
        assert [file.name for file in media.rglob("*") if file.is_file()] == ["refund.mp4"]
    call_command("migrate", verbosity=0)
    person("Priya Nair")
    assert Person.objects.count() == 2, "ids go on"


def test_what_was_acknowledged_before_is_in_it_though_others_write(media, tmp_path):
    is_over, written = threading.Event(), []

    def write():
        number = 0
        while not is_over.is_set():
            IdempotencyKey.objects.create(client="tests", key=str(number), request_digest="")
            written.append(number)
            number += 1
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 50:
            pass
        acknowledged = len(written)
        made = backup(tmp_path / "backups")
    finally:
        is_over.set()
        writer.join()
    assert len(written) > acknowledged
    restore(made, "--replace")
    found = sorted(map(int, IdempotencyKey.objects.values_list("key", flat=True)))
    assert found == list(range(len(found))), "as of one moment"
    assert len(found) >= acknowledged


@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_damaged_backup_changes_nothing(media, tmp_path, harm):
    person("Abena Osei")
    made = backup(tmp_path / "backups")
    file = made / databases.file_name(connection)
    content = bytearray(file.read_bytes())
    if harm == "flip":
        content[len(content) // 2] ^= 1
    file.write_bytes(content[: -10 if harm == "cut" else None])
    if harm == "remove":
        file.unlink()
    with pytest.raises(CommandError, match="damaged or missing"):
        restore(made, "--replace")
    assert Person.objects.count() == 1


def test_a_folder_that_is_none_and_a_backup_of_a_later_version_are_told(media, tmp_path):
    with pytest.raises(CommandError, match="no backup"):
        restore(tmp_path, "--replace")
    made = backup(tmp_path / "backups")
    contents = json.loads((made / "backup.json").read_text())
    contents["migrations"]["people"].append("9999_of_tomorrow")
    (made / "backup.json").write_text(json.dumps(contents))
    with pytest.raises(CommandError, match=r"newer version of lifow: people\.9999_of_tomorrow"):
        restore(made, "--replace")
    contents["vendor"] = "oracle"
    (made / "backup.json").write_text(json.dumps(contents))
    with pytest.raises(CommandError, match="oracle"):
        restore(made, "--replace")


def test_one_that_ends_in_the_middle_leaves_nothing_that_looks_like_one(media, tmp_path, monkeypatch):
    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lifow.base.backups.folders.dump", fail)
    with pytest.raises(CommandError, match=r"No backup was made.*No space left"):
        backup(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_newest_are_kept(media, tmp_path, monkeypatch):
    for day in ("20260301T000000Z", "20260302T000000Z", "20260303T000000Z"):
        (tmp_path / f"lifow-{day}").mkdir()
    made = backup(tmp_path, "--keep", "2")
    assert sorted(one.name for one in tmp_path.glob("lifow-*")) == ["lifow-20260303T000000Z", made.name]
    assert read_backup(made).vendor == connection.vendor


@pytest.mark.postgres
def test_without_the_programs_of_postgresql_it_says_what_to_install(media, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="pg_dump is not there"):
        backup(tmp_path / "backups")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("../outside", tarfile.REGTYPE), ("/tmp/outside", tarfile.REGTYPE), ("a", tarfile.SYMTYPE)],
)
def test_an_archive_puts_nothing_outside_of_its_folder(tmp_path, name, kind):
    file, folder = tmp_path / "media.tar", tmp_path / "media"
    with tarfile.open(file, "w") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc"
        archive.addfile(member)
    with pytest.raises(BackupError, match="Nothing was restored"):
        _unpack(file, folder)
    assert list(folder.iterdir()) == []

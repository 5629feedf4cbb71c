"""Modules go out as files and come back the same, byte for byte; a plan comes first; bad zips are refused."""

import io
import stat
import zipfile
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from content.authoring.interchange import (
    EffectInFile,
    FolderError,
    ModuleFile,
    ModuleFileError,
    folders,
    read_module_file,
    read_zip,
    write_module_file,
    write_zip,
)
from content.authoring.reports import module_files, plan_of_folder
from content.authoring.services import save_changes, submit_module, write_folder
from content.catalogue.models import Module
from content.catalogue.services import ModuleError, contents_of, draft_of, edited_contents
from tests.company import NOON, module, person, skill

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
levels = st.decimals(0, 99, places=2)
plain = st.recursive(
    st.booleans() | st.integers(-(2**40), 2**40) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
files = st.builds(
    ModuleFile,
    key=words.filter(str.strip),
    title=words.filter(str.strip),
    kind=words.filter(str.strip),
    minutes=st.integers(1, 10_000),
    body=words | st.sampled_from(["+++\n", "a\n+++\nb", "\r\n+++\r\n", "\ufeff"]),
    summary=words,
    prerequisites=st.lists(words, max_size=3),
    facets=st.dictionaries(words, st.lists(words, max_size=3), max_size=3),
    effects=st.lists(st.builds(EffectInFile, words, words, levels, levels), max_size=2),
    parts=st.dictionaries(words, plain, max_size=3),
)


@settings(max_examples=200, deadline=None)
@given(files)
def test_a_file_is_read_as_it_was_written_and_written_the_same(file):
    text = write_module_file(file)
    read = read_module_file(text, name="a.md")
    assert read == file
    assert write_module_file(read).encode() == text.encode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the front matter has to stand first"),
        ("# A\n+++\n", "the front matter has to stand first"),
        ("+++\nkey = \n+++\n", "is not TOML"),
        ('+++\nkey = "a"\n+++\n', "“title” has to be"),
        ('+++\nkey = "a"\ntitle = "A"\nkind = "article"\nminutes = true\n+++\n', "“minutes” has to be"),
        ('+++\nkey = "a"\nscript = "A"\n+++\n', "“script” is not known"),
        ('+++\nfacets = 3\nkey = "a"\ntitle = "A"\nkind = "b"\nminutes = 1\n+++\n', "“facets” has to be"),
        ("+++\na = " + "[" * 5000 + "\n+++\n", "is not TOML"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text, said):
    with pytest.raises(ModuleFileError, match=r"^a\.md") as error:
        read_module_file(text, name="a.md")
    assert said in str(error.value)


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def link() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("a.md")
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\0" * 18,
        zipped(),
        zipped(("../a.md", b"x")),
        zipped(("/etc/a.md", b"x")),
        zipped(("a/../../b.md", b"x")),
        zipped(("a\\..\\b.md", b"x")),
        zipped(("C:a.md", b"x")),
        zipped(("a/b/c.md", b"x")),
        zipped(("a.exe", b"x")),
        zipped((link(), b"/etc/passwd")),
        zipped(("a.md", b"x"), ("f/a.md", b"y")),
        zipped(("a.md", b"\xff\xfe")),
        zipped(("a.md", b"0" * (folders.LARGEST_FILE + 1))),
        zipped(("a.md", b"text"))[:-30],
    ],
    # A zip holds the moment at which it was made, which differs from one process to the next.
    ids=range(16),
)
def test_a_hostile_zip_is_refused(data):
    with pytest.raises(FolderError):
        read_zip(data)


def test_a_zip_of_too_many_or_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(folders, "MOST_FILES", 2)
    with pytest.raises(FolderError, match="more than 2 files"):
        read_zip(zipped(*((f"{number}.md", b"x") for number in range(3))))
    monkeypatch.setattr(folders, "LARGEST_IN_ALL", 5)
    with pytest.raises(FolderError, match="larger"):
        read_zip(zipped(("a.md", b"123"), ("b.md", b"456")))
    monkeypatch.setattr(folders, "LARGEST_ZIP", 5)
    with pytest.raises(FolderError, match="larger"):
        read_zip(zipped(("a.md", b"123")))


def test_a_zip_of_a_folder_is_read_whatever_the_system_put_beside():
    data = zipped(("modules/a.md", "Ä".encode()), ("__MACOSX/._a.md", b"x"), ("modules/.DS_Store", b"x"))
    assert read_zip(data) == {"a.md": "Ä"}


@pytest.fixture
def two(db, author) -> list[Module]:
    first = module("First this", skill(), 0, 1, key="first", author=author, facets={"product": ["b", "a"]})
    then = module("Then that", skill(), 1, 2.5, key="then", author=author, body="## A\r\n\r\n+++\n\nB")
    then.prerequisites.add(first)
    return [first, then]


def test_what_was_exported_changes_nothing_and_is_exported_the_same(two, author):
    out = module_files()
    assert sorted(out) == ["first.md", "then.md"]
    assert {row.outcome for row in plan_of_folder(out).rows} == {"same"}
    write_folder(files=out, by=author, as_of=NOON)
    assert module_files() == out
    assert write_zip(out) == write_zip(read_zip(write_zip(out)))
    assert not any(draft_of(one) for one in two)


def test_a_folder_makes_its_modules_again_in_any_order(two, author):
    out = module_files()
    for one in reversed(two):
        one.delete()
    plan = write_folder(files=out, by=author, as_of=NOON)
    assert [row.outcome for row in plan.rows] == ["new", "new"]
    assert module_files() == out
    then = Module.objects.get(key="then")
    assert (then.status, then.author, then.prerequisites.get().key) == ("draft", author, "first")
    assert then.effects.get().to_level == Decimal("2.5")


def test_a_changed_file_becomes_a_draft(two, author):
    out = module_files()
    write_folder(files={"then.md": out["then.md"].replace("Then that", "Then this")}, by=author, as_of=NOON)
    stored = Module.objects.get(key="then")
    assert (stored.title, edited_contents(stored).title) == ("Then that", "Then this")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('kind = "article"', 'kind = "song"', "is no kind"),
        ('"Empathy"', '"Nothing"', "There is no skill"),
        ("to = 2.5", "to = 50", "within 0 to 5"),
        ('["first"]', '["nobody"]', "no module with the key “nobody”"),
        ('key = "then"', 'key = "../then"', "letters, digits and hyphens"),
        ('key = "then"', 'key = "first"', "Another file has the key"),
        ("Then that", "x" * 201, "longer than 200"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_of_the_folder_is_written(two, author, before, after, said):
    raised = two[0].effects.get().skill
    type(raised).objects.filter(pk=raised.pk).update(external_id="Empathy")
    out = module_files()
    assert before in out["then.md"]
    out["then.md"] = out["then.md"].replace(before, after)
    out["first.md"] = out["first.md"].replace("First this", "Changed")
    plan = plan_of_folder(out)
    assert said in " ".join(row.problem for row in plan.rows)
    with pytest.raises(ModuleError, match="Nothing is written"):
        write_folder(files=out, by=author, as_of=NOON)
    assert not any(draft_of(one) for one in two)


def test_a_circle_among_files_writes_nothing(two, author):
    out = module_files()
    out["first.md"] = out["first.md"].replace("prerequisites = []", 'prerequisites = ["then"]')
    with pytest.raises(ModuleError, match="circle"):
        write_folder(files=out, by=author, as_of=NOON)
    assert not any(draft_of(one) for one in two)


def test_what_is_in_review_is_not_written_over(two, author):
    save_changes(module=two[0], contents=replace(contents_of(two[0]), title="Next"), by=author)
    out = {name: text.replace("Next", "Other") for name, text in module_files().items()}
    submit_module(module=two[0], by=author, as_of=NOON)
    assert "in review" in next(row.problem for row in plan_of_folder(out).rows if row.name == "first.md")


def test_a_plan_reads_as_often_for_many_files_as_for_few(two, author, django_assert_num_queries):
    many = [
        module(f"Part {number}", skill(), 0, 1, key=f"part-{number}", author=author) for number in range(6)
    ]
    for before, one in pairwise(many):
        one.prerequisites.add(before)
    out = module_files()
    few = {name: out[name] for name in ("first.md", "then.md")}
    with CaptureQueriesContext(connection) as asked:
        plan_of_folder(few)
    assert len(asked) <= 9
    with django_assert_num_queries(len(asked)):
        assert {row.outcome for row in plan_of_folder(out).rows} == {"same"}


def test_a_zip_is_uploaded_its_plan_shown_and_written_once(author_client, two, author):
    data = author_client.get(reverse("content:export")).getvalue()
    out = {name: text.replace("Then that", "Then this") for name, text in read_zip(data).items()}
    file = SimpleUploadedFile("modules.zip", write_zip(out))
    plan = author_client.post(reverse("content:folders"), {"file": file}).url
    page = author_client.get(plan).content.decode()
    assert "Changes its draft" in page
    assert not any(draft_of(one) for one in two)
    for _ in range(2):
        author_client.post(plan)
    assert edited_contents(two[1]).title == "Then this"


def test_another_author_does_not_see_an_upload(author_client, client, two):
    file = SimpleUploadedFile("modules.zip", write_zip(module_files()))
    plan = author_client.post(reverse("content:folders"), {"file": file}).url
    client.force_login(person("Jonas Weber", is_author=True))
    assert client.get(plan).status_code == 404


@pytest.mark.parametrize("data", [b"", b"no zip", zipped(("../a.md", b"x"))])
def test_a_bad_upload_is_refused_on_the_page(author_client, data):
    file = SimpleUploadedFile("modules.zip", data)
    assert author_client.post(reverse("content:folders"), {"file": file}).status_code == 422


def test_a_folder_goes_out_and_in_by_command(two, author, tmp_path, capsys):
    call_command("export_modules", tmp_path / "out")
    before = {one.name: one.read_bytes() for one in (tmp_path / "out").iterdir()}
    path = tmp_path / "out/then.md"
    path.write_bytes(path.read_bytes().replace(b"Then that", b"Then this"))
    call_command("import_modules", tmp_path / "out", "--as", author.email)
    assert "changed  then.md" in capsys.readouterr().out
    assert draft_of(two[1]) is None
    call_command("import_modules", tmp_path / "out", "--as", author.email, "--write")
    assert edited_contents(two[1]).title == "Then this"
    call_command("export_modules", tmp_path / "again")
    assert (tmp_path / "again/then.md").read_bytes() == path.read_bytes() != before["then.md"]


@pytest.mark.parametrize("who", ["nobody@larkfield.example", "learner"])
def test_a_command_writes_for_authors_alone(two, tmp_path, who):
    email = person("Kofi Learner").email if who == "learner" else who
    with pytest.raises(CommandError, match="no content author"):
        call_command("import_modules", tmp_path, "--as", email)

"""The published questions of a skill as files, with what each format has no room for; and by command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.testing.bank.kinds import KINDS
from assessments.testing.bank.models import ItemVersion
from assessments.testing.interchange.formats.registry import FORMATS
from assessments.testing.interchange.reports import export_items
from tests.assessments.testing.interchange.conftest import GIFT
from tests.company import skill
from tests.item_bank import BODIES, draft, published

pytestmark = [pytest.mark.django_db]


def parts(body: dict) -> list:
    """What a body says, but for its keys."""
    return [
        [{name: one for name, one in row.items() if name != "key"} for row in value]
        if isinstance(value, list) and value and isinstance(value[0], dict)
        else value
        for value in body.values()
    ]


@pytest.mark.parametrize("format", ["csv", "moodle", "qti"])
def test_what_is_published_comes_back(author, refunds, format):
    for kind in KINDS:
        published(kind, author=author, stem=f"A question of the kind *{kind}*?")
    draft(author=author, stem="Not reviewed yet?")
    exported = export_items(skill=refunds, format=format)
    read = {one.kind: one for one in FORMATS[format].read(exported.content).items}
    expected = set(KINDS) if format == "csv" else set(KINDS) - {"hotspot"}
    assert set(read) == expected
    assert (exported.count, exported.left_out) == (8, 8 - len(expected))
    for kind, one in read.items():
        version = ItemVersion.objects.get(kind=kind, state="published")
        assert parts(one.body) == parts(BODIES[kind])
        assert (one.stem, one.level, one.language) == (version.stem, 2, "en")
        assert (one.key, one.skill) == (version.item.public_id, refunds.external_id)


def test_what_a_format_has_no_room_for_is_told(author, refunds):
    for kind in ("single", "numeric", "hotspot"):
        published(kind, author=author)
    told = {one.code for one in export_items(skill=refunds, format="aiken").remarks}
    assert told == {"not_carried", "no_room"}
    told = {(one.code, one.value) for one in export_items(skill=refunds, format="gift").remarks}
    assert told == {("not_carried", "hotspot"), ("no_room", "€")}


def test_a_picture_goes_with_its_question(author, refunds):
    published("hotspot", author=author)
    (item,) = FORMATS["csv"].read(export_items(skill=refunds, format="csv").content).items
    assert item.picture is not None
    assert item.picture.content.startswith(b"\x89PNG")


def ran(name: str, *options: str) -> str:
    out = StringIO()
    call_command(name, *options, stdout=out)
    return out.getvalue()


def test_the_command_writes_a_file_that_the_other_one_reads(author, refunds, tmp_path):
    published(author=author)
    file = tmp_path / "items.csv"
    assert "Questions written" in ran("export_items", "refund policy", str(file))
    with pytest.raises(CommandError, match="Nothing was written"):
        ran("export_items", "Refund policy", str(file))
    said = ran("import_items", str(file))
    assert "Questions read: 1. To be added: 0." in said
    with pytest.raises(CommandError, match="no published questions"):
        ran("export_items", "Empathy", str(tmp_path / "other.csv"))


def test_the_command_adds_drafts_of_an_author(author, refunds, tmp_path):
    file = tmp_path / "items.txt"
    file.write_text(GIFT)
    options = (str(file), "--skill", refunds.external_id, "--level", "2", "--author", author.email)
    assert "nothing was written" in ran("import_items", *options, "--dry-run")
    assert not ItemVersion.objects.exists()
    assert "Drafts added: 3." in ran("import_items", *options)
    assert "Drafts added: 0." in ran("import_items", *options)
    assert set(ItemVersion.objects.values_list("state", "created_by")) == {("draft", author.pk)}


def test_the_command_says_what_is_wrong(author, refunds, tmp_path):
    file = tmp_path / "items.xml"
    file.write_text("<quiz>")
    with pytest.raises(CommandError, match=r"Nothing was imported\. line 1"):
        ran("import_items", str(file))
    with pytest.raises(CommandError, match="cannot be opened"):
        ran("import_items", str(tmp_path / "none.txt"))
    file.write_text("Why?{=a ~b}")
    with pytest.raises(CommandError, match="no skill “Nothing”"):
        ran("import_items", str(file), "--format", "gift", "--skill", "Nothing")
    with pytest.raises(CommandError, match="Nobody here"):
        ran("import_items", str(file), "--format", "gift", "--skill", skill().name, "--author", "x@y.example")

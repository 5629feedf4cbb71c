"""A framework changed by import: what is written, whom it marks, and what is refused."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Framework, Role, RoleLevel, Scale, Skill
from assessments.gaps.services import refresh_gap_reports
from assessments.marks.models import StaleMark
from assessments.roles.models import RoleAssignment
from tests.backing.worlds import world
from tests.company import NOON, give, observe, person, role, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
Row = dict[str, str]


def imported(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_framework", str(folder), "--format=csv", *options, stdout=out)
    return out.getvalue()


def exported(folder: Path, key: str = "larkfield") -> Path:
    call_command("export_framework", key, str(folder), stdout=StringIO())
    return folder


def edit(file: Path, change: Callable[[Row], Row | None], *more: Row) -> None:
    """Each line as `change` has it, without those of which it makes nothing, and `more` lines below."""
    with file.open(newline="", encoding="utf-8-sig") as stream:
        lines = [*filter(None, map(change, csv.DictReader(stream))), *more]
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, lines[0].keys())
        writer.writeheader()
        writer.writerows(lines)


def each(**cells: str) -> Callable[[Row], Row]:
    """The cells of every line; underscores stand for spaces."""
    return lambda row: row | {column.replace("_", " "): value for column, value in cells.items()}


def without(**cells: str) -> Callable[[Row], Row | None]:
    """Every line but those with these cells."""
    return lambda row: None if cells.items() <= row.items() else row


def levels_of(key: str) -> list[int]:
    levels = Scale.objects.get(key=key).levels
    return sorted(levels.values_list("value", flat=True))


def failures() -> int:
    ids = StaleMark.objects.values_list("person_id", flat=True)
    return refresh_gap_reports(person_ids=list(ids), as_of=NOON).failed


@world
def abena():
    """Somebody with a role and evidence, of whom a report can be computed."""
    made = person()
    give(made, role(Refund_policy=3))
    observe(made, skill(), 2)
    return made


def test_a_new_scale_has_all_its_levels(abena, tmp_path):
    edit(exported(tmp_path) / "framework.csv", each(scale_key="steps"))
    assert "levels of the scale: 5 created" in imported(tmp_path)
    assert levels_of("steps") == [1, 2, 3, 4, 5]
    assert failures() == 0
    assert "Nothing to change." in imported(tmp_path)


def test_a_framework_that_moves_to_a_scale_that_nobody_uses_makes_it_its_own(abena, tmp_path):
    old = Scale.objects.create(key="old", name="Old")
    old.levels.create(value=9, name="Ninth")
    edit(exported(tmp_path) / "framework.csv", each(scale_key="old"))
    imported(tmp_path)
    assert levels_of("old") == [1, 2, 3, 4, 5]
    assert "Nothing to change." in imported(tmp_path)


def test_a_framework_made_of_another_may_share_its_scale_as_it_is(abena, tmp_path):
    edit(exported(tmp_path) / "framework.csv", each(key="own", name="Our own"))
    imported(tmp_path)
    assert Framework.objects.filter(scale__key="larkfield").count() == 2
    assert "Nothing to change." in imported(tmp_path)


@pytest.mark.parametrize(
    ("file", "change", "more"),
    [
        ("framework.csv", each(key="own", name="Our own", scale_name="Our steps"), ()),
        ("levels.csv", without(level="5"), ()),
        ("levels.csv", each(text="Does it."), ()),
        ("levels.csv", each(), ({"level": "6", "name": "Leading"},)),
    ],
)
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_scale_that_another_framework_uses_is_not_changed_by_import(
    abena, tmp_path, file, change, more, options
):
    edit(exported(tmp_path) / "framework.csv", each(key="own", name="Our own"))
    edit(tmp_path / "skills.csv", lambda row: {key: row[key] for key in row if key != "level 5"})
    edit(tmp_path / file, change, *more)
    with pytest.raises(CommandError, match=r"(?s)Nothing was imported.*scale “larkfield”: “Larkfield” is"):
        imported(tmp_path, *options)
    assert levels_of("larkfield") == [1, 2, 3, 4, 5]
    assert not Framework.objects.filter(key="own").exists()


def test_with_a_scale_key_of_its_own_the_same_files_are_imported(abena, tmp_path):
    edit(exported(tmp_path) / "framework.csv", each(key="own", name="Our own", scale_key="own"))
    edit(tmp_path / "levels.csv", each(), {"level": "6", "name": "Leading"})
    imported(tmp_path)
    assert (levels_of("own"), levels_of("larkfield")) == ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5])
    assert "Nothing to change." in imported(tmp_path)
    assert failures() == 0


@pytest.mark.parametrize("scale", ["larkfield", "steps"])
@pytest.mark.parametrize(("seen", "gone"), [(5, "5"), (4.5, "5"), (3, "3")])
def test_a_level_that_evidence_needs_is_not_dropped(abena, tmp_path, scale, seen, gone):
    observe(abena, skill("Empathy"), seen)
    edit(exported(tmp_path) / "levels.csv", without(level=gone))
    edit(tmp_path / "framework.csv", each(scale_key=scale))
    edit(tmp_path / "skills.csv", lambda row: {key: row[key] for key in row if key != f"level {gone}"})
    with pytest.raises(CommandError, match=rf"Nothing was imported.\nlevel “{gone}”: Evidence still needs"):
        imported(tmp_path, "--dry-run", "--same-meaning")
    with pytest.raises(CommandError, match=rf"Nothing was imported.\nlevel “{gone}”: Evidence still needs"):
        imported(tmp_path, "--same-meaning")
    assert failures() == 0


def test_a_level_that_nothing_needs_any_more_is_dropped(abena, tmp_path):
    wrong = observe(abena, skill("Empathy"), 5)
    observe(abena, skill("Empathy"), 4, supersedes=wrong)
    edit(exported(tmp_path) / "levels.csv", without(level="5"))
    edit(tmp_path / "skills.csv", lambda row: {key: row[key] for key in row if key != "level 5"})
    assert "Levels of the scale: 1 removed" in imported(tmp_path, "--same-meaning")
    assert "Nothing to change." in imported(tmp_path)
    assert (levels_of("larkfield"), Evidence.objects.count()) == ([1, 2, 3, 4], 3)
    assert failures() == 0


def test_a_role_level_that_moves_to_another_role_is_the_same_level(abena, tmp_path):
    level = RoleLevel.objects.get()
    edit(exported(tmp_path) / "roles.csv", each(), {"role": "Lead", "name": "Lead", "family": "Leads"})
    edit(tmp_path / "role_levels.csv", each(role="Lead"))
    assert "role levels: 1 changed" in imported(tmp_path)
    assert (RoleLevel.objects.get(), RoleLevel.objects.get().role.name) == (level, "Lead")
    assert RoleAssignment.objects.current().get().role_level == level
    assert "Nothing to change." in imported(tmp_path)
    assert "Nothing to change." in imported(exported(tmp_path))


def test_a_retired_role_level_comes_back_under_another_role(abena, tmp_path):
    level = RoleLevel.objects.get()
    edit(exported(tmp_path) / "roles.csv", each(), {"role": "Lead", "name": "Lead"})
    whole = (tmp_path / "role_levels.csv").read_text(), (tmp_path / "requirements.csv").read_text()
    for file in ("role_levels.csv", "requirements.csv"):
        (tmp_path / file).write_text((tmp_path / file).read_text().splitlines()[0])
    imported(tmp_path)
    assert RoleLevel.objects.get().retired_at is not None
    for file, text in zip(("role_levels.csv", "requirements.csv"), whole, strict=True):
        (tmp_path / file).write_text(text)
    edit(tmp_path / "role_levels.csv", each(role="Lead"))
    imported(tmp_path)
    back = RoleLevel.objects.get()
    assert (back, back.role.name, back.retired_at) == (level, "Lead", None)
    assert "Nothing to change." in imported(tmp_path)


@pytest.mark.parametrize("kind", [Skill, Role, RoleLevel])
def test_what_is_retired_is_exported_without_what_is_said_of_it(abena, tmp_path, kind):
    body = skill().framework
    skill("Invoices", parent=skill())
    kind.objects.filter(external_id__in=("Refund policy", "Support specialist II")).update(retired_at=NOON)
    exported(tmp_path)
    assert len((tmp_path / "requirements.csv").read_text().splitlines()) == 1
    assert "Nothing to change." in imported(tmp_path)
    assert body.versions.count() == 1


def test_a_text_of_a_level_that_the_scale_has_no_more_is_not_exported(abena, tmp_path):
    skill().level_texts.create(value=5, text="Writes it")
    Scale.objects.get().levels.filter(value=5).delete()
    assert "Nothing to change." in imported(exported(tmp_path))


def test_what_cannot_be_exported_is_told_in_one_line(abena, tmp_path):
    other = Role.objects.create(framework=skill().framework, external_id="Lead", name="Lead")
    RoleLevel.objects.create(role=other, external_id="Support specialist II", name="Lead I")
    with pytest.raises(CommandError) as refused:
        exported(tmp_path / "out")
    assert str(refused.value) == (
        "Nothing was written. role level “Support specialist II”, external_id: "
        "“Support specialist II” is used more than once. Remove one or give it another id."
    )
    assert not (tmp_path / "out").exists()


def marked() -> set[int]:
    return set(StaleMark.objects.values_list("person_id", flat=True))


def test_another_family_marks_who_has_the_role_and_is_no_new_version(abena, tmp_path):
    StaleMark.objects.all().delete()
    edit(exported(tmp_path) / "roles.csv", each(name="Specialist"))
    imported(tmp_path)
    assert marked() == set()
    edit(tmp_path / "roles.csv", each(family="Sales"))
    imported(tmp_path)
    assert marked() == {abena.pk}
    assert Framework.objects.get().versions.count() == 1


def test_another_scale_marks_also_those_who_have_evidence_alone(abena, tmp_path):
    bilal = person("Bilal Khan")
    observe(bilal, skill(), 2)
    StaleMark.objects.all().delete()
    edit(exported(tmp_path) / "levels.csv", each(), {"level": "6", "name": "Leading"})
    imported(tmp_path, "--same-meaning")
    assert marked() == {abena.pk, bilal.pk}

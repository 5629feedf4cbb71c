"""The commands as a person types them: frameworks in and out, gaps computed."""

import errno
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.frameworks.models import Framework, Requirement, RoleLevel, Skill
from assessments.gaps.models import GapPolicyVersion, GapReport
from assessments.marks.models import StaleMark
from assessments.roles.models import JobCodeRule
from tests.company import NOON, give, observe, person, role, skill

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
GDAD = DATA / "uk_gdad" / "roles.csv"
ONET = DATA / "onet_29_3" / "tsv"
needs_gdad = pytest.mark.skipif(not GDAD.exists(), reason="the published framework is not here")
needs_onet = pytest.mark.skipif(not ONET.exists(), reason="the published framework is not here")


def said(*command: str, **options) -> str:
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


@needs_gdad
def test_the_government_framework_is_imported_once_and_each_line_left_out_is_named():
    first = said("import_framework", str(GDAD), "--format=gdad")
    assert "201 role levels, 1,781 requirements" in first
    assert "44 lines left out" in first
    assert first.count("roles.csv, line") == 44
    assert RoleLevel.objects.count() == 201
    assert Requirement.objects.count() == 1781
    assert "Nothing to change." in said("import_framework", str(GDAD), "--format=gdad")
    assert Framework.objects.get().versions.count() == 1


@needs_onet
def test_onet_is_imported_once_and_the_occupation_without_requirements_is_named(tmp_path):
    left_out = tmp_path / "left-out.csv"
    first = said("import_framework", str(ONET), "--format=onet", f"--left-out={left_out}")
    assert "879 roles, 879 role levels, 19,166 requirements" in first
    assert "41-9012.00" in first
    assert Requirement.objects.count() == 19_166
    assert len(left_out.read_text().splitlines()) > 30_000
    assert "Nothing to change." in said("import_framework", str(ONET), "--format=onet")


@needs_gdad
def test_a_framework_survives_the_round_trip_through_our_own_format(tmp_path):
    said("import_framework", str(GDAD), "--format=gdad")
    key = Framework.objects.get().key
    said("export_framework", key, str(tmp_path / "out"))
    assert "Nothing to change." in said("import_framework", str(tmp_path / "out"), "--format=csv")


@needs_gdad
def test_a_dry_run_writes_nothing(tmp_path):
    left_out = tmp_path / "left-out.csv"
    command = ("import_framework", str(GDAD), "--format=gdad", f"--left-out={left_out}")
    assert "nothing was written" in said(*command, "--dry-run")
    assert not Framework.objects.exists()
    assert not left_out.exists()


@needs_gdad
def test_lines_left_out_are_never_written_over_another_file(tmp_path):
    notes = tmp_path / "notes.csv"
    notes.write_text("mine")
    with pytest.raises(CommandError, match="Nothing was imported: the lines left out cannot be written"):
        said("import_framework", str(GDAD), "--format=gdad", f"--left-out={notes}")
    assert (notes.read_text(), Framework.objects.exists()) == ("mine", False)


def test_a_role_level_that_goes_while_people_have_it_is_named(tmp_path):
    level = role(Refund_policy=3)
    give(person(), level)
    JobCodeRule.objects.create(job_code="SUP-2", role_level=level)
    said("export_framework", "larkfield", str(tmp_path))
    for file in tmp_path.glob("*.csv"):
        file.write_text(file.read_text().replace("Support specialist II", "Support specialist"))
    out = said("import_framework", str(tmp_path), "--format=csv", "--dry-run")
    assert "Support specialist II: 1 person has it, 1 job-code rule assigns it" in out


def test_a_changed_requirement_is_a_new_version_and_marks_who_has_the_role(tmp_path):
    abena = person()
    give(abena, role(Refund_policy=3))
    said("export_framework", "larkfield", str(tmp_path))
    StaleMark.objects.all().delete()
    file = tmp_path / "requirements.csv"
    file.write_text(file.read_text().replace(",3.00,", ",4.00,").replace(",3,", ",4,"))
    assert "level 3 → 4" in said("import_framework", str(tmp_path), "--format=csv")
    assert Framework.objects.get().versions.count() == 2
    assert StaleMark.objects.get().person == abena


def test_what_a_framework_drops_is_retired_and_comes_back_as_it_was(tmp_path):
    kept = skill("Empathy")
    role(Refund_policy=3)
    said("export_framework", "larkfield", str(tmp_path))
    file = tmp_path / "skills.csv"
    whole = file.read_text()
    file.write_text("\n".join(line for line in whole.splitlines() if "Empathy" not in line) + "\n")
    said("import_framework", str(tmp_path), "--format=csv")
    assert Skill.objects.get(pk=kept.pk).retired_at is not None
    file.write_text(whole)
    said("import_framework", str(tmp_path), "--format=csv")
    assert Skill.objects.get(pk=kept.pk).retired_at is None


def test_a_broken_file_changes_nothing_and_says_where(tmp_path):
    role(Refund_policy=3)
    said("export_framework", "larkfield", str(tmp_path))
    file = tmp_path / "requirements.csv"
    file.write_text(file.read_text().replace("Refund policy", "Refnd policy"))
    with pytest.raises(
        CommandError, match=r"(?s)Nothing was imported.*requirements.csv, line 2.*Refnd policy"
    ):
        said("import_framework", str(tmp_path), "--format=csv")


def test_a_framework_that_is_not_there_is_not_exported():
    with pytest.raises(CommandError, match="no framework “nowhere”"):
        said("export_framework", "nowhere", "/nonexistent")


def test_gaps_of_one_person_are_computed_here():
    abena = person()
    give(abena, role(SQL=2))
    observe(abena, skill("SQL"), 1)
    assert "1 gap report is up to date." in said("compute_gaps", f"--person={abena.public_id}", "--here")
    assert GapReport.objects.get().person == abena
    assert "up to date" in said("compute_gaps")


def test_nobody_is_up_to_date_while_somebody_is_set_aside():
    abena, kofi = person("Abena Osei"), person("Kofi Mensah")
    observe(abena, skill("SQL"), 1)
    StaleMark.objects.update(attempts=3, set_aside_at=NOON, last_error="KeyError: 7")
    with pytest.raises(CommandError, match=r"1 gap report could not be computed.*tried again daily"):
        said("compute_gaps", "--here")
    with pytest.raises(CommandError, match="1 gap report could not be computed"):
        said("compute_gaps")
    assert "up to date" in said("compute_gaps", f"--person={kofi.public_id}", "--here"), (
        "only they were asked for"
    )
    assert "up to date" in said("compute_gaps", "--all", "--here"), "everybody is tried anew"


def test_an_outage_while_reports_are_computed_is_said_in_words(monkeypatch):
    observe(person("Abena Osei"), skill("SQL"), 1)

    def full(*_args, **_said):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("assessments.gaps.services.reports._write_reports", full)
    with pytest.raises(CommandError, match=r"nothing is lost.*No space left on device"):
        said("compute_gaps", "--here")
    assert StaleMark.objects.get().attempts == 0


def test_somebody_unknown_is_said():
    with pytest.raises(CommandError, match=r"nobody@larkfield\.example"):
        said("compute_gaps", "--person=nobody@larkfield.example", "--here")


def test_expectations_are_adopted_once_for_the_same_evidence():
    abena = person()
    give(abena, role(SQL=2))
    observe(abena, skill("SQL"), 1)
    assert "Policy version 2 is adopted" in said("estimate_expectations")
    assert "stays as it is" in said("estimate_expectations")


def test_severities_are_adopted_once_for_the_same_evidence_and_count_nowhere_unasked():
    lenient, fair = person("Lena Lind"), person("Femi Fair")
    rated = [person(name, manager=lenient) for name in ("Abena Osei", "Kofi Mensah", "Priya Nair")]
    specialist = role(SQL=2, Empathy=3)
    for one in rated:
        give(one, specialist)
        for name in ("SQL", "Empathy"):
            observe(one, skill(name), 4, source="manager", rater=lenient)
            observe(one, skill(name), 2, source="mentor", rater=fair)
    assert "Policy version 2 is adopted" in said("estimate_severity")
    policy = GapPolicyVersion.objects.latest("version").parameters
    severity = dict(policy["severity"])
    assert severity[lenient.pk] > 0 > severity[fair.pk]
    assert policy["uses_severity"] is False
    assert "stays as it is" in said("estimate_severity")

"""Evidence on levels that came to mean something else: read by maps as of a moment, the ledger untouched."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from assessments.evidence.models import Evidence
from assessments.evidence.reports import LevelMaps, evidence_of
from assessments.evidence.selectors.level_maps import _Map
from assessments.frameworks.models import Framework, LevelMap, Requirement, RoleLevel, Skill
from assessments.gaps.reports import gaps_of
from assessments.gaps.selectors import ledger, skill_scales
from assessments.gaps.services import rebuild, refresh_gap_reports
from tests.company import give, observe, person
from tests.shared_files import shared_folder

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
BEFORE = datetime.now(UTC) - timedelta(days=2)

FILES = {
    "framework.csv": "key,name,scale key,scale name\nsup,Support,sup-scale,Steps\n",
    "levels.csv": "level,name\n1,Follows\n2,Works\n3,Leads\n",
    "skills.csv": "skill,name\nrefunds,Refunds\nempathy,Empathy\n",
    "roles.csv": "role,name\nrep,Rep\n",
    "role_levels.csv": "role level,role,rank,name\nrep-1,rep,1,Rep I\n",
    "requirements.csv": "role level,skill,level\nrep-1,refunds,3\nrep-1,empathy,2\n",
}
TURNED = "level,name\n1,Leads\n2,Works\n3,Follows\n"


def imported(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_framework", str(folder), "--format=csv", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    imported(tmp_path)
    return tmp_path


@pytest.fixture
def abena(folder):
    """Somebody whose rating says “Leads”, which is level 3."""
    made = person()
    give(made, RoleLevel.objects.get())
    observe(made, refunds(), 3, observed_at=BEFORE)
    return made


def refunds() -> Skill:
    return Skill.objects.get(external_id="refunds")


def level_now(who) -> list[Decimal]:
    return [one.level for one in evidence_of(who, refunds())]


def test_the_case_of_a_scale_turned_round(tmp_path):
    case = shared_folder("cases") / "07-scale-turned-round"
    for file in case.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "levels.csv").write_bytes((case / "levels-before.csv.txt").read_bytes())
    imported(tmp_path)
    made = person()
    observe(made, refunds(), 3, observed_at=BEFORE)
    with pytest.raises(
        CommandError, match=r"Evidence stands on the levels of before \(1 Follows, 2 Works, 3 Leads"
    ):
        imported(case)
    assert "Read by the map from now on: evidence 1, people 1" in imported(case, "--levels", "1=3,2=2,3=1")
    assert level_now(made) == [1]
    assert "Nothing to change." in imported(case)


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    "text",
    [
        TURNED,
        "level,name\n1,Follows\n2,Works\n3,Masters\n",
        "level,name\n1,Follows\n2,Works\n3,Leads\n4,Shapes\n",
        "level,name\n1,Helped\n2,Follows\n3,Works\n4,Leads\n5,Shapes\n",
    ],
)
def test_levels_that_mean_another_thing_are_refused_until_it_is_said(abena, folder, text, options):
    (folder / "levels.csv").write_text(text)
    with pytest.raises(CommandError, match=r"Nothing was imported.\nscale “sup-scale”: Evidence stands"):
        imported(folder, *options)
    assert Framework.objects.get().scale.levels.count() == 3
    assert not LevelMap.objects.exists()


def test_without_evidence_levels_change_as_before(folder):
    (folder / "levels.csv").write_text(TURNED)
    imported(folder)
    assert not LevelMap.objects.exists()


def test_a_map_is_kept_with_what_it_leads_from_and_to(abena, folder):
    (folder / "levels.csv").write_text(TURNED)
    imported(folder, "--levels=1=3,2=2,3=1")
    kept = LevelMap.objects.get()
    assert (kept.before[0], kept.after[0], kept.top_before) == ([1, "Follows"], [1, "Leads"], 3)
    assert str(kept) == "0 → 0, 1 → 3, 2 → 2, 3 → 1"
    assert kept.mapped_at == Framework.objects.get().versions.latest("number").published_at
    imported(folder, "--levels=1=3,2=2,3=1")
    assert LevelMap.objects.count() == 1


def test_a_map_is_append_only(abena, folder):
    (folder / "levels.csv").write_text(TURNED)
    imported(folder, "--levels=1=3,2=2,3=1")
    kept = LevelMap.objects.get()
    kept.pairs = []
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.save()
    for write in (kept.delete, LevelMap.objects.all().delete, lambda: LevelMap.objects.update(pairs=[])):
        with pytest.raises(TypeError):
            write()


def test_the_ledger_stays_as_it_was_recorded(abena, folder):
    (folder / "levels.csv").write_text(TURNED)
    imported(folder, "--levels=1=3,2=2,3=1")
    assert level_now(abena) == [1]
    assert Evidence.objects.get().level == 3


def test_what_is_recorded_afterwards_is_in_the_new_levels(abena, folder):
    (folder / "levels.csv").write_text(TURNED)
    imported(folder, "--levels=1=3,2=2,3=1")
    observe(abena, refunds(), 3, observed_at=datetime.now(UTC))
    assert level_now(abena) == [3, 1]


def test_a_report_of_before_is_made_again_byte_for_byte(abena, folder):
    refresh_gap_reports(person_ids=[abena.pk], as_of=datetime.now(UTC))
    then = datetime.now(UTC)
    said = rebuild(person_ids=[abena.pk], as_of=then)
    (folder / "levels.csv").write_text("level,name\n" + "".join(f"{n},Step {n}\n" for n in range(1, 7)))
    (folder / "requirements.csv").write_text("role level,skill,level\nrep-1,refunds,6\nrep-1,empathy,4\n")
    imported(folder, "--levels=1=2,2=4,3=6")
    assert rebuild(person_ids=[abena.pk], as_of=then) == said
    assert rebuild(person_ids=[abena.pk], as_of=datetime.now(UTC)) != said
    refresh_gap_reports(person_ids=[abena.pk], as_of=datetime.now(UTC))
    (row,) = [row for row in gaps_of(abena).required if row.skill.external_id == "refunds"]
    assert (row.required, row.top) == (6, 6)
    assert row.level > 4.5


def test_a_report_says_the_level_that_the_map_says(abena, folder):
    (folder / "levels.csv").write_text(TURNED)
    (folder / "requirements.csv").write_text("role level,skill,level\nrep-1,refunds,1\nrep-1,empathy,2\n")
    imported(folder, "--levels=1=3,2=2,3=1")
    refresh_gap_reports(person_ids=[abena.pk], as_of=datetime.now(UTC))
    (row,) = [row for row in gaps_of(abena).required if row.skill.external_id == "refunds"]
    assert row.level < 2


def test_two_maps_are_read_one_after_the_other(abena, folder):
    (folder / "levels.csv").write_text(TURNED)
    imported(folder, "--levels=1=3,2=2,3=1")
    between = datetime.now(UTC)
    (folder / "levels.csv").write_text("level,name\n" + "".join(f"{n},Step {n}\n" for n in range(1, 7)))
    imported(folder, "--levels=1=2,2=4,3=6")
    people = np.array([abena.pk])
    assert ledger(people).as_of(BEFORE + timedelta(hours=1)).level.tolist() == [3]
    assert ledger(people).as_of(between).level.tolist() == [1]
    assert ledger(people).as_of(datetime.now(UTC)).level.tolist() == [2]
    maps, skills = ledger(people).maps, [refunds().pk]
    assert skill_scales(skills, maps, between).top.tolist() == [3]
    assert skill_scales(skills, maps, datetime.now(UTC)).top.tolist() == [6]


def test_a_name_that_was_only_corrected_changes_nothing(abena, folder):
    (folder / "levels.csv").write_text("level,name\n1,Follows\n2,Works\n3,Leeds\n")
    with pytest.raises(CommandError, match="--same-meaning"):
        imported(folder)
    imported(folder, "--same-meaning")
    assert level_now(abena) == [3]
    assert Framework.objects.get().versions.count() == 1


def test_a_framework_that_moves_to_a_scale_of_other_levels_needs_a_map_too(abena, folder):
    (folder / "framework.csv").write_text("key,name,scale key,scale name\nsup,Support,other,Other\n")
    (folder / "levels.csv").write_text(TURNED)
    with pytest.raises(CommandError, match="scale “other”: Evidence stands on the levels of before"):
        imported(folder)
    imported(folder, "--levels=1=3,2=2,3=1")
    assert level_now(abena) == [1]


def test_a_map_that_does_not_fit_is_refused(abena, folder):
    (folder / "levels.csv").write_text(TURNED)
    with pytest.raises(CommandError, match="The old level 3 has no new one"):
        imported(folder, "--levels=1=3,2=2")
    with pytest.raises(CommandError, match="is no pair of an old and a new level"):
        imported(folder, "--levels=1:3")


def test_a_level_may_go_where_the_map_says_what_it_is_now(abena, folder):
    (folder / "levels.csv").write_text("level,name\n1,Helped\n2,Alone\n")
    (folder / "requirements.csv").write_text("role level,skill,level\nrep-1,refunds,2\n")
    imported(folder, "--levels=1=1,2=1,3=2")
    assert level_now(abena) == [2]
    assert Requirement.objects.newest().get().level == 2


@given(
    st.lists(st.tuples(st.integers(1, 20), st.permutations([0, 1, 2, 3]), st.integers(0, 1)), max_size=4),
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 21)), min_size=1, max_size=8),
    st.integers(0, 22),
)
def test_levels_are_read_as_one_by_one(told: Sequence, evidence: Sequence, moment: int):
    day = np.datetime64("2026-01-01T00:00:00", "us")
    at = [day + np.timedelta64(days, "D") for days in range(23)]
    told = sorted(told, key=lambda one: one[0])
    maps = LevelMaps(
        [
            _Map(np.array([skill]), at[days], np.arange(4.0), np.array(new, float), 3)
            for days, new, skill in told
        ]
    )
    found = maps.levels(
        np.array([skill for skill, _level, _days in evidence]),
        np.array([level for _skill, level, _days in evidence], float),
        np.array([at[days] for _skill, _level, days in evidence]),
        at[moment],
    )
    for (skill, level, days), read in zip(evidence, found.tolist(), strict=True):
        expected = level
        for mapped, new, of in told:
            if of == skill and days < mapped <= moment:
                expected = new[expected]
        assert read == expected

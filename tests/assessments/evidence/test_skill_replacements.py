"""Skills that took the place of others: what was shown for the old ones counts, the ledger untouched."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from assessments.frameworks.models import RoleLevel, Skill
from assessments.gaps.reports import gaps_of
from assessments.gaps.selectors import ledger
from assessments.gaps.services import refresh_gap_reports
from tests.company import give, observe, person

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
BEFORE = datetime.now(UTC) - timedelta(days=2)

FILES = {
    "framework.csv": "key,name,scale key,scale name\nsup,Support,sup-scale,Steps\n",
    "levels.csv": "level,name\n1,Follows\n2,Works\n3,Leads\n4,Shapes\n",
    "roles.csv": "role,name\nrep,Rep\n",
    "role_levels.csv": "role level,role,rank,name\nrep-1,rep,1,Rep I\n",
}


def write(folder: Path, skills: dict[str, str], needs: dict[str, float], names: dict | None = None) -> None:
    """`skills` are keys with what they replace; `needs` the levels that are required."""
    lines = [f'{key},{(names or {}).get(key, key.title())},"{said}"' for key, said in skills.items()]
    (folder / "skills.csv").write_text("\n".join(["skill,name,replaces", *lines]) + "\n", encoding="utf-8")
    lines = [f"rep-1,{key},{level}" for key, level in needs.items()]
    (folder / "requirements.csv").write_text("\n".join(["role level,skill,level", *lines]) + "\n")


def imported(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_framework", str(folder), "--format=csv", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    write(tmp_path, {"sql": "", "excel": "", "calls": ""}, {"sql": 3, "excel": 2, "calls": 2})
    imported(tmp_path)
    return tmp_path


def skill(key: str) -> Skill:
    return Skill.objects.get(external_id=key)


@pytest.fixture
def abena(folder):
    made, manager = person(), person("Marta Lindh")
    give(made, RoleLevel.objects.get())
    observe(made, skill("sql"), 3, observed_at=BEFORE)
    observe(made, skill("sql"), 4, observed_at=BEFORE, source="self")
    observe(made, skill("excel"), 1, observed_at=BEFORE)
    observe(made, skill("calls"), 2, observed_at=BEFORE, source="peer", rater=manager)
    return made


def now() -> datetime:
    return datetime.now(UTC)


def numbers(who) -> dict[str, tuple]:
    refresh_gap_reports(person_ids=[who.pk], as_of=now())
    gaps = gaps_of(who)
    return {
        row.skill.external_id: (
            row.level,
            row.spread,
            row.required,
            row.p_meets,
            row.status,
            row.evidence_count,
        )
        for row in (*gaps.required, *gaps.others)
    }


def counted(who, moment=None) -> list[tuple[str, float, int]]:
    rows = ledger(np.array([who.pk])).as_of(moment or now())
    keys = dict(Skill.objects.values_list("pk", "external_id"))
    return [
        (keys[s], level, max(parts, 1))
        for s, level, parts in zip(rows.skill.tolist(), rows.level.tolist(), rows.parts.tolist(), strict=True)
    ]


def test_a_rename_changes_no_number(abena, folder):
    before = numbers(abena)
    write(folder, {"sq": "sql", "excel": "", "calls": ""}, {"sq": 3, "excel": 2, "calls": 2})
    told = imported(folder)
    assert "sql Sql renamed to sq Sq: evidence 2, people 1, required by 1 role level until now" in told
    after = numbers(abena)
    after["sql"] = after.pop("sq")
    assert after.keys() == before.keys()
    for key in before:
        assert after[key] == pytest.approx(before[key], abs=1e-6)
    assert "Nothing to change." in imported(folder)

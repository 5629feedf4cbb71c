"""Skills that took the place of others: what was shown for the old ones counts, the ledger untouched."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.evidence.models import Evidence
from assessments.evidence.reports import evidence_of
from assessments.frameworks.models import RoleFamily, RoleLevel, Skill, SkillReplacement
from assessments.gaps.compute.policy import Expected, GapPolicy
from assessments.gaps.reports import gaps_of
from assessments.gaps.reports.expiring import expiring_evidence
from assessments.gaps.reports.reading import read_rows
from assessments.gaps.selectors import ledger
from assessments.gaps.services import adopt_policy, rebuild, refresh_gap_reports
from assessments.marks.models import StaleMark
from assessments.requests.models import RatingRequest
from assessments.requests.reports import Ask, waiting_ratings
from assessments.requests.services import ask_many, close_due, follow_skills
from content.catalogue.models import ModuleEffect
from lifow.events.services import deliver_due
from tests.company import give, module, observe, person

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


def deliver() -> None:
    while deliver_due(as_of=now(), limit=100).delivered:
        pass


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


def renamed(folder: Path) -> None:
    write(folder, {"sq": "sql", "excel": "", "calls": ""}, {"sq": 3, "excel": 2, "calls": 2})
    imported(folder)


def test_the_ledger_stays_as_it_was_recorded(abena, folder):
    before = list(Evidence.objects.order_by("pk").values())
    renamed(folder)
    assert list(Evidence.objects.order_by("pk").values()) == before
    assert [one.shown_for.in_words for one in evidence_of(abena, skill("sq"))] == [
        "Shown for “Sql”, which is Sq now."
    ] * 2


def test_a_report_of_before_is_made_again_byte_for_byte(abena, folder):
    then = now()
    said = rebuild(person_ids=[abena.pk], as_of=then)
    renamed(folder)
    after = rebuild(person_ids=[abena.pk], as_of=now())
    write(folder, {"data": "sq, excel", "calls": ""}, {"data": 3, "calls": 2})
    imported(folder)
    assert rebuild(person_ids=[abena.pk], as_of=then) == said
    assert after != said
    assert rebuild(person_ids=[abena.pk], as_of=now()) not in (said, after)


def test_merged_skills_count_the_evidence_of_both_and_a_voice_says_their_mean(abena, folder):
    write(folder, {"data": "sql; excel", "calls": ""}, {"data": 2, "calls": 2})
    told = imported(folder)
    assert "excel Excel merged into data Data: evidence 1, people 1" in told
    assert "sql Sql merged into data Data: evidence 2, people 1" in told
    # The tests said 3 of one and then 1 of the other; the self-rating was about one alone.
    assert counted(abena) == [("calls", 2, 1), ("data", 3, 1), ("data", 4, 1), ("data", 2, 1)]
    assert evidence_of(abena, skill("data"))[0].shown_for.in_words == (
        "Shown for “Excel”, which is now part of Data."
    )
    assert "Nothing to change." in imported(folder)


def test_a_skill_is_merged_into_one_that_stays(abena, folder):
    write(folder, {"sql": "excel", "calls": ""}, {"sql": 2, "calls": 2})
    imported(folder)
    assert counted(abena) == [("calls", 2, 1), ("sql", 3, 1), ("sql", 4, 1), ("sql", 2, 1)]
    observe(abena, skill("sql"), 4, observed_at=now())
    assert counted(abena)[-1] == ("sql", 4, 1), "what is said of the whole stands alone"


def test_a_split_skill_counts_for_each_of_its_parts_and_less_surely(abena, folder):
    before = numbers(abena)
    write(
        folder, {"reading": "sql", "writing": "sql", "excel": "", "calls": ""}, {"reading": 3, "writing": 3}
    )
    told = imported(folder)
    assert "sql Sql split into reading Reading, writing Writing: evidence 2, people 1" in told
    after = numbers(abena)
    for part in ("reading", "writing"):
        assert after[part][5] == 2
        assert after[part][1] > before["sql"][1]
    assert [one[2] for one in counted(abena) if one[0] == "reading"] == [2, 2]
    assert evidence_of(abena, skill("reading"))[0].shown_for.in_words == (
        "Shown for “Sql”, of which Reading is now a part: it counts less surely."
    )


def test_a_split_and_then_a_merge_change_no_number(abena, folder):
    before = numbers(abena)
    write(
        folder, {"r": "sql", "w": "sql", "excel": "", "calls": ""}, {"r": 3, "w": 3, "excel": 2, "calls": 2}
    )
    imported(folder)
    write(folder, {"db": "r, w", "excel": "", "calls": ""}, {"db": 3, "excel": 2, "calls": 2})
    imported(folder)
    after = numbers(abena)
    after["sql"] = after.pop("db")
    for key in before:
        assert after[key] == pytest.approx(before[key], abs=1e-6)


def test_what_was_replaced_in_turn_counts_at_the_end(abena, folder):
    renamed(folder)
    observe(abena, skill("sq"), 2, observed_at=now())
    write(folder, {"db": "sq", "excel": "", "calls": ""}, {"db": 3, "excel": 2, "calls": 2})
    told = imported(folder)
    assert "sq Sq renamed to db Db: evidence 3, people 1" in told
    assert [one for one in counted(abena) if one[0] == "db"] == [("db", 3, 1), ("db", 4, 1), ("db", 2, 1)]
    assert len(evidence_of(abena, skill("db"))) == 3


def test_a_skill_is_renamed_back(abena, folder):
    before = numbers(abena)
    renamed(folder)
    write(folder, {"sql": "sq", "excel": "", "calls": ""}, {"sql": 3, "excel": 2, "calls": 2})
    imported(folder)
    after = numbers(abena)
    for key in before:
        assert after[key] == pytest.approx(before[key], abs=1e-6)
    held = SkillReplacement.objects.in_force().values_list("old__external_id", "new__external_id")
    assert list(held) == [("sq", "sql")]
    assert "Nothing to change." in imported(folder)


def test_a_replacement_is_taken_back_by_a_later_file(abena, folder):
    renamed(folder)
    then = now()
    write(folder, {"sql": "", "sq": "", "excel": "", "calls": ""}, {"sql": 3, "sq": 1})
    imported(folder)
    assert {key for key, *_ in counted(abena)} == {"sql", "excel", "calls"}
    assert {key for key, *_ in counted(abena, then)} == {"sq", "excel", "calls"}
    assert SkillReplacement.objects.get().taken_back_at > then


def test_a_replacement_of_another_is_corrected(abena, folder):
    write(folder, {"a": "sql", "b": "", "excel": "", "calls": ""}, {"a": 3})
    imported(folder)
    write(folder, {"a": "", "b": "sql", "excel": "", "calls": ""}, {"a": 3})
    imported(folder)
    assert {key for key, *_ in counted(abena)} == {"b", "excel", "calls"}


def test_a_file_without_the_column_leaves_what_was_replaced(abena, folder):
    renamed(folder)
    (folder / "skills.csv").write_text("skill,name\nsq,Sq\nexcel,Excel\ncalls,Calls\n")
    assert "Nothing to change." in imported(folder)
    assert SkillReplacement.objects.in_force().count() == 1


def test_an_export_says_what_was_replaced(abena, folder, tmp_path):
    renamed(folder)
    out = tmp_path / "again"
    call_command("export_framework", "sup", str(out), stdout=StringIO())
    assert "sq,,Sq,,sql," in (out / "skills.csv").read_text(encoding="utf-8-sig")
    assert "Nothing to change." in imported(out)


def test_a_file_from_elsewhere_names_skills_that_were_never_here(folder):
    write(folder, {"sql": "tables, databases", "excel": "", "calls": ""}, {"sql": 3})
    told = imported(folder)
    assert "Named under “replaces” and never a skill here: 2" in told
    assert "sql: databases" in told
    assert not SkillReplacement.objects.exists()


@pytest.mark.parametrize(
    ("skills", "reason"),
    [
        ({"sql": "sql", "excel": ""}, "“sql” cannot take its own place"),
        ({"sql": "", "sq": "sql"}, "“sql” is still in the file"),
        ({"sql": "excel", "excel": "sql"}, "“excel” is still in the file"),
    ],
)
def test_what_contradicts_itself_is_refused(folder, skills, reason):
    write(folder, skills, {"sql": 3})
    with pytest.raises(CommandError, match=reason):
        imported(folder)


def test_a_skill_with_much_evidence_does_not_go_without_a_word(abena, folder):
    observe(abena, skill("sql"), 2, observed_at=now())
    write(folder, {"sqls": "", "excel": "", "calls": ""}, {"sqls": 3})
    with pytest.raises(CommandError, match=r"Evidence 3 of 5 would count for nothing any more.*: sql \(3\)"):
        imported(folder)
    assert not Skill.objects.filter(external_id="sqls").exists()
    told = imported(folder, "--dry-run", "--without-replacement")
    assert "sql Sql: evidence 3, people 1" in told
    assert "“Sql” goes and “Sqls” comes. If it is, write sql under replaces in the line of sqls" in told
    imported(folder, "--without-replacement")
    assert not SkillReplacement.objects.exists()
    # Whoever finds out later says it then.
    write(folder, {"sqls": "sql", "excel": "", "calls": ""}, {"sqls": 3})
    imported(folder)
    assert len(evidence_of(abena, skill("sqls"))) == 3


def test_taking_back_without_another_is_held_too(abena, folder):
    renamed(folder)
    observe(abena, skill("sq"), 2, observed_at=now())
    observe(abena, skill("sq"), 2, observed_at=now())
    write(folder, {"excel": "", "calls": ""}, {"excel": 3})
    with pytest.raises(CommandError, match=r"Evidence 4 of 6 .*: sq \(4\)"):
        imported(folder)


def test_little_evidence_goes_and_is_told(abena, folder):
    write(folder, {"sql": "", "excel": ""}, {"sql": 3})
    told = imported(folder)
    assert "Skills with evidence that go with nothing in their place: 1" in told
    assert "calls Calls: evidence 1, people 1" in told


def test_two_replacements_cannot_be_written_otherwise(abena, folder):
    renamed(folder)
    kept = SkillReplacement.objects.get()
    kept.pairs = [["1", "2"]]
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.save()
    for write_ in (kept.delete, SkillReplacement.objects.all().delete):
        with pytest.raises(TypeError):
            write_()


def test_maps_of_levels_and_replacements_follow_one_another(abena, folder):
    renamed(folder)
    (folder / "levels.csv").write_text("level,name\n1,Shapes\n2,Leads\n3,Works\n4,Follows\n")
    imported(folder, "--levels=1=4,2=3,3=2,4=1")
    write(folder, {"db": "sq", "excel": "", "calls": ""}, {"db": 3, "excel": 2, "calls": 2})
    imported(folder)
    assert [one for one in counted(abena) if one[0] == "db"] == [("db", 2, 1), ("db", 1, 1)]
    assert [one.level for one in evidence_of(abena, skill("db"))] == [1, 2]


@pytest.fixture
def other(folder, tmp_path) -> Path:
    """A framework of another key on a scale of its own, in which `joins` may take the place of `sup:sql`."""
    made = tmp_path / "other"
    made.mkdir()
    files = {**FILES, "framework.csv": "key,name,scale key,scale name\nnew,New,new-scale,Steps\n"}
    for name, text in files.items():
        (made / name).write_text(text, encoding="utf-8")
    (made / "levels.csv").write_text("level,name\n1,Half\n2,Full\n")
    write(made, {"joins": "sup:sql"}, {"joins": 2})
    return made


def test_a_skill_of_another_framework_is_replaced_on_its_levels(abena, folder, other):
    with pytest.raises(CommandError, match="“sup:sql” is still a skill of its framework"):
        imported(other)
    write(folder, {"excel": "", "calls": ""}, {"excel": 2})
    imported(folder, "--without-replacement")
    with pytest.raises(CommandError, match=r"“sup:sql” is on other levels \(1 Follows, 2 Works"):
        imported(other)
    assert not SkillReplacement.objects.exists()
    with pytest.raises(CommandError, match="The old level 4 has no new one"):
        imported(other, "--levels-of", "sup", "1=0, 2=1, 3=1.5")
    imported(other, "--levels-of", "sup", "1=0, 2=1, 3=1.5, 4=2")
    joins = [one for one in counted(abena) if one[0] == "joins"]
    assert joins == [("joins", 1.5, 1), ("joins", 2, 1)]
    assert [one.level for one in evidence_of(abena, skill("joins"))] == [2, 1.5]
    assert "Nothing to change." in imported(other)
    # From then on the levels of its new framework are those that it is read on.
    (other / "levels.csv").write_text("level,name\n1,Full\n2,Half\n")
    imported(other, "--levels", "1=2, 2=1")
    assert [one.level for one in evidence_of(abena, skill("joins"))] == [1, 1.5]


def test_a_framework_on_the_same_levels_needs_no_map(abena, folder, other):
    write(folder, {"excel": "", "calls": ""}, {"excel": 2})
    imported(folder, "--without-replacement")
    (other / "levels.csv").write_text(FILES["levels.csv"])
    imported(other)
    assert [one for one in counted(abena) if one[0] == "joins"] == [("joins", 3, 1), ("joins", 4, 1)]


def test_modules_and_open_questions_follow(abena, folder):
    joins = module("Joins", skill("sql"), 1, 2)
    both = module("Tables", skill("sql"), 1, 3)
    ModuleEffect.objects.create(module=both, skill=skill("excel"), from_level=2, to_level=4)
    bilal = person("Bilal Khan")
    ask_many(asks=[Ask(bilal.pk, skill("sql").pk, "self")], as_of=now())
    write(folder, {"data": "sql, excel", "calls": ""}, {"data": 3})
    told = imported(folder)
    assert "required by 1 role level until now, 2 modules" in told
    deliver()
    levels = ModuleEffect.objects.values_list("module", "skill__external_id", "from_level", "to_level")
    assert sorted(levels) == [(joins.pk, "data", 1, 2), (both.pk, "data", 1, 4)]
    assert RatingRequest.objects.open().get().skill == skill("data")
    write(folder, {"a": "data", "b": "data", "calls": ""}, {"a": 3})
    imported(folder)
    deliver()
    assert {one.skill.external_id for one in joins.effects.all()} == {"a", "b"}
    close_due(as_of=now())
    assert RatingRequest.objects.get().closing_reason == "skill"


def test_expectations_of_a_policy_follow_a_rename(abena, folder):
    (folder / "roles.csv").write_text("role,name,family\nrep,Rep,Support\n")
    imported(folder)
    family = RoleFamily.objects.get()
    policy = GapPolicy(expected={(family.pk, skill("calls").pk): Expected(0.3, 0.1)})
    adopt_policy(policy=policy, adopted_at=now())
    before = numbers(abena)
    write(folder, {"sql": "", "excel": "", "talks": "calls"}, {"sql": 3, "excel": 2, "talks": 2})
    imported(folder)
    after = numbers(abena)
    assert after["talks"] == pytest.approx(before["calls"], abs=1e-6)
    assert after["sql"] == pytest.approx(before["sql"], abs=1e-6)


def test_only_those_with_evidence_or_a_role_are_computed_again(abena, folder):
    person("Bilal Khan")
    StaleMark.objects.all().delete()
    renamed(folder)
    assert [mark.person for mark in StaleMark.objects.all()] == [abena]


KEYS = ["a", "b", "c"]
EVIDENCE = st.lists(
    st.tuples(
        st.sampled_from(KEYS),
        st.integers(0, 4),
        st.sampled_from(["test", "self", "manager"]),
        st.integers(0, 90),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def three(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    write(tmp_path, dict.fromkeys(KEYS, ""), {"a": 3, "b": 2})
    imported(tmp_path)
    manager = person("Marta Lindh")
    made = person(manager=manager)
    give(made, RoleLevel.objects.get())
    return tmp_path, made, manager


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVIDENCE)
def test_a_rename_and_a_split_that_is_merged_again_are_invisible_in_every_number(three, evidence):
    folder, made, manager = three
    with transaction.atomic():
        for key, level, source, days in evidence:
            rater = {"self": made, "manager": manager}.get(source)
            said_at = BEFORE - timedelta(days=days)
            observe(made, skill(key), level, observed_at=said_at, source=source, rater=rater)
        before = rows_of(made)
        write(folder, {"x": "a", "y": "b", "z": "b", "c": ""}, {"x": 3, "y": 2})
        imported(folder)
        write(folder, {"w": "x", "v": "y, z", "c": ""}, {"w": 3, "v": 2})
        imported(folder)
        after = rows_of(made, {"w": "a", "v": "b"})
        assert after.keys() == before.keys()
        for key, row in before.items():
            assert after[key] == pytest.approx(row, abs=1e-5)
        transaction.set_rollback(True)
    write(folder, dict.fromkeys(KEYS, ""), {"a": 3, "b": 2})


def rows_of(who, names: dict | None = None) -> dict[str, list[float]]:
    """All numbers of a report by skill, as it would be made now."""
    (packed,) = rebuild(person_ids=[who.pk], as_of=now()).values()
    rows, _offsets, _readable = read_rows([packed], [who.pk])
    keys = dict(Skill.objects.values_list("pk", "external_id"))
    found = {}
    for row in rows:
        key = keys[int(row["skill"])]
        found[(names or {}).get(key, key)] = [
            float(row[name]) for name in rows.dtype.names if name != "skill"
        ]
    return found


def test_a_skill_that_was_renamed_before_it_was_merged_is_one_of_two(abena, folder):
    renamed(folder)
    observe(abena, skill("sq"), 4, observed_at=now())
    write(folder, {"data": "sq, excel", "calls": ""}, {"data": 2, "calls": 2})
    imported(folder)
    # The newest test of sql, by whatever name, and that of excel.
    assert counted(abena)[-1] == ("data", 2.5, 1)


def test_a_manager_who_had_a_self_rating_to_confirm_is_asked_in_the_new_skill(three):
    folder, made, manager = three
    observe(made, skill("a"), 3, source="self", observed_at=now())
    assert [one.skill for one in waiting_ratings(manager)] == [skill("a")]
    write(folder, {"x": "a", "b": "", "c": ""}, {"x": 3, "b": 2})
    imported(folder)
    deliver()
    (waiting,) = waiting_ratings(manager)
    assert (waiting.person, waiting.skill) == (made, skill("x"))
    follow_skills(skill_ids=[skill("a").pk], as_of=now())
    assert RatingRequest.objects.count() == 1


def test_evidence_that_expires_is_told_by_what_the_new_skill_needs(folder):
    made = person()
    give(made, RoleLevel.objects.get())
    soon = (now() + timedelta(days=10)).date()
    old = observe(made, skill("excel"), 3, observed_at=now() - timedelta(days=60), valid_until=soon)
    assert expiring() == [old]
    write(folder, {"sql": "", "sheets": "excel", "calls": ""}, {"sheets": 2})
    imported(folder)
    assert expiring() == [old]
    observe(made, skill("sheets"), 3, observed_at=now())
    assert expiring() == []


def expiring() -> list[Evidence]:
    return [one.evidence for some in expiring_evidence(as_of=now()) for one in some]

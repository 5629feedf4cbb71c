"""A made-up company of any size in a PostgreSQL of its own; the same numbers make the same company.

The database makes the rows itself, from series and hashes: 100,000 people with 4.8 million pieces of evidence
take a minute. Columns that a benchmark does not care about get the defaults of their fields.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, models

from tests.backing.servers import postgres, postgres_programs

# A company is larger than a test's: memory as a small production server has, and workers to read with.
MEMORY = {"shared_buffers": "1GB", "maintenance_work_mem": "512MB", "max_wal_size": "8GB"}
SKILLS = 200
REQUIRED = 40
ROLES = 50
FAMILIES = 8
TOP = 5
SITTINGS, PIECES = 6, 8
"""Somebody rates a person, or tests them, in eight skills at a time: 4.8 million pieces of 100,000 people."""


@contextmanager
def database() -> Iterator[str]:
    """A migrated, empty PostgreSQL for the time of the block, and Django set up on it; gives its URL.

    What the process starts meanwhile inherits the settings.
    """
    programs = postgres_programs()
    if programs is None:
        raise LookupError("No PostgreSQL server is here. Install one: sudo apt-get install postgresql")
    with postgres(programs, MEMORY) as url, prepared(url):
        yield url


@contextmanager
def prepared(url: str) -> Iterator[None]:
    """Django set up on a database, which is migrated, for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="lifow-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "lifow.settings",
            "DATABASE_URL": url,
            "REDIS_URL": "",
            "LIFOW_VAR": folder,
            "SECRET_KEY": "only-for-benchmarks",
            "DEBUG": "false",
            "LIFOW_DEMO": "false",
        }
        django.setup()
        call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            connection.close()


def insert(table: type[models.Model], rows: str, **columns: str) -> None:
    """Insert what a FROM clause gives. Values are SQL expressions; those not named are the fields' defaults.

    No trigger fires and no key is checked on the way, and indexes are built at the end, all at once.
    """
    name = table._meta.db_table
    values = columns | {
        str(field.column): _default(field)
        for field in table._meta.local_concrete_fields
        if field.column not in columns and not field.primary_key and not field.null
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = %s::regclass", [name]
        )
        # No parameters: what is written here is ours.
        cursor.execute(
            f"INSERT INTO {name} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM {rows}"
        )
        cursor.execute(f"REINDEX TABLE {name}")
        cursor.execute(f"ANALYZE {name}")
        cursor.execute("SET session_replication_role = DEFAULT")


def settle() -> None:
    """What autovacuum does on a server that has run for a while: statistics, and which pages all may see."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _default(field: "models.Field[Any, Any]") -> str:
    """A field's default as an SQL literal; public ids count, times are now."""
    prefix = getattr(field, "prefix", None)
    if prefix:
        return f"'{prefix}_' || lpad(to_hex(row_number() OVER ()), 16, '0')"
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return "now()"
    with connection.cursor() as cursor:
        return str(cursor.mogrify("%s", [field.get_db_prep_save(field.get_default(), connection)]))


def fill_people(people: int) -> None:
    """People 1 … n at work in ten org units, eight to a manager, in UTC."""
    from lifow.people.persons.models import Employment, OrgUnit, Person

    insert(OrgUnit, "generate_series(1, 10) AS i", key="'unit-' || i", name="'Unit ' || i")
    insert(
        Person,
        f"generate_series(1, {people}) AS i",
        email="'p' || i || '@larkfield.example'",
        given_name="'Given' || i",
        family_name="'Family' || i % 1000",
    )
    insert(
        Employment,
        f"generate_series(1, {people}) AS i",
        person_id="i",
        manager_id="nullif(i / 8, 0)",
        org_unit_id="1 + i % 10",
        status="'active'",
        starts_on="'2020-01-01'",
    )


def fill_framework() -> None:
    """200 skills of levels 0 to 5; 50 roles of eight families, each of 40 skills."""
    from assessments.frameworks import models as m

    insert(m.Scale, "(VALUES (1)) AS one (i)", key="'bench'", name="'Bench'")
    insert(m.Level, f"generate_series(1, {TOP}) AS i", scale_id="1", value="i", name="'Level ' || i")
    insert(m.Framework, "(VALUES (1)) AS one (i)", key="'bench'", name="'Bench'", scale_id="1")
    insert(
        m.FrameworkVersion,
        "(VALUES (1)) AS one (i)",
        framework_id="1",
        number="1",
        published_at="now() - interval '4 years'",
    )
    insert(
        m.Skill,
        f"generate_series(1, {SKILLS}) AS i",
        framework_id="1",
        external_id="'skill-' || i",
        name="'Skill ' || i",
    )
    insert(m.RoleFamily, f"generate_series(1, {FAMILIES}) AS i", framework_id="1", name="'Family ' || i")
    insert(
        m.Role,
        f"generate_series(1, {ROLES}) AS i",
        framework_id="1",
        external_id="'role-' || i",
        name="'Role ' || i",
        family_id=f"1 + i % {FAMILIES}",
    )
    insert(
        m.RoleLevel,
        f"generate_series(1, {ROLES}) AS i",
        role_id="i",
        external_id="'level-' || i",
        name="'Role ' || i",
    )
    insert(
        m.Requirement,
        f"generate_series(1, {ROLES}) AS r, generate_series(0, {REQUIRED - 1}) AS k",
        version_id="1",
        role_level_id="r",
        skill_id=_skill("r", "k"),
        level=f"2 + (r + k) % {TOP - 1}",
        weight="1 + (r * k) % 5",
        is_critical="k % 10 = 0",
    )


def fill_roles(people: int) -> None:
    """A role for each person, and a second one for each twentieth."""
    from assessments.roles.models import RoleAssignment

    insert(
        RoleAssignment,
        f"generate_series(1, {people}) AS i, generate_series(0, 1) AS second WHERE second = 0 OR i % 20 = 0",
        person_id="i",
        role_level_id=f"1 + (i + second * 7) % {ROLES}",
        source="'rule'",
        starts_on="'2020-01-01'",
    )


def fill_evidence(people: int) -> None:
    """48 pieces of evidence a person, most of them of the role's skills.

    They were recorded over three years in six sittings, each time in another order of people: what is known
    of one person lies in six places of the table.
    """
    from assessments.evidence.models import Evidence

    rows = f"""
        generate_series(0, {SITTINGS - 1}) AS sitting,
        LATERAL (
            SELECT 1 + (i * 7919::bigint + sitting * 31) % {people} AS person
            FROM generate_series(1, {people}) AS i
        ) AS people,
        LATERAL (
            SELECT hashint8extended(person * {SITTINGS} + sitting, 1) & 1073741823 AS who,
                   hashint8extended(person * {SITTINGS} + sitting, 2) & 1073741823 AS what OFFSET 0
        ) AS one,
        generate_series(0, {PIECES - 1}) AS piece
    """
    observed = "date_trunc('day', now()) - (1050 - sitting * 160 - what % 100) * interval '1 day'"
    insert(
        Evidence,
        rows,
        person_id="person",
        skill_id=_skill(f"(1 + person % {ROLES})", f"(what + piece * 5) % {REQUIRED + 1}"),
        level=f"(what / 64 + person * piece) % {TOP + 1}",
        source="(ARRAY['self', 'self', 'self', 'manager', 'manager', 'peer', 'test', 'mentor'])[1 + who % 8]",
        rater_id=f"""CASE WHEN who % 8 < 3 THEN person WHEN who % 8 < 5 THEN greatest(person / 8, 1)
                     WHEN who % 8 <> 6 THEN 1 + who % {people} END""",
        observed_at=observed,
        recorded_at=f"{observed} + piece * interval '1 minute'",
    )


def fill_catalogue(modules: int) -> None:
    """Published modules of 2 to 12 minutes, in turn over the skills, that lead one level up or two.

    One in eight raises a second skill of the same roles, two in five require another of the same skill that
    starts one level lower.
    """
    from content.catalogue import models as m

    insert(
        m.Module,
        f"generate_series(1, {modules}) AS i",
        key="'module-' || i",
        title="'Module ' || i",
        kind="'article'",
        minutes=f"2 + {_hash('i', 1)} % 11",
        status="'published'",
    )
    start = f"({_turn('i')} % {TOP})"
    insert(
        m.ModuleEffect,
        f"generate_series(1, {modules}) AS i, generate_series(0, 1) AS other WHERE other = 0 OR i % 8 = 0",
        module_id="i",
        skill_id=f"1 + (i + other * 3) % {SKILLS}",
        from_level=start,
        to_level=f"least({TOP}, {start} + CASE WHEN other = 0 AND {_hash('i', 2)} % 7 = 0 THEN 2 ELSE 1 END)",
    )
    insert(
        m.Module.prerequisites.through,
        f"generate_series({SKILLS + 1}, {modules}) AS i WHERE {start} > 0 AND {_hash('i', 3)} % 5 < 2",
        from_module_id="i",
        to_module_id=f"i - {SKILLS}",
    )


def fill_activity(people: int, modules: int) -> None:
    """Ten modules done a person over the last two years, and a choice of minutes of each second person."""
    from content.activity.models import Activity
    from content.planning.models import LearningTime

    at = f"now() - {_hash('i * 16 + one', 4)} % 700 * interval '1 day'"
    insert(
        Activity,
        f"generate_series(1, {people}) AS i, generate_series(1, 10) AS one",
        person_id="i",
        module_id=f"1 + (i * 131 + one * 211) % {modules}",
        started_at=at,
        touched_at=at,
        completed_at=at,
    )
    insert(
        LearningTime,
        f"generate_series(1, {people}, 2) AS i",
        person_id="i",
        minutes_per_week=f"(ARRAY[10, 15, 20, 45, 60])[1 + {_hash('i', 5)} % 5]",
    )


def _hash(number: str, seed: int) -> str:
    """A whole number from 0 that looks drawn."""
    return f"(hashint8extended({number}, {seed}) & 1073741823)"


def _turn(module: str) -> str:
    """How many modules of the same skill come before."""
    return f"(({module} - 1) / {SKILLS})"


def _skill(role: str, place: str) -> str:
    """The skill that is at a place, 0 … 40, of a role; at the last one is what it does not require."""
    return f"1 + ({role} * 7 + ({place}) * 3) % {SKILLS}"

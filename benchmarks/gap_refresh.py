"""Gap reports of 100,000 people × 40 required skills from 4.8 million pieces of evidence, end to end.

`manage.py compute_gaps --all --here` on a PostgreSQL of its own: marks, evidence, requirements, reports.
Beside it, in the same run, a bare COPY of the same rows by psql, before and after: the evidence in the order
of people and skills, and what the roles require of each person. Between two such runs two processes share
the marks.

A report is there once a person, and of a sample of people it has the bytes that a recomputation gives.
"""

import subprocess
import time
from collections.abc import Callable
from statistics import mean

from django.db import connection

from benchmarks import company
from benchmarks.harness import Measurement, Result, measured, run_at_once
from tests.backing.servers import postgres_programs

PEOPLE = 100_000
SAMPLE = 1_000
CPU_SECONDS, COPIES, MIB, TWO_TO_ONE = 16, 4, 1024, 1
EVIDENCE = """
    SELECT id, person_id, skill_id, level, source, rater_id, observed_at, valid_until, supersedes_id,
           recorded_at
    FROM assessments_evidence ORDER BY person_id, skill_id, id
"""
REQUIREMENTS = """
    SELECT DISTINCT one.person_id, required.skill_id, required.level, required.weight, required.is_critical,
           required.role_level_id, role.family_id
    FROM assessments_requirement AS required
    JOIN assessments_roleassignment AS one USING (role_level_id)
    JOIN assessments_rolelevel AS step ON step.id = required.role_level_id
    JOIN assessments_role AS role ON role.id = step.role_id
"""


def run() -> Result:
    """Fill the company, refresh it by one process, by two and by one again, and check what they wrote."""
    with company.database():
        company.fill_people(PEOPLE)
        company.fill_framework()
        company.fill_roles(PEOPLE)
        company.fill_evidence(PEOPLE)
        copies = [_bare_copy()]
        first, right = _refreshed(_by_one)
        two, also_right = _refreshed(_by_two)
        second, right_again = _refreshed(_by_one)
        copies.append(_bare_copy())
    seconds, cpu = mean((first.seconds, second.seconds)), mean((first.cpu_seconds, second.cpu_seconds))
    peak = max(first.peak_mib, two.peak_mib, second.peak_mib)
    copied, shared = seconds / mean(copies), two.seconds / seconds
    return Result(
        name="gap_refresh",
        seconds=seconds,
        cpu_seconds=cpu,
        peak_mib=peak,
        ratios={
            "bare_copy_of_the_same_rows": copied,
            "two_processes_to_one": shared,
            "cpu_of_two_to_one": two.cpu_seconds / cpu,
        },
        goal=f"{CPU_SECONDS} s of Python CPU, {COPIES} × a bare COPY of the same rows, {MIB} MiB a process; "
        "each person once, by two processes too, which take no longer than one",
        met=right
        and also_right
        and right_again
        and cpu <= CPU_SECONDS
        and copied <= COPIES
        and peak <= MIB
        and shared <= TWO_TO_ONE,
    )


def _by_one() -> Measurement:
    (one,) = run_at_once(["manage.py", "compute_gaps", "--all", "--here"])
    return one


def _by_two() -> Measurement:
    from django.utils import timezone

    from assessments.gaps.services import mark_everyone

    with measured() as marking:
        mark_everyone(reason="benchmark", marked_at=timezone.now())
    both = run_at_once(*[["manage.py", "compute_gaps", "--here"]] * 2)
    return Measurement(
        seconds=marking.seconds + max(each.seconds for each in both),
        cpu_seconds=marking.cpu_seconds + sum(each.cpu_seconds for each in both),
        peak_mib=max(each.peak_mib for each in both),
    )


def _refreshed(refresh: Callable[[], Measurement]) -> tuple[Measurement, bool]:
    """Refresh from where there is no report; what it took, and whether it is right."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE assessments_gapreport CASCADE")
        # As autovacuum does where a server is not made for a benchmark.
        cursor.execute("VACUUM ANALYZE assessments_stalemark")
    return refresh(), _is_right()


def _bare_copy() -> float:
    """Seconds that psql takes to fetch the rows that reports are made from, and to throw them away."""
    settings, programs = connection.settings_dict, postgres_programs()
    address = ["-h", settings["HOST"], "-U", settings["USER"], "-d", settings["NAME"]]
    clock = time.perf_counter()
    for query in (EVIDENCE, REQUIREMENTS):
        command = [
            str(programs and programs / "psql"),
            *address,
            "-c",
            f"COPY ({query}) TO STDOUT (FORMAT binary)",
        ]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - clock


def _is_right() -> bool:
    """Whether nothing is left to do, each person was computed once, and a sample says what evidence says."""
    from assessments.gaps.models import GapReport
    from assessments.gaps.services import rebuild
    from assessments.marks.models import StaleMark

    reports = GapReport.objects.filter(confirmed_at__isnull=True)
    sample = list(
        GapReport.objects.filter(person_id__in=range(1, PEOPLE + 1, PEOPLE // SAMPLE)).order_by("as_of")
    )
    rebuilt = rebuild(person_ids=[one.person_id for one in sample], as_of=sample[-1].as_of)
    return (
        not StaleMark.objects.exists()
        and reports.count() == reports.values("person").distinct().count() == PEOPLE
        and all(rebuilt[one.person_id] == bytes(one.packed) for one in sample)
    )


if __name__ == "__main__":
    print(run().line())

"""What people of the demo company have read so far: told of some, made up for the others. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from demo.company_files import Company
from demo.courses import course_takers
from demo.generator import DAYS_A_MONTH, EVENING, MORNING, Colleague
from demo.module_files import ModuleFile
from demo.subjects import colleagues, subjects

AFTER_WORK = (18 * 60 + 30, 22 * 60)
NEXT_FEW = 4
LONG_AGO = 30
"""Days: a module that is younger than this is only now being read."""


@dataclass(frozen=True, slots=True)
class Read:
    """A module that somebody opened, and perhaps finished. Progress: it says nothing of what they can do."""

    employee: str
    module: str
    days_ago: int
    minute: int
    is_completed: bool


def all_reads(company: Company) -> list[Read]:
    """All that was read, a person at a time."""
    told = company.evidence["activity"]
    storied = {entry["employee"] for entry in told}
    habits = company.evidence["generator"]["activity"]
    reads = [_told(entry, company.seed) for entry in told]
    course, takers = company.evidence["generator"]["course"], course_takers(company, list(subjects(company)))
    for colleague in colleagues(company):
        if colleague.employee in storied:
            continue
        modules, done = _basics(company, colleague), set[str]()
        if colleague.employee in takers:
            reads.append(_taken(colleague.employee, takers[colleague.employee], course, company.seed))
            modules = [file for file in modules if file.key != course["module"]]
            done = {course["module"]}
        reads += _made_up(colleague, modules, done, habits, company.seed)
    return reads


def _taken(employee: str, days_ago: int, course: Mapping[str, Any], seed: int) -> Read:
    random = Random(f"{seed}/{employee}/course/minute")  # noqa: S311 (no secret)
    return Read(employee, course["module"], days_ago, random.randrange(MORNING, EVENING), is_completed=True)


def _told(entry: Mapping[str, Any], seed: int) -> Read:
    random = Random(f"{seed}/{entry['employee']}/{entry['module']}")  # noqa: S311 (no secret)
    return Read(
        employee=entry["employee"],
        module=entry["module"],
        days_ago=entry["days_ago"],
        minute=random.randrange(MORNING, EVENING),
        is_completed=entry["completed"],
    )


def _basics(company: Company, colleague: Colleague) -> list[ModuleFile]:
    """Modules of the skills that the role needs, up to a level below what it needs: the first steps first.
    Nobody reads again what a product update has replaced, nor one that has just come."""
    required = company.requirements[colleague.role_level]
    found = [
        file
        for file in company.modules
        if float(file.leads_to) < required.get(file.skill, 0.0)
        and file.key not in company.replaced
        and file.added_days_ago >= LONG_AGO
    ]
    return sorted(found, key=lambda file: (file.starts_at, file.key))


def _made_up(
    colleague: Colleague, modules: Sequence[ModuleFile], done: set[str], habits: Mapping[str, Any], seed: int
) -> Iterator[Read]:
    """A few a month, each after those that prepare for it."""
    random = Random(f"{seed}/{colleague.employee}/reads")  # noqa: S311 (no secret)
    left = list(modules)
    for month in range(habits["months_back"], 0, -1):
        days = range((month - 1) * DAYS_A_MONTH + 1, month * DAYS_A_MONTH)
        wanted = random.randint(*habits["modules_per_month"])
        for days_ago in sorted(random.sample(days, wanted), reverse=True):
            ready = [file for file in left if done.issuperset(file.prerequisites)][:NEXT_FEW]
            is_here = colleague.days_gone < days_ago < colleague.days_here
            if not ready or not is_here:
                continue
            module = random.choice(ready)
            left.remove(module)
            is_completed = random.random() < habits["completed_share"]
            if is_completed:
                done.add(module.key)
            late = random.random() < habits["outside_working_hours_share"]
            minute = random.randrange(*(AFTER_WORK if late else (MORNING, EVENING)))
            yield Read(colleague.employee, module.key, days_ago, minute, is_completed)

"""Modules, the minutes that people agreed on, and what they have read."""

from datetime import datetime, timedelta

from assessments.frameworks.models import Skill
from content.activity.models import Activity
from content.catalogue.models import Module, ModuleEffect
from content.catalogue.services import advance_catalogue
from content.planning.models import LearningTime
from demo.company_files import Company
from demo.dates import local_moment, workday_before
from demo.reading import Read, all_reads
from demo.services.roster import people_of
from lifow.people.persons.models import Person


def load_modules(company: Company, as_of: datetime) -> int:
    """Publish the modules whose key is not there yet; how many."""
    known = set(Module.objects.values_list("key", flat=True))
    files = [file for file in company.modules if file.key not in known]
    people, authors = people_of(company), company.told["access"]["authors"]
    Module.objects.bulk_create(
        Module(
            key=file.key,
            title=file.title,
            kind=file.kind,
            minutes=file.minutes,
            summary=file.summary,
            body=file.body,
            facets=file.facets,
            author=people[authors[place % len(authors)]],
            status=Module.Status.PUBLISHED,
        )
        for place, file in enumerate(files)
    )
    ids = dict(Module.objects.values_list("key", "pk"))
    skills = _skills()
    ModuleEffect.objects.bulk_create(
        ModuleEffect(
            module_id=ids[file.key],
            skill_id=skills[file.skill],
            from_level=file.starts_at,
            to_level=file.leads_to,
        )
        for file in files
    )
    through = Module.prerequisites.through
    through.objects.bulk_create(
        through(from_module_id=ids[file.key], to_module_id=ids[before])
        for file in files
        for before in file.prerequisites
    )
    if files:
        advance_catalogue()
    return len(files)


def load_learning(company: Company, as_of: datetime) -> int:
    """The minutes that people agreed on, and what they have read so far; how many readings of a module."""
    if Activity.objects.exists():
        return 0
    people = people_of(company)
    LearningTime.objects.bulk_create(
        [
            LearningTime(person=people[agreed["employee"]], minutes_per_week=agreed["minutes_per_week"])
            for agreed in company.told["learning"]["agreed"]
        ],
        ignore_conflicts=True,
    )
    modules = {module.key: module for module in Module.objects.all()}
    rows = [_activity(one, people[one.employee], modules[one.module], company) for one in all_reads(company)]
    return len(Activity.objects.bulk_create(rows))


def _activity(one: Read, person: Person, module: Module, company: Company) -> Activity:
    started_at = local_moment(workday_before(company.today, one.days_ago), one.minute, person.timezone)
    completed_at = started_at + timedelta(minutes=module.minutes) if one.is_completed else None
    return Activity(
        person=person,
        module=module,
        started_at=started_at,
        touched_at=completed_at or started_at,
        completed_at=completed_at,
    )


def _skills() -> dict[str, int]:
    return dict(Skill.objects.active().values_list("external_id", "pk"))

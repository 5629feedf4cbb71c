"""The people and the framework, through the commands with which any company imports its own."""

import io
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.management import call_command

from assessments.frameworks.models import Framework, FrameworkVersion, RoleLevel
from assessments.roles.models import JobCodeRule, RoleAssignment
from assessments.roles.services import apply_job_code_rules
from demo.company_files import Company
from demo.generator import DAYS_A_MONTH
from demo.subjects import LEAVE_BEGAN_DAYS_AGO
from lifow.people.persons.models import Employment, ExternalId, Person

SOURCE = "hris"
ONE_DAY = timedelta(days=1)


def people_of(company: Company) -> dict[str, Person]:
    """The company's people by employee id."""
    names = ExternalId.objects.filter(source=SOURCE, value__in=company.roster, person__isnull=False)
    return {name.value: name.person for name in names.select_related("person") if name.person}


def load_framework(company: Company, as_of: datetime) -> int:
    """Import the framework, in force since the first evidence; how many role levels."""
    folder = company.folder / "framework"
    key = (folder / "framework.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    if Framework.objects.filter(key=key).exists():
        return 0
    call_command("import_framework", str(folder), "--format=csv", stdout=io.StringIO())
    FrameworkVersion.objects.filter(framework__key=key).update(published_at=since(company, as_of))
    levels = RoleLevel.objects.filter(role__framework__key=key)
    ids = dict(levels.values_list("external_id", "pk"))
    JobCodeRule.objects.bulk_create(
        [JobCodeRule(job_code=code, role_level_id=ids[level]) for code, level in company.job_codes.items()]
    )
    return len(ids)


def load_people(company: Company, as_of: datetime) -> int:
    """Import the roster, first as it was while leavers worked here, so that history knows them; how many."""
    if people_of(company):
        return 0
    began = since(company, as_of)
    _import(company, company.earlier_roster_file())
    apply_job_code_rules(as_of=began, marked_at=began)
    _import(company, company.roster_file())
    _begin_leaves(as_of)
    apply_job_code_rules(as_of=as_of, marked_at=began)
    _fit_roles_to_employments()
    return len(people_of(company))


def since(company: Company, as_of: datetime) -> datetime:
    """When the company began to measure."""
    return as_of - timedelta(days=company.evidence["generator"]["months_back"] * DAYS_A_MONTH + 1)


def _import(company: Company, roster: str) -> None:
    mapping = company.folder / "roster_mapping.toml"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roster.csv"
        file.write_text(roster, encoding="utf-8")
        call_command("import_roster", file, source=SOURCE, mapping=mapping, stdout=io.StringIO())


def _begin_leaves(as_of: datetime) -> None:
    """A roster tells who is on leave, not since when: theirs began some weeks ago."""
    began = as_of.date() - timedelta(days=LEAVE_BEGAN_DAYS_AGO)
    on_leave = Employment.objects.current().filter(status=Employment.Status.LEAVE)
    for employment in on_leave:
        before = Employment(
            person_id=employment.person_id,
            org_unit_id=employment.org_unit_id,
            manager_id=employment.manager_id,
            job_title=employment.job_title,
            job_code=employment.job_code,
            starts_on=employment.starts_on,
            ends_on=began - ONE_DAY,
        )
        employment.starts_on = began
        employment.save(update_fields=["starts_on", "updated_at"])
        before.save()


def _fit_roles_to_employments() -> None:
    """Nobody has a role before their first day or after their last."""
    first: dict[int, date] = {}
    last: dict[int, date | None] = {}
    for row in Employment.objects.working().order_by("starts_on"):
        first.setdefault(row.person_id, row.starts_on)
        last[row.person_id] = row.ends_on
    roles = list(RoleAssignment.objects.by_rule())
    for role in roles:
        role.starts_on = max(role.starts_on, first[role.person_id])
        role.ends_on = last[role.person_id]
    RoleAssignment.objects.bulk_update(roles, ["starts_on", "ends_on"])

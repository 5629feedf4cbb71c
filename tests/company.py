"""A small company to test with: people, a framework and what is known, each in one call."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.evidence.services import record_evidence
from assessments.frameworks.models import (
    Framework,
    FrameworkVersion,
    Level,
    Requirement,
    Role,
    RoleFamily,
    RoleLevel,
    Scale,
    Skill,
)
from assessments.gaps.services import refresh_gap_reports
from assessments.roles.models import RoleAssignment
from content.catalogue.models import Module, ModuleEffect
from content.catalogue.services import write_filings
from content.facets.choices import FacetState
from content.facets.models import Facet, FacetValue
from lifow.people.persons.models import Employment, OrgUnit, Person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST_DAY = date(2024, 1, 1)
_number = count(1)


def unit(name: str = "Billing support", parent: OrgUnit | None = None) -> OrgUnit:
    """An org unit, the same for the same name."""
    return OrgUnit.objects.get_or_create(key=name, defaults={"name": name, "parent": parent})[0]


def person(name: str = "Abena Osei", *, manager: Person | None = None, **fields: Any) -> Person:
    """Somebody who works in Billing support, or in the org unit given, unless `status` says otherwise."""
    given, _, family = name.partition(" ")
    org_unit = fields.pop("org_unit", None) or unit()
    job_code = fields.pop("job_code", "SUP-1")
    status = fields.pop("status", "active")
    email = fields.pop("email", f"{given.lower()}.{next(_number)}@larkfield.example")
    made = Person.objects.create(email=email, given_name=given, family_name=family, **fields)
    Employment.objects.create(
        person=made,
        org_unit=org_unit,
        manager=manager,
        job_title=job_code,
        job_code=job_code,
        status=status,
        starts_on=FIRST_DAY,
    )
    return made


def framework(key: str = "larkfield", levels: int = 5) -> Framework:
    """A framework with levels 1 to `levels` and one published version, the same for the same key."""
    found = Framework.objects.filter(key=key).first()
    if found:
        return found
    scale = Scale.objects.create(key=key, name=key)
    names = ("Aware", "Guided", "Independent", "Advanced", "Expert", "Leading", "Shaping")
    Level.objects.bulk_create(
        Level(scale=scale, value=value, name=names[value - 1]) for value in range(1, levels + 1)
    )
    made = Framework.objects.create(key=key, name=key.title(), scale=scale)
    FrameworkVersion.objects.create(framework=made, number=1, published_at=NOON - timedelta(days=700))
    return made


def skill(name: str = "Refund policy", **fields: Any) -> Skill:
    """A skill of the framework, the same for the same name."""
    return Skill.objects.get_or_create(
        framework=fields.pop("framework", None) or framework(),
        external_id=name,
        defaults={"name": name, **fields},
    )[0]


def role(name: str = "Support specialist II", **needs: Any) -> RoleLevel:
    """A role level; `needs` maps skills (underscores for spaces) to a level or (level, weight, critical)."""
    body = framework()
    family = RoleFamily.objects.get_or_create(framework=body, name="Customer support")[0]
    made = Role.objects.create(framework=body, external_id=name, name=name, family=family)
    level = RoleLevel.objects.create(role=made, external_id=name, name=name)
    for skill_name, need in needs.items():
        required, weight, critical = need if isinstance(need, tuple) else (need, 1, False)
        Requirement.objects.create(
            version=body.versions.latest("number"),
            role_level=level,
            skill=skill(skill_name.replace("_", " ")),
            level=Decimal(str(required)),
            weight=Decimal(str(weight)),
            is_critical=critical,
        )
    return level


def give(who: Person, role_level: RoleLevel) -> RoleAssignment:
    """Give a person a role by hand since long ago."""
    return RoleAssignment.objects.create(
        person=who, role_level=role_level, source=RoleAssignment.Source.HAND, starts_on=FIRST_DAY
    )


def observe(who: Person, what: Skill, level: float, **fields: Any) -> Evidence:
    """Record evidence: a test of the same day, unless `source`, `rater` or `observed_at` say otherwise."""
    source = fields.pop("source", "test")
    rater = fields.pop("rater", who if source == "self" else None)
    moment = fields.pop("observed_at", NOON)
    return record_evidence(
        person=who,
        skill=what,
        level=Decimal(str(level)),
        source=source,
        rater=rater,
        observed_at=moment,
        recorded_at=fields.pop("recorded_at", moment),
        **fields,
    )


def compute(*people: Person, as_of: datetime = NOON) -> None:
    """Bring the gap reports of people up to date, marked stale or not."""
    from assessments.marks.services import mark_stale

    ids = [one.pk for one in people]
    mark_stale(person_ids=ids, reason="asked", marked_at=as_of)
    refresh_gap_reports(person_ids=ids, as_of=as_of)


def count_up() -> None:
    """Bring what pages keep of the whole company up to date: totals of units, and missing modules."""
    from assessments.aggregates.services import list_needs, rebuild
    from content.coverage.services import note_change, refresh_missing_steps

    now = timezone.now()
    rebuild(as_of=now)
    list_needs()
    note_change()
    refresh_missing_steps(as_of=now, at_once=True)


def module(title: str, what: Skill, start: float, end: float, **fields: Any) -> Module:
    """A published module of 4 minutes that raises a skill from `start` to `end`."""
    defaults = {"kind": "article", "minutes": 4, "body": f"# {title}", "status": "published"}
    defaults["key"] = f"module-{next(_number)}"
    made = Module.objects.create(title=title, **{**defaults, **fields})
    ModuleEffect.objects.create(
        module=made, skill=what, from_level=Decimal(str(start)), to_level=Decimal(str(end))
    )
    file_module(made)
    return made


def file_module(made: Module) -> None:
    """Have a module that was made without a service be found by its facets, all of them in the list."""
    write_filings(made, None)
    Facet.objects.waiting().update(state=FacetState.LISTED)
    FacetValue.objects.waiting().update(state=FacetState.LISTED)

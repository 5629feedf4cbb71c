"""Where a page stands: the links above its title, from the reader's side."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from lifow.people.persons.models import Employment, OrgUnit, Person

Breadcrumbs = list[tuple[str, str]]


def own_skill_breadcrumbs(skill: Skill | None = None) -> Breadcrumbs:
    """Above a skill of one's own, and above rating it."""
    breadcrumbs = [(_("My skills"), reverse("portal:skills"))]
    if skill is not None:
        breadcrumbs.append((skill.name, reverse("portal:skill", args=[skill.public_id])))
    return breadcrumbs


def person_breadcrumbs(
    reader: Person, person: Person, employment: Employment | None, *, is_above: bool
) -> Breadcrumbs:
    """Above a person: the team for those above them, the organisation and its unit for HR."""
    if reader == person:
        return own_skill_breadcrumbs()
    if is_above:
        return [team_link(reader, employment.manager if employment else None)]
    breadcrumbs = [organisation_link()]
    if employment is not None:
        breadcrumbs.append(unit_link(employment.org_unit))
    return breadcrumbs


def person_skill_breadcrumbs(breadcrumbs: Breadcrumbs, person: Person) -> Breadcrumbs:
    """Above a skill of somebody: what is above the person, and the person."""
    return [*breadcrumbs, (str(person), reverse("portal:person", args=[person.public_id]))]


def team_link(reader: Person, manager: Person | None) -> tuple[str, str]:
    """The team that a person is in: the reader's own, or that of a manager below."""
    team = reverse("portal:team")
    if manager is None or manager == reader:
        return _("Team"), team
    return _("Team of %(manager)s") % {"manager": manager}, f"{team}?manager={manager.public_id}"


def organisation_link() -> tuple[str, str]:
    return _("Organisation"), reverse("portal:organisation")


def unit_link(unit: OrgUnit) -> tuple[str, str]:
    return unit.name, f"{reverse('portal:organisation_map')}?unit={unit.public_id}"


def unit_breadcrumbs(unit: OrgUnit | None) -> Breadcrumbs:
    """Above a unit: the organisation, and each unit that it is part of, the company first; one query."""
    units = OrgUnit.objects.above(unit).in_bulk() if unit is not None else {}
    links: Breadcrumbs = []
    above = units.get(unit.parent_id) if unit is not None else None
    while above is not None:
        links.append(unit_link(above))
        above = units.get(above.parent_id)
    return [organisation_link(), *links[::-1]]

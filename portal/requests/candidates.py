"""Whom a page can ask about: the people who need a skill, one person's skills, or a team's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.aggregates.reports import people_to_assess
from assessments.frameworks.models import Skill
from assessments.gaps.choices import GapStatus
from assessments.gaps.reports import SkillStanding, gaps_of, standings_in, team_map
from assessments.requests.choices import RequestSource
from assessments.requests.reports import Ask, PlannedAsk, planned_asks
from lifow.people.persons.models import OrgUnit, Person
from portal.access import skill_or_404, visible_person
from portal.breadcrumbs import Breadcrumbs, organisation_link, team_link

MOST_SHOWN = 200
NAMED = ("skill", "person", "manager")
Source = RequestSource


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person and a skill to ask about, with what is known, and what would come of asking."""

    person: Person
    skill: Skill
    standing: SkillStanding | None
    planned: PlannedAsk

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.person.public_id}:{self.skill.public_id}"

    @property
    def is_known(self) -> bool:
        return self.standing is not None and self.standing.is_known


@dataclass(frozen=True, slots=True)
class Scope:
    """What a page of asking is about: its title, where it stands, and the pairs of person and skill.

    `names_skills` and `names_people` say which of the two its rows have to name; `is_cut` that there are more
    than `MOST_SHOWN`.
    """

    title: str
    breadcrumbs: Breadcrumbs
    pairs: Sequence[tuple[Person, Skill, SkillStanding | None]]
    names_people: bool
    names_skills: bool
    is_cut: bool = False


def asked_scope(reader: Person, query: QueryDict) -> Scope:
    """The scope that `?person=`, `?manager=` or `?skill=` name, each narrowed by `?skill=`, the last by
    `?unit=`; what the reader may not ask about is not found."""
    named = {name: str(query.get(name, "")) for name in NAMED}
    skill = skill_or_404(named["skill"], to_rate=True) if named["skill"] else None
    if named["person"]:
        return _of_person(reader, visible_person(reader, named["person"]), skill)
    if named["manager"]:
        return team_scope(reader, visible_person(reader, named["manager"]), skill)
    if skill is None or not reader.has_perm("people.view_organisation"):
        raise Http404
    return _of_skill(skill, query)


def candidates_of(scope: Scope, source: str, as_of: datetime) -> tuple[Candidate, ...]:
    """The pairs of a scope with what would come of asking the source."""
    asks = [Ask(person.pk, skill.pk, source) for person, skill, _standing in scope.pairs]
    planned = {(one.ask.person_id, one.ask.skill_id): one for one in planned_asks(asks, as_of)}
    return tuple(
        Candidate(person, skill, standing, planned[person.pk, skill.pk])
        for person, skill, standing in scope.pairs
    )


def _of_skill(skill: Skill, query: QueryDict) -> Scope:
    """The people who need a skill that needs assessment, for HR."""
    unit = get_object_or_404(OrgUnit, public_id=query["unit"]) if query.get("unit") else None
    needs = list(people_to_assess(skill, unit, is_direct=bool(query.get("direct")))[: MOST_SHOWN + 1])
    found = standings_in(skill, [need.counted.person for need in needs[:MOST_SHOWN]])
    page = reverse("portal:organisation_skill", args=[skill.public_id])
    place = f"{skill}, {unit}" if unit else str(skill)
    where = f"?{query.urlencode()}" if unit else ""
    return Scope(
        title=_("Ask for ratings in %(skill)s") % {"skill": place},
        breadcrumbs=[organisation_link(), (skill.name, page + where)],
        pairs=_unknown_first((person, skill, standing) for person, standing in found),
        names_people=True,
        names_skills=False,
        is_cut=len(needs) > MOST_SHOWN,
    )


def _of_person(reader: Person, person: Person, skill: Skill | None) -> Scope:
    """One person's skills that need assessment, or one skill whatever is known of it."""
    _check_asking(reader, person)
    rows = gaps_of(person)
    standings = [one for one in (*rows.required, *rows.others) if one.skill == skill]
    standings = standings if skill is not None else list(rows.assess_first)
    pairs: list[Any] = [(person, one.skill, one) for one in standings]
    if skill is not None and not pairs:
        pairs = [(person, skill, None)]
    said = {"person": person, "skill": skill}
    title = _("Ask for a rating of %(person)s in %(skill)s") if skill else _("Ask for ratings of %(person)s")
    return Scope(
        title=title % said,
        breadcrumbs=[(str(person), reverse("portal:person", args=[person.public_id]))],
        pairs=_unknown_first(pairs)[:MOST_SHOWN],
        names_people=False,
        names_skills=True,
    )


def team_scope(reader: Person, manager: Person, skill: Skill | None = None) -> Scope:
    """What needs assessment of the people who report to somebody directly."""
    if reader != manager:
        _check_asking(reader, manager)
    members = Person.objects.reporting_to(manager).by_name()[:MOST_SHOWN]
    cells = [(row.person, cell) for row in team_map(members).rows for cell in row.cells if cell is not None]
    found = [(person, cell.skill, cell) for person, cell in cells if cell.status == GapStatus.ASSESS_FIRST]
    pairs = _unknown_first(one for one in found if skill is None or one[1] == skill)
    title = _("Ask for ratings of your team")
    if reader != manager:
        title = _("Ask for ratings of the team of %(manager)s") % {"manager": manager}
    return Scope(
        title=title,
        breadcrumbs=[team_link(reader, manager)],
        pairs=pairs[:MOST_SHOWN],
        names_people=True,
        names_skills=True,
        is_cut=len(pairs) > MOST_SHOWN,
    )


def _check_asking(reader: Person, person: Person) -> None:
    if not reader.has_perm("assessments.ask_about", person):
        raise Http404


def _unknown_first(
    pairs: Iterable[tuple[Person, Skill, SkillStanding | None]],
) -> list[tuple[Person, Skill, SkillStanding | None]]:
    """What is not assessed yet comes before what is not sure; critical skills first in each."""
    return sorted(pairs, key=lambda one: (one[2] is not None and one[2].is_known, not _critical(one[2])))


def _critical(standing: SkillStanding | None) -> bool:
    return standing is not None and standing.is_critical

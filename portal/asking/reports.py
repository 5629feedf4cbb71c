"""What the asking page proposes, and whom a question would reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.frameworks.models import Skill
from assessments.owners.reports import known_owner
from content.answers.reports import Proposed, Similar, similar_and_proposed
from content.facets.reports import FacetList, facet_list
from lifow.people.persons.models import OrgUnit, Person
from mentoring.help.choices import Step
from mentoring.help.reports import help_policy, mentor_of, question_steps


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a question reaches, one after the other, each with a name where there is one person."""

    steps: Sequence[tuple[Step, str]]
    after_hours: int


@dataclass(frozen=True, slots=True)
class Rest:
    """What is shown once somebody has typed a question."""

    similar: Sequence[Similar]
    proposed: Proposed
    facets: FacetList


def rest_of(text: str, reader: Person) -> Rest:
    """What is like a question, and what it is probably about; at most five queries."""
    known = facet_list()
    similar, proposed = similar_and_proposed(text, reader, known)
    return Rest(similar, proposed, known)


def reach_of(skill: Skill | None, person: Person) -> Reach:
    """Whom a question in a skill, which comes with its owner, reaches; two queries."""
    policy = help_policy()
    named = {Step.OWNER: known_owner(skill) if skill else None, Step.MENTOR: mentor_of(person.pk)}
    steps: list[tuple[Step, str]] = []
    for step in question_steps(policy):
        if (step == Step.PROVEN and skill is not None) or step == Step.MANAGER:
            steps.append((step, ""))
        elif (who := named.get(step)) is not None and who.pk != person.pk:
            steps.append((step, str(who)))
    return Reach(steps, policy.first_after_hours)


def units_of(person: Person) -> list[OrgUnit]:
    """Units whose people alone may read a question of somebody: their own and those above; one query."""
    return list(OrgUnit.objects.around(person).filter(parent__isnull=False).order_by("pk"))

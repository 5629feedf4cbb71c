"""HR's tools: who can do what, where to act first, and which content is missing."""

import msgspec

from assessments.aggregates.reports import group_numbers
from assessments.gaps.reports import strengths_shown
from channels.assistant.endpoint import reading_tool
from channels.assistant.scopes import ORGANISATION, sees_organisation
from channels.assistant.told import SkillName, link_to, quoted, skill_named
from content.assignments.reports import overdue_in_all
from content.coverage.reports import missing_content as missing_in_all
from content.coverage.reports import missing_steps
from content.facets.reports import counted_waiting
from lifow.base.links import absolute_url
from lifow.base.passages.reports import Search, find
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from portal.organisation.reports import act_first
from portal.scope import company

MOST = 10


class SkillParams(msgspec.Struct):
    skill: SkillName


class Able(msgspec.Struct):
    person: str
    job: str
    link: str


class AbleTold(msgspec.Struct):
    """People whose work has shown a skill, as others have seen it."""

    skill: str
    people: list[Able]
    link: str


class Act(msgspec.Struct):
    what: str
    why: str
    link: str


class ActsTold(msgspec.Struct):
    acts: list[Act]
    link: str


class Missing(msgspec.Struct):
    skill: str
    from_level: int
    to_level: int
    people: int
    link: str


class MissingTold(msgspec.Struct):
    """Gaps that no module closes, the largest total gap first."""

    steps: list[Missing]
    in_all: int
    link: str


@reading_tool(
    ORGANISATION,
    title="Who can do it",
    description="People whose work has shown a skill.",
    is_for=sees_organisation,
)
def who_can(request: SignedInRequest, params: SkillParams) -> AbleTold:
    skill = skill_named(params.skill)
    found = find(Search(skill.name, kinds=frozenset({"person"}), is_typing=False), request.user, most=MOST)
    shown = strengths_shown([one.source_id for one in found.results])
    people = [
        Able(quoted("".join(piece.text for piece in one.title), 100), one.note, absolute_url(one.url))
        for one in found.results
        if skill in shown.get(one.source_id, ())
    ]
    return AbleTold(skill.name, people, link_to("portal:organisation_skill", skill.public_id))


@reading_tool(
    ORGANISATION,
    title="Where to act first",
    description="What presses most in the company, each with why and where to act.",
    is_for=sees_organisation,
)
def where_to_act(request: SignedInRequest) -> ActsTold:
    numbers = group_numbers(company(request).unit)
    rows = Person.objects.filter(pk=request.user.pk).annotate(waiting_facets=counted_waiting())
    [waiting] = rows.values_list("waiting_facets", flat=True)
    acts = act_first(numbers, missing_steps().first(), overdue_in_all(), waiting, request.user)
    told = [Act(one.title, one.why, absolute_url(one.url)) for one in acts]
    return ActsTold(told, link_to("portal:organisation"))


@reading_tool(
    ORGANISATION,
    title="What content is missing",
    description="Steps of a level that people have to make and that no module makes with them.",
    is_for=sees_organisation,
)
def missing_content(request: SignedInRequest) -> MissingTold:
    steps = [
        Missing(
            one.skill.name,
            one.from_level,
            one.to_level,
            one.people,
            link_to("portal:organisation_skill", one.skill.public_id),
        )
        for one in missing_steps()[:MOST]
    ]
    return MissingTold(steps, missing_in_all().steps, link_to("portal:missing_content"))

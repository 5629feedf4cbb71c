"""A manager's tools: the team's gaps in numbers, and ratings that wait for them."""

from typing import Annotated

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_mcpz.server import ToolError

from assessments.gaps.reports import TeamMap, team_map
from assessments.requests.reports import WaitingRating, waiting_ratings
from channels.assistant.confirming import Confirmation, Preview, confirmed
from channels.assistant.endpoint import reading_tool, writing_tool
from channels.assistant.scopes import RATINGS, TEAM, has_reports
from channels.assistant.told import link_to, quoted
from channels.assistant.tools.learning import Done
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from portal.ratings.forms import RatingForm
from portal.ratings.outcomes import named_rating
from portal.ratings.submission import is_sent_again, take_rating

FEWEST = 5
"""People behind a number of a team, at least: with fewer it would be about somebody."""
MOST_SKILLS = 12
MOST_RATINGS = 10
MOST_MEMBERS = 200
NOT_WAITING = gettext_lazy("This rating does not wait for you, or was given already.")


class TeamSkill(msgspec.Struct):
    """How many of those who need a skill have a gap, and how many need assessment."""

    skill: str
    needed_by: int
    with_gap: int
    needs_assessment: int
    link: str


class TeamTold(msgspec.Struct):
    """The team's gaps in numbers; `left_out` counts skills that fewer than five people need."""

    people: int
    skills: list[TeamSkill]
    left_out: int
    note: str
    link: str


class RatingTold(msgspec.Struct, omit_defaults=True):
    """A rating that waits: `rating` names it."""

    rating: str
    person: str
    skill: str
    levels: list[str]
    since: str
    link: str
    own_level: float | None = None


class RatingsTold(msgspec.Struct):
    ratings: list[RatingTold]
    link: str


class RateParams(msgspec.Struct):
    rating: Annotated[str, msgspec.Meta(max_length=40, description="What ratings_to_give calls rating.")]
    level: Annotated[
        int, msgspec.Meta(ge=0, le=20, description="The level that the person who connected you gives.")
    ]
    note: Annotated[
        str, msgspec.Meta(max_length=1_000, description="What it is based on, in their words.")
    ] = ""
    confirmation: Confirmation = ""


@reading_tool(
    TEAM,
    title="My team's gaps",
    description="How many of the person's direct reports have a gap in which skill: numbers of five or more.",
    is_for=has_reports,
)
def team_gaps(request: SignedInRequest) -> TeamTold:
    members = list(Person.objects.reporting_to(request.user).by_name()[:MOST_MEMBERS])
    link = link_to("portal:team")
    if len(members) < FEWEST:
        note = _("Your team has fewer than five people: numbers would name them. The Team page shows each.")
        return TeamTold(len(members), [], 0, note, link)
    skills, left_out = _numbers(team_map(members))
    return TeamTold(len(members), skills[:MOST_SKILLS], left_out, "", link)


@reading_tool(
    TEAM,
    title="Ratings to give",
    description="The ratings of people that wait for the person, the oldest first.",
    is_for=has_reports,
)
def ratings_to_give(request: SignedInRequest) -> RatingsTold:
    waiting = [one for one in waiting_ratings(request.user) if one.person != request.user][:MOST_RATINGS]
    return RatingsTold([_rating(one) for one in waiting], link_to("portal:ratings"))


@writing_tool(
    RATINGS,
    title="Give a rating",
    description="Gives a rating that waits for the person: the level that they say, never one of your own.",
    is_for=has_reports,
)
def give_rating(request: SignedInRequest, params: RateParams) -> Preview | Done:
    named = named_rating(request.user, params.rating)
    waiting = next((one for one in waiting_ratings(request.user) if one.key == params.rating), None)
    asked = waiting or (named if params.confirmation else None)
    if asked is None or asked.person == request.user:
        raise ToolError(NOT_WAITING)
    person, skill = asked.person, asked.skill
    words = _("Rate %(person)s in %(skill)s at level %(level)s, in your name.")
    told = {"person": person, "skill": skill, "level": params.level}
    key = confirmed(request, "give_rating", params, words % told)
    if isinstance(key, Preview):
        return key
    if waiting is None and not is_sent_again(key, person=person, skill=skill, rater=request.user):
        raise ToolError(NOT_WAITING)
    form = RatingForm({"level": params.level, "note": params.note, "idempotency_key": key}, skill=skill)
    if take_rating(form, person=person, rater=request.user, as_of=timezone.now()) is None:
        raise ToolError(" ".join(str(one) for errors in form.errors.values() for one in errors))
    return Done(_("Saved: %(person)s, %(skill)s, level %(level)s.") % told, link_to("portal:ratings"))


def _numbers(heat: TeamMap) -> tuple[list[TeamSkill], int]:
    told, left_out = [], 0
    for at, skill in enumerate(heat.skills):
        cells = [cell for row in heat.rows if (cell := row.cells[at]) is not None]
        if len(cells) < FEWEST:
            left_out += 1
            continue
        gaps, unknown = (
            sum(one.is_gap for one in cells),
            sum(not one.is_gap and not one.is_met for one in cells),
        )
        told.append(
            TeamSkill(skill.name, len(cells), gaps, unknown, link_to("portal:skill", skill.public_id))
        )
    return sorted(told, key=lambda one: -one.with_gap), left_out


def _rating(waiting: WaitingRating) -> RatingTold:
    return RatingTold(
        rating=waiting.key,
        person=quoted(str(waiting.person), 100),
        skill=waiting.skill.name,
        levels=[str(one.label) for one in RatingForm(skill=waiting.skill).levels],
        since=waiting.since.date().isoformat(),
        link=f"{link_to('portal:ratings')}?rating={waiting.key}",
        own_level=waiting.own_level,
    )

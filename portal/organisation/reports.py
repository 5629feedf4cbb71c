"""What HR reads: where to act first, from what several apps know."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.aggregates.reports import GroupNumbers, Overview, SkillTotals
from assessments.frameworks.models import Framework
from assessments.roles.models import RoleAssignment
from content.assignments.reports import OverdueInAll
from content.coverage.models import MissingStep
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: what is the matter, in numbers, and where to act."""

    title: str
    why: str
    label: str
    url: str


def act_first(
    numbers: GroupNumbers,
    missing: MissingStep | None,
    overdue: OverdueInAll | None,
    waiting_facets: int,
    user: Person,
) -> list[Action]:
    """People without a role, what is overdue, the most pressing critical gap, the widest gap without
    content, and what the fewest know about."""
    totals = numbers.skills
    actions = [
        _give_roles(numbers.overview, user),
        _remind(overdue),
        _close_critical(totals),
        _make_content(missing),
        _assess(totals),
        _decide_facets(waiting_facets),
    ]
    return [action for action in actions if action is not None]


def first_step(numbers: GroupNumbers, user: Person) -> Action | None:
    """What comes first in a company without any gap report; its `url` is "" where there is nothing to do, or
    not for this user. None where there are reports, or nobody has counted yet."""
    overview = numbers.overview
    if overview.people or not numbers.as_of:
        return None
    if RoleAssignment.objects.current().exists():
        title, why = _("No gap report yet"), _("Gap reports are computed and appear within a minute.")
        return Action(title, why, "", "")
    if not overview.headcount + numbers.on_leave:
        name, title, label = "people_rosterimport_add", _("No people yet"), _("Import a roster")
        why = _("A roster is a file of people, org units and managers from the HR system.")
    elif not Framework.objects.exists():
        name, title, label = "assessments_frameworkimport_add", _("No framework yet"), _("Import a framework")
        why = _("A framework says which skills each role needs, and at which level.")
    else:
        name, title = "assessments_jobcoderule_changelist", _("Nobody has a role yet")
        label, why = _("Assign by job code"), _("Gap reports follow within a minute once people have roles.")
    return Action(title, why, label, reverse(f"admin:{name}") if user.is_staff else "")


def _give_roles(overview: Overview, user: Person) -> Action | None:
    count, people = overview.people_without_role, overview.headcount
    if count <= 0 or not overview.people or not user.is_staff:
        return None
    why = ngettext(
        "%(count)s of %(people)s people has no role that needs skills, and so no plan and no gap report.",
        "%(count)s of %(people)s people have no role that needs skills, and so no plan and no gap report.",
        count,
    )
    return Action(
        title=_("Assign roles"),
        why=why % {"count": count, "people": people},
        label=_("Assign by job code"),
        url=reverse("admin:assessments_jobcoderule_changelist"),
    )


def _remind(overdue: OverdueInAll | None) -> Action | None:
    if overdue is None:
        return None
    why = ngettext(
        "%(count)s assignment of a person is past its due day, in “%(title)s”.",
        "%(count)s assignments of people are past their due day; most in “%(title)s”: %(most)s.",
        overdue.rows,
    )
    told = {"count": overdue.rows, "title": overdue.worst, "most": overdue.worst.overdue_count}
    return Action(
        title=_("Remind of what is overdue, or waive it"),
        why=why % told,
        label=_("See what is overdue"),
        url=reverse("content:overdue"),
    )


def _decide_facets(waiting: int) -> Action | None:
    if not waiting:
        return None
    why = ngettext(
        "%(count)s value under which authors have filed modules is no filter until you decide about it.",
        "%(count)s values under which authors have filed modules are no filters until you decide about them.",
        waiting,
    )
    return Action(
        title=_("Decide about facets"),
        why=why % {"count": waiting},
        label=_("See what waits"),
        url=f"{reverse('content:facets')}#waiting",
    )


def _close_critical(totals: Sequence[SkillTotals]) -> Action | None:
    worst = max(totals, key=lambda one: (one.critical_gap, one.total_gap), default=None)
    if worst is None or not worst.critical_gap:
        return None
    why = ngettext(
        "%(count)s of the %(people)s people who need it has a critical gap.",
        "%(count)s of the %(people)s people who need it have a critical gap.",
        worst.critical_gap,
    )
    return Action(
        title=_("Close critical gaps in %(skill)s") % {"skill": worst.skill},
        why=why % {"count": worst.critical_gap, "people": worst.people},
        label=_("See people"),
        url=reverse("portal:organisation_skill", args=[worst.skill.public_id]),
    )


def _make_content(first: MissingStep | None) -> Action | None:
    if first is None:
        return None
    why = ngettext(
        "%(count)s person has a gap between levels %(start)s and %(end)s that no module closes.",
        "%(count)s people have a gap between levels %(start)s and %(end)s that no module closes.",
        first.people,
    )
    step = {"skill": first.skill.public_id, "from": first.from_level, "to": first.to_level}
    return Action(
        title=_("Add a module for %(skill)s") % {"skill": first.skill},
        why=why % {"count": first.people, "start": first.from_level, "end": first.to_level},
        label=_("Add module"),
        url=f"{reverse('content:new')}?{urlencode(step)}",
    )


def _assess(totals: Sequence[SkillTotals]) -> Action | None:
    unknown = max(totals, key=lambda one: (one.never_assessed, one.people), default=None)
    if unknown is None or not unknown.never_assessed:
        return None
    why = ngettext(
        "%(count)s of the %(people)s people who need it is not assessed yet.",
        "%(count)s of the %(people)s people who need it are not assessed yet.",
        unknown.never_assessed,
    )
    return Action(
        title=_("Assess %(skill)s") % {"skill": unknown.skill},
        why=why % {"count": unknown.never_assessed, "people": unknown.people},
        label=_("Ask for ratings"),
        url=f"{reverse('portal:ask_ratings')}?{urlencode({'skill': unknown.skill.public_id})}",
    )

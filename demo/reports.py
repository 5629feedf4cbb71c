"""One learner's gap report and plan as text: the same words as the pages, in columns of a terminal."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.gaps.reports import PersonGaps, SkillStanding, gaps_of, in_words
from assessments.roles.reports import roles_of
from content.planning.models import Plan, PlanItem
from content.planning.reports import LearnerPlan, PlanStep, plan_of
from lifow.base.level_bar import shown_level, text_bar
from lifow.people.persons.models import Person

GUTTER = "  "


def learner_report(person: Person, as_of: datetime) -> str:
    """Where a person stands and what they can do about it this week, in lines of text."""
    roles = [str(one.role_level) for one in roles_of(person, as_of)]
    title = " · ".join([person.get_full_name(), *roles])
    return "\n\n".join([title, _gaps(gaps_of(person)), _plan(plan_of(person, as_of))])


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as aligned lines; the first row is the heading and is underlined."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        GUTTER.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    rule = GUTTER.join("─" * width for width in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def _gaps(gaps: PersonGaps) -> str:
    standings = [*gaps.gaps, *gaps.assess_first, *gaps.met]
    if not standings:
        return gaps.skills_in_words
    heading = [_("Skill"), "", _("Level"), _("You and needed"), ""]
    table = columns([heading, *(_standing(row) for row in standings)])
    return f"{_readiness(gaps)}\n\n{table}"


def _readiness(gaps: PersonGaps) -> str:
    return in_words(gaps.skills_in_words, gaps.readiness_in_words, gaps.critical_in_words)


def _standing(row: SkillStanding) -> list[str]:
    needed = row.required or 0.0
    words = _("You %(level)s · Needed %(needed)s")
    if row.level is None:
        words = _("Not assessed yet · Needed %(needed)s")
    level = "" if row.level is None else shown_level(row.level, needed, met=row.is_met)
    return [
        str(row.skill),
        _("● critical") if row.is_critical else "",
        text_bar(level=row.level, needed=needed, lowest=row.lowest, highest=row.top, met=row.is_met),
        words % {"level": level, "needed": shown_level(needed, needed)},
        in_words(_("needs assessment") if row.is_unsure else "", *row.notes),
    ]


def _plan(plan: LearnerPlan) -> str:
    if plan.plan is None or not plan.steps:
        return _("Nothing is planned for this week.")
    heading = _("Planned this week: %(planned)s of %(minutes)s min")
    if plan.plan.minutes_left < plan.plan.minutes:
        heading = _("Planned this week: %(planned)s of the %(left)s min left of %(minutes)s")
    heading %= {
        "planned": plan.minutes_planned,
        "left": plan.plan.minutes_left,
        "minutes": plan.plan.minutes,
    }
    table = columns([["", _("What"), _("Time"), _("Why")], *(_step(step) for step in plan.steps)])
    return f"{heading}\n\n{table}\n\n{_certificate(plan.plan)}"


def _certificate(plan: Plan) -> str:
    if plan.is_proven_best:
        return _("That is the best possible use of the time.")
    share = {"share": int(plan.certificate * 100)}
    return _("That is at least %(share)s%% of the best possible use of the time.") % share


def _step(step: PlanStep) -> list[str]:
    item = step.item
    return [str(item.position), _title(item), _("%(minutes)s min") % {"minutes": item.minutes}, _why(step)]


def _title(item: PlanItem) -> str:
    if item.module:
        return str(item.module)
    if not item.is_test:
        return _("Rate yourself in %(skill)s") % {"skill": item.skill}
    number = item.questions or 0
    words = ngettext("%(number)s question on %(skill)s", "%(number)s questions on %(skill)s", number)
    return words % {"number": number, "skill": item.skill}


def _why(step: PlanStep) -> str:
    item = step.item
    if item.skill is None:
        return _("assigned")
    if item.is_unproven:
        words = _("%(skill)s is not assessed since you did modules for it")
        return words % {"skill": item.skill}
    if item.reason == PlanItem.Reason.ASSESS:
        return _("%(skill)s needs assessment") % {"skill": item.skill}
    if item.reason == PlanItem.Reason.PREPARES:
        return _("prepares for “%(module)s”") % {"module": step.prepares_for or item.skill}
    is_closed = item.reason == PlanItem.Reason.CLOSES
    words = _("closes %(skill)s %(before)s → %(after)s")
    if item.goes_on:
        words = _("continues with %(skill)s, to %(after)s")
    elif not is_closed:
        words = _("raises %(skill)s %(before)s → %(after)s")
    after = item.required if is_closed or item.level_after is None else item.level_after
    return words % {
        "skill": item.skill,
        "before": shown_level(item.level_before or 0.0, min(after, item.required)),
        "after": shown_level(after, item.required),
    }

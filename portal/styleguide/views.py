"""The living style guide: every component in every state, with data such as the real pages show."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from assessments.frameworks.models import Framework
from assessments.gaps.reports import TrendPoint
from lifow.base.heat_map import HeatCell, person_cell, share_cell
from lifow.base.months import month_begins
from portal.navigation import NavigationItem

SKILLS = ("Refund policy", "Empathy", "SQL", "Upselling", "Escalation", "Product knowledge", "Tone of voice")

# Each person's known levels, skill by skill; None where nobody knows yet.
TEAM = (
    ("Abena Osei", "Support specialist II", (2, 3, None, 1, 3, 3, 3)),
    ("Marta Lindh", "Support specialist II", (3, 3, 2, 2, None, 3, 2)),
    ("Jonas Weber", "Support specialist I", (1, 2, 1, None, 2, 2, 3)),
    ("Priya Nair", "Senior specialist", (4, 4, 3, 2, 3, 4, 4)),
    ("Tomás Reyes", "Support specialist I", (2, None, None, 0.6, 2, 1, 2)),
    ("Aiko Tanaka", "Support specialist II", (3, 3, 2.4, 3, 2, 3, 3)),
    ("Noor Haddad", "Support specialist I", (None, 3, None, None, None, 2, 2)),
)
NEEDED = (3, 3, 2, 2, 3, 3, 2)
CRITICAL = 3

UNITS = (
    ("Billing support", ((3, 6, 1), (1, 7, 0), (2, 2, 5), (5, 6, 1))),
    ("Onboarding", ((0, 9, 0), (2, 8, 1), (4, 7, 2), (6, 9, 0))),
    ("Sales, mid-market", ((1, 11, 1), (0, 12, 0), (0, 0, 12), (3, 10, 2))),
)


class RatingForm(forms.Form):
    """A form with what forms have: a hint, a choice, an optional field."""

    task = forms.CharField(label=_("The task"), help_text=_("One sentence, as you would tell a colleague."))
    minutes = forms.IntegerField(label=_("Minutes it took"), min_value=1, max_value=240)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("case", _("Case")), ("article", _("Article")), ("quiz", _("Quiz"))]
    )
    seen = forms.ChoiceField(
        label=_("Where did you see it?"),
        choices=[("call", _("On a call")), ("ticket", _("In a ticket")), ("told", _("I heard about it"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the style guide. It reads no data of the company, so it is open to everybody."""
    return render(
        request, "portal/styleguide/index.html", {**_shell(), **_numbers(), **_people(), **_inputs()}
    )


def _shell() -> dict[str, object]:
    return {
        "sample_navigation": (
            NavigationItem(_("Home"), "#shell", "h", current=True),
            NavigationItem(_("My skills"), "#levels", "s"),
            NavigationItem(_("Modules"), "#rows", "l"),
            NavigationItem(_("Team"), "#maps", "t", 3, _("3 ratings to give")),
            NavigationItem(_("Mentoring"), "#rows", "m"),
            NavigationItem(_("Authoring"), "#text", "a"),
            NavigationItem(_("Organisation"), "#unit-maps", "o"),
        ),
        "tabs": [
            {"label": _("Open"), "url": "?tab=open", "current": True, "count": 12},
            {"label": _("Active"), "url": "?tab=active", "count": 4},
            {"label": _("Completed"), "url": "?tab=completed", "count": 0},
        ],
        "breadcrumbs": [(_("Team"), "#maps"), ("Abena Osei", "#levels")],
    }


def _numbers() -> dict[str, object]:
    now = timezone.now()
    ages = (
        timedelta(minutes=3),
        timedelta(hours=4),
        timedelta(days=1),
        timedelta(days=6),
        timedelta(days=80),
    )
    return {
        "moments": [now - age for age in ages] + [now + timedelta(days=2)],
        "trend": (17, 18, 18, 20, 21, 22, 23, 24),
        "months": _months(now),
        "chart_units": [("Onboarding", 12), ("Billing support", 11), ("Sales, mid-market", 4)],
    }


def _months(now: datetime) -> list[TrendPoint]:
    """A company at the ends of five months, and now, as HR's trend shows it."""
    numbers = (
        (76, 70, 17, 31, 0.61),
        (77, 70, 18, 30, 0.64),
        (78, 71, 18, 30, 0.70),
        (79, 72, 20, 29, 0.71),
        (80, 73, 22, 27, 0.75),
        (80, 73, 24, 26, 0.78),
    )
    ends = [month_begins(now)]
    while len(ends) < len(numbers) - 1:
        ends.append(month_begins(ends[-1] - timedelta(microseconds=1)))
    moments = [end - timedelta(microseconds=1) for end in reversed(ends)]
    return [TrendPoint(moment, *month) for moment, month in zip([*moments, now], numbers, strict=True)]


def _people() -> dict[str, object]:
    return {
        "team_columns": [{"label": skill, "url": "#maps", "words": skill} for skill in SKILLS],
        "team_rows": [
            {"label": name, "url": "#levels", "note": title, "cells": list(_cells(levels))}
            for name, title, levels in TEAM
        ],
        "unit_columns": [{"label": skill, "url": "#maps"} for skill in SKILLS[:4]],
        "unit_rows": [
            {
                "label": unit,
                "cells": [
                    share_cell(open_gaps=gaps, assessed=known, unassessed=unknown, url="#maps")
                    for gaps, known, unknown in counts
                ],
            }
            for unit, counts in UNITS
        ],
        "bars": [
            {"skill": "Refund policy", "level": 2.1, "needed": 3, "sigma": 0.4, "critical": True},
            {"skill": "Empathy", "level": 3.2, "needed": 3, "sigma": 0.3},
            {"skill": "Escalation", "level": 2.6, "needed": 3, "sigma": 0.9, "unsure": True},
            {"skill": "SQL", "level": None, "needed": 2},
            {"skill": "Product knowledge", "level": 4.6, "needed": None, "sigma": 0.2},
        ],
    }


def _cells(levels: tuple[float | None, ...]) -> Iterator[HeatCell]:
    for index, (level, needed) in enumerate(zip(levels, NEEDED, strict=True)):
        status = "assess_first" if level is None else "meets" if level >= needed else "gap"
        critical = index == CRITICAL and status == "gap"
        yield person_cell(level=level, needed=needed, status=status, critical=critical, url=f"#cell-{index}")


def _inputs() -> dict[str, object]:
    broken = RatingForm(
        {"task": "", "minutes": "600", "kind": "case", "seen": "", "note": "Ticket 4411"}, auto_id="broken_%s"
    )
    broken.is_valid()
    return {
        "form": RatingForm(initial={"task": "Explained the refund change to a reseller", "minutes": 12}),
        "broken_form": broken,
        "sample_framework": Framework(
            name=str(_("Larkfield skills")), attribution=str(_("Written by Larkfield’s support leads."))
        ),
        "unsent_texts": [_("A reseller asks for a refund after 60 days, and I am not sure who decides.")],
        "levels": [
            {"value": 1, "label": _("Aware"), "text": _("Knows that the rule exists and whom to ask.")},
            {"value": 2, "label": _("Guided"), "text": _("Handles the usual case with the article open.")},
            {
                "value": 3,
                "label": _("Independent"),
                "text": _("Handles exceptions:\n- decides within the limits\n- explains the reason"),
            },
            {"value": 4, "label": _("Advanced"), "text": _("Is asked by others; improves the article.")},
            {"value": 5, "label": _("Expert"), "text": _("Shapes the policy with finance and legal.")},
        ],
    }

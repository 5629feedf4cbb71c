"""Tests for those who make them, and for those who may take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

import numpy as np
from django.utils.translation import gettext as _

from assessments.testing.sittings.choices import Purpose
from assessments.testing.sittings.drawing import may_be_asked
from assessments.testing.sittings.models import TestForm, TestFormSection
from assessments.testing.sittings.reports.availability import Availability, availabilities_of
from assessments.testing.sittings.selectors import Pool, pools_of
from lifow.people.persons.models import Person

SPEAKS_ANY: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormDetails:
    """A test as it is told before it is begun: its skills, how many questions, how long it takes at most."""

    form: TestForm
    sections: Sequence[TestFormSection]
    minutes_expected: int

    @property
    def questions(self) -> int:
        return sum(one.questions for one in self.sections)


@dataclass(frozen=True, slots=True)
class OfferedTest:
    """A test that somebody may take, or why not now."""

    details: FormDetails
    availability: Availability

    @property
    def form(self) -> TestForm:
        return self.details.form


def form_details(forms: Sequence[TestForm]) -> list[FormDetails]:
    """Tests with their sections and the time that they take; two queries, however many."""
    sections = TestFormSection.objects.filter(form__in=[form.pk for form in forms])
    return _details(forms, list(sections.select_related("skill__framework").order_by("position")))


def _details(forms: Sequence[TestForm], rows: Sequence[TestFormSection]) -> list[FormDetails]:
    pools = pools_of({one.skill_id for one in rows}) if rows else {}
    return [
        FormDetails(
            form=form,
            sections=(theirs := [one for one in rows if one.form_id == form.pk]),
            minutes_expected=ceil(sum(_seconds(one, pools.get(one.skill_id)) for one in theirs) / 60),
        )
        for form in forms
    ]


def offered_tests(person: Person, as_of: datetime) -> list[OfferedTest]:
    """The published tests, by title, with whether the person may begin each; three queries, however many. One
    that asks nothing is not among them."""
    sections = TestFormSection.objects.filter(form__in=TestForm.objects.published())
    read = sections.select_related("form", "skill__framework").order_by("form__title", "form_id", "position")
    rows = list(read)
    forms = list({one.form_id: one.form for one in rows}.values())
    open_to = availabilities_of(person, forms, as_of)
    return [OfferedTest(one, open_to[one.form.pk]) for one in _details(forms, rows)]


def form_problems(form: TestForm) -> list[str]:
    """Why a test cannot be published, a sentence each with what to do; nothing where it can."""
    sections = list(form.sections.order_by("position").select_related("skill").prefetch_related("named"))
    if not sections:
        return [_("Add a skill that it measures.")]
    problems = []
    pools = pools_of({one.skill_id for one in sections})
    for section in sections:
        there = _available(section, pools.get(section.skill_id))
        if there < section.questions and (not form.is_adaptive or there == 0):
            told = {"skill": section.skill, "asked": section.questions, "there": there}
            text = _(
                "%(skill)s: %(asked)s questions are to be asked, and there are %(there)s published ones."
            )
            problems.append(text % told)
        is_decided = form.purpose == Purpose.CERTIFICATION and form.pass_mark is None
        if is_decided and section.needed_level is None:
            text = _("%(skill)s: say which level is needed to pass.") % {"skill": section.skill}
            problems.append(text)
    return problems


def _available(section: TestFormSection, pool: Pool | None) -> int:
    """How many questions a section can draw from, for anybody."""
    if pool is None or not len(pool):
        return 0
    named = {row.item_id for row in section.named.all()}
    if named:
        return int(np.isin(pool.item, sorted(named)).sum())
    may = may_be_asked(
        pool, languages=SPEAKS_ANY, seen=(), lowest=section.lowest_level, highest=section.highest_level
    )
    return int(may.sum())


def _seconds(section: TestFormSection, pool: Pool | None) -> float:
    if pool is None or not len(pool):
        return 0.0
    return float(np.median(pool.seconds)) * section.questions

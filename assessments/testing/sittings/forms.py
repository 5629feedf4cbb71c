"""What HR and authors fill in about tests."""

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import Item
from assessments.testing.sittings.choices import Feedback, FormKind, Purpose
from assessments.testing.sittings.models import TestForm
from assessments.testing.sittings.models.forms import (
    LEAST_CHANCE,
    LONGEST_MINUTES,
    MOST_ATTEMPTS,
    MOST_CHANCE,
    MOST_DAYS,
    MOST_EXTRA,
    MOST_MONTHS,
    MOST_QUESTIONS,
)
from assessments.testing.sittings.services import FormContents, SectionContents
from lifow.base.bounds import LONGEST_TEXT
from lifow.base.forms import TextField
from lifow.base.widgets import LongSelect

BLANK_LINES = 1
MOST_LINES = 20
NO_CHOICE = ("", "—")
ITEM_ID = re.compile(r"itm_[0-9a-z]{16}")
PURPOSES = [choice for choice in Purpose.choices if choice[0] != Purpose.QUICK]


class TestFormForm(forms.Form):
    """What a test says of itself; the skills that it measures are forms of their own."""

    __test__ = False

    title = TextField(label=gettext_lazy("Title"), max_length=200)
    about = TextField(
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy("What people read before they begin."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=PURPOSES)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=FormKind.choices)
    pass_mark = forms.IntegerField(
        label=gettext_lazy("Pass mark"),
        help_text=gettext_lazy("Percent of all points, of a fixed test."),
        min_value=1,
        max_value=100,
        required=False,
    )
    chance_to_decide = forms.IntegerField(
        label=gettext_lazy("Chance at which it is decided"),
        help_text=gettext_lazy("Percent. An adaptive test ends when it is as sure as that."),
        min_value=LEAST_CHANCE,
        max_value=MOST_CHANCE,
        initial=80,
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Time limit in minutes"), min_value=1, max_value=LONGEST_MINUTES, required=False
    )
    most_attempts = forms.IntegerField(
        label=gettext_lazy("Attempts"),
        help_text=gettext_lazy("Empty: as often as they like."),
        min_value=1,
        max_value=MOST_ATTEMPTS,
        required=False,
    )
    cool_down_days = forms.IntegerField(
        label=gettext_lazy("Days between attempts"), min_value=0, max_value=MOST_DAYS, initial=0
    )
    valid_months = forms.IntegerField(
        label=gettext_lazy("Months for which it counts"),
        help_text=gettext_lazy("Of a certification. Empty: it does not expire."),
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
    )
    feedback = forms.ChoiceField(
        label=gettext_lazy("Right answers are shown"), choices=Feedback.choices, initial=Feedback.END
    )
    shuffles = forms.BooleanField(
        label=gettext_lazy("Ask in another order each time"), required=False, initial=True
    )
    idempotency_key = TextField(required=False, max_length=64, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    @staticmethod
    def of(form: TestForm | None) -> dict[str, Any]:
        """What the page begins with."""
        if form is None:
            return {"idempotency_key": secrets.token_urlsafe(16), "purpose": Purpose.LEVEL}
        names = [name for name in TestFormForm.base_fields if name not in ("idempotency_key",)]
        return {name: getattr(form, name) for name in names}


class SectionForm(forms.Form):
    """A skill that a test measures; a line without one is none."""

    skill = forms.ChoiceField(label=gettext_lazy("Skill"), choices=(), widget=LongSelect)
    questions = forms.IntegerField(
        label=gettext_lazy("Questions"), min_value=1, max_value=MOST_QUESTIONS, initial=8
    )
    needed_level = forms.IntegerField(label=gettext_lazy("Needed level"), min_value=1, required=False)
    lowest_level = forms.IntegerField(label=gettext_lazy("From level"), min_value=1, required=False)
    highest_level = forms.IntegerField(label=gettext_lazy("To level"), min_value=1, required=False)
    items = TextField(
        label=gettext_lazy("Named questions"),
        help_text=gettext_lazy("Their ids or addresses, one a line. Empty: they are drawn from all."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, skills: "SkillChoices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = skills
        cast("forms.ChoiceField", self.fields["skill"]).choices = skills.choices

    def clean_skill(self) -> Skill:
        return self.skills.by_id[self.cleaned_data["skill"]]

    def clean_items(self) -> Sequence[Item]:
        """The questions that are named, in their order."""
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        named = [found.group() if (found := ITEM_ID.search(line)) else None for line in lines]
        rows = {one.public_id: one for one in Item.objects.filter(public_id__in=[n for n in named if n])}
        for line, public_id in zip(lines, named, strict=True):
            if public_id not in rows:
                raise forms.ValidationError(_("No question has the id “%(id)s”.") % {"id": line[:60]})
        return [rows[public_id] for public_id in dict.fromkeys(named) if public_id is not None]


class _Lines(forms.BaseFormSet):
    """Lines of which those that are filled in count, and there is always an empty one."""

    def initial_form_count(self) -> int:
        return 0

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else len(self.initial or ()) + self.extra


SectionLines = forms.formset_factory(SectionForm, formset=_Lines, extra=BLANK_LINES, max_num=MOST_LINES)


class SkillChoices:
    """The skills that a test can measure or measures, once a page."""

    def __init__(self, form: TestForm | None) -> None:
        used = [] if form is None else list(form.sections.values_list("skill_id", flat=True))
        skills = (Skill.objects.assessable() | Skill.objects.filter(pk__in=used)).distinct()
        self.by_id = {one.public_id: one for one in skills.order_by("name", "pk")}
        self.choices = [NO_CHOICE, *((public_id, one.name) for public_id, one in self.by_id.items())]


class TestForms:
    """The forms of one test as a whole: valid together, and together a `FormContents`."""

    __test__ = False

    def __init__(self, data: Any = None, *, form: TestForm | None = None) -> None:
        # What was sent stands for itself: a line that equals what is there would count as left empty.
        begin = None if data is not None else form
        self.form = TestFormForm(data, initial=TestFormForm.of(form))
        self.sections = SectionLines(
            data,
            prefix="sections",
            initial=[] if begin is None else _sections_of(begin),
            form_kwargs={"skills": SkillChoices(form)},
        )

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.sections.is_valid()])

    def add_error(self, field: str, message: str) -> None:
        """Put what a service refused where it can be mended."""
        self.form.add_error(field if field in self.form.fields else None, message)

    @property
    def contents(self) -> FormContents:
        """What was filled in; only after `is_valid`."""
        said: Mapping[str, Any] = self.form.cleaned_data
        lines = [line.cleaned_data for line in self.sections if line.cleaned_data]
        return FormContents(
            sections=[SectionContents(**line) for line in lines],
            **{name: said[name] for name in said if name not in ("idempotency_key", "revision")},
        )


def _sections_of(form: TestForm) -> list[dict[str, Any]]:
    rows = form.sections.select_related("skill").prefetch_related("named__item").order_by("position")
    names = ("questions", "needed_level", "lowest_level", "highest_level")
    return [
        {
            "skill": row.skill.public_id,
            "items": "\n".join(
                one.item.public_id for one in sorted(row.named.all(), key=lambda named: named.position)
            ),
            **{name: getattr(row, name) for name in names},
        }
        for row in rows
    ]


class AccommodationForm(forms.Form):
    """How much more time somebody has in tests."""

    extra_percent = forms.IntegerField(
        label=gettext_lazy("More time in percent"),
        help_text=gettext_lazy("50 makes an hour an hour and a half. 0: no extra time."),
        min_value=0,
        max_value=MOST_EXTRA,
    )

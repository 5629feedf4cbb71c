"""The minutes a week that a learner chooses, and what they go to first."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from content.catalogue.models import Module
from content.planning.services import MOST_MINUTES_A_WEEK

MOST_SECONDS = 24 * 60 * 60


class LearningTimeForm(forms.Form):
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes a week"),
        help_text=gettext_lazy("In working hours. 0 pauses your plan."),
        min_value=0,
        max_value=MOST_MINUTES_A_WEEK,
        error_messages={
            "required": gettext_lazy("Give a number of minutes, such as 30."),
            "invalid": gettext_lazy("Give whole minutes as a number, such as 30."),
            "min_value": gettext_lazy("Choose %(limit_value)s or more."),
            "max_value": gettext_lazy("Choose at most %(limit_value)s, so that there is time for work."),
        },
    )
    critical_first = forms.BooleanField(
        label=gettext_lazy("Critical skills first"),
        help_text=gettext_lazy(
            "Your plan has steps for the skills that are critical for your role before any others. Turn this "
            "off to plan for all skills together; critical ones still count double."
        ),
        required=False,
    )


class PutOffForm(forms.Form):
    """The day from which a step may be planned again."""

    until = forms.DateField(
        label=gettext_lazy("Plan it again from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Give a day, such as 2026-12-07."),
        },
    )

    def __init__(self, *args, first: date, last: date, **kwargs):
        super().__init__(*args, **kwargs)
        until: Any = self.fields["until"]
        until.widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}
        until.validators += [
            MinValueValidator(first, gettext_lazy("Choose a day after today.")),
            MaxValueValidator(last, gettext_lazy("Choose a day within the next three months.")),
        ]


class LearningForm(forms.Form):
    """What a page has counted since it was opened: seconds in which it was seen and used, and how far down
    its text was seen. Without scripts nothing is counted, and the reader says that all was read."""

    seconds = forms.IntegerField(min_value=0, max_value=MOST_SECONDS, required=False)
    reached = forms.IntegerField(min_value=0, max_value=100, required=False)
    is_read = forms.BooleanField(required=False)

    @property
    def counted(self) -> tuple[int, int]:
        """Seconds and percent; none where they cannot be read."""
        said = self.cleaned_data if self.is_valid() else {}
        reached = 100 if said.get("is_read") else said.get("reached")
        return said.get("seconds") or 0, reached or 0


class PauseForm(forms.Form):
    """How many minutes of a module are done: some, and not all."""

    minutes_done = forms.IntegerField(
        label=gettext_lazy("Minutes done so far"),
        min_value=1,
        error_messages={
            "required": gettext_lazy("Give the minutes that you have done, such as 15."),
            "invalid": gettext_lazy("Give whole minutes as a number, such as 15."),
            "min_value": gettext_lazy("Give %(limit_value)s or more."),
            "max_value": gettext_lazy("Give at most %(limit_value)s; choose “Done” where all of it is done."),
        },
    )

    def __init__(self, *args, module: Module, **kwargs):
        super().__init__(*args, **kwargs)
        minutes: Any = self.fields["minutes_done"]
        minutes.max_value = module.minutes - 1
        minutes.validators.append(MaxValueValidator(minutes.max_value, minutes.error_messages["max_value"]))
        minutes.widget.attrs["max"] = minutes.max_value

"""When something is to happen to a module, and who answers for it."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.base.bounds import validate_day
from lifow.people.persons.models import Person


def authors() -> dict[str, Person]:
    """Everybody who may author, by public id, in the order of their names."""
    people = Person.objects.filter(Q(is_author=True) | Q(is_hr_admin=True), is_active=True)
    return {one.public_id: one for one in people.order_by("family_name", "given_name", "pk")}


class ScheduleForm(forms.Form):
    """A day and a time in the company's time zone; `publish_at` is the moment."""

    publish_on = forms.DateField(
        label=gettext_lazy("Publish on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[validate_day],
        error_messages={"required": gettext_lazy("Give the day.")},
    )
    publish_time = forms.TimeField(
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Give the time.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        zone = timezone.get_default_timezone_name()
        self.fields["publish_time"].help_text = _("In the company’s time zone, %(zone)s.") % {"zone": zone}

    def clean(self) -> dict[str, Any]:
        day, time = self.cleaned_data.get("publish_on"), self.cleaned_data.get("publish_time")
        if day is not None and time is not None:
            local = datetime.combine(day, time, timezone.get_default_timezone())
            self.cleaned_data["publish_at"] = local
        return self.cleaned_data


class OwnerForm(forms.Form):
    """Who answers for a module, and when to look at it again."""

    owner = forms.ChoiceField(
        label=gettext_lazy("Owner"),
        help_text=gettext_lazy("Is told when it is time to look whether the module is still right."),
        required=False,
    )
    review_on = forms.DateField(
        label=gettext_lazy("Look at it again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[validate_day],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = authors()
        people = [(public_id, str(one)) for public_id, one in self.people.items()]
        cast("forms.ChoiceField", self.fields["owner"]).choices = [("", _("Nobody")), *people]

    def clean_owner(self) -> Person | None:
        chosen = self.cleaned_data["owner"]
        if chosen and chosen not in self.people:
            raise ValidationError(_("Choose somebody of the list."))
        return self.people.get(chosen)

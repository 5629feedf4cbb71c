"""What is filled in: a writing task, the module that closes it, a topic, and why there will be none."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.authoring.forms import authors
from content.catalogue.models import Module
from content.debt.choices import LONGEST_WISH
from lifow.base.bounds import LONGEST_LINE, LONGEST_TEXT, validate_day
from lifow.base.forms import TextField
from lifow.people.persons.models import Person

MOST_MODULES = 200


class TaskForm(forms.Form):
    """Who writes, by when, and what they have to know."""

    owner = forms.ChoiceField(
        label=gettext_lazy("Who writes it"),
        help_text=gettext_lazy("Is told in their working hours, and again three days before the day."),
    )
    due_on = forms.DateField(
        label=gettext_lazy("By"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[validate_day],
    )
    note = TextField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = authors()
        choices = [(public_id, str(one)) for public_id, one in self.people.items()]
        cast("forms.ChoiceField", self.fields["owner"]).choices = [("", _("Choose somebody")), *choices]

    def clean_owner(self) -> Person:
        chosen = self.cleaned_data["owner"]
        if chosen not in self.people:
            raise ValidationError(_("Choose somebody of the list."))
        return self.people[chosen]


class FinishForm(forms.Form):
    """The published module that a task asked for: one of those that were changed last."""

    module = forms.ChoiceField(label=gettext_lazy("Module that is about it"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Module.objects.published().order_by("-updated_at", "-pk").only("public_id", "title")
        self.modules = {one.public_id: one for one in rows[:MOST_MODULES]}
        choices = [(public_id, one.title) for public_id, one in self.modules.items()]
        cast("forms.ChoiceField", self.fields["module"]).choices = [("", _("Choose a module")), *choices]

    def clean_module(self) -> Module:
        chosen = self.cleaned_data["module"]
        if chosen not in self.modules:
            raise ValidationError(_("Choose a module of the list."))
        return Module.objects.get(pk=self.modules[chosen].pk)


class WishForm(forms.Form):
    """A topic that somebody asks for."""

    text = TextField(
        label=gettext_lazy("I need something about"),
        help_text=gettext_lazy("Everybody reads these words. Nobody sees that you asked."),
        max_length=LONGEST_WISH,
        min_length=3,
    )


class DeclineForm(forms.Form):
    """Why there will be no module on a topic."""

    note = TextField(
        label=gettext_lazy("Why there will be no module"),
        help_text=gettext_lazy("Everybody who asked for it reads this."),
        max_length=LONGEST_LINE,
    )

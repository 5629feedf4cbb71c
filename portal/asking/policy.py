"""HR's page of asking and help: the policy, and how long help takes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.answers.choices import LEAST_DAYS, MOST_DAYS, AnswerKind
from content.answers.reports import answer_policy
from content.answers.services import AnswersError, set_answer_policy
from lifow.base.access import needs_permission
from lifow.base.requests import SignedInRequest
from mentoring.help.choices import Step
from mentoring.help.models import HelpPolicy
from mentoring.help.reports import help_policy, question_steps, times_of_help
from mentoring.help.services import HelpError, policy_numbers, set_help_policy
from portal.organisation.tabs import organisation_tabs

for_hr = needs_permission(
    "mentoring.set_help_policy", who=gettext_lazy("Only HR admins set how questions go round.")
)


class PolicyForm(forms.Form):
    """Both policies in one form: what may be asked, how long answers hold, and how questions go round."""

    allows_anonymous = forms.BooleanField(
        label=gettext_lazy("Questions without a name"),
        help_text=gettext_lazy("Nobody can find out who asked, HR neither."),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in AnswerKind:
            self.fields[f"{kind}_days"] = forms.IntegerField(
                label=kind.label, min_value=LEAST_DAYS, max_value=MOST_DAYS
            )
        places = [("", _("No further step")), *Step.choices]
        for place in range(len(Step)):
            label = _("Step %(number)s") % {"number": place + 1}
            self.fields[f"step_{place}"] = forms.ChoiceField(label=label, choices=places, required=False)
        for name in policy_numbers(HelpPolicy()):
            field: Any = HelpPolicy._meta.get_field(name)
            told: Any = field.formfield()
            told.label = str(field.verbose_name).capitalize()
            self.fields[name] = told

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        steps = [told[f"step_{place}"] for place in range(len(Step)) if told.get(f"step_{place}")]
        if len(steps) != len(set(steps)):
            self.add_error("step_0", _("Each step comes once. Choose another one, or no further step."))
        told["steps"] = steps
        return told

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return [self[f"{kind}_days"] for kind in AnswerKind]

    @property
    def step_fields(self) -> list[forms.BoundField]:
        return [self[f"step_{place}"] for place in range(len(Step))]

    @property
    def number_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in policy_numbers(HelpPolicy())]


@for_hr
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """How questions go round and how long answers hold, beside how long help has taken."""
    form = PolicyForm(request.POST or None, initial=_initial())
    if request.method == "POST" and form.is_valid() and _save(form):
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("portal:asking_policy")
    context = {
        "form": form,
        "times": times_of_help(timezone.now()),
        "tabs": organisation_tabs("portal:asking_policy"),
    }
    return render(request, "portal/asking/policy.html", context, status=422 if form.errors else 200)


def _initial() -> dict[str, Any]:
    answers, helping = answer_policy(), help_policy()
    days = {f"{kind}_days": getattr(answers, f"{kind}_days") for kind in AnswerKind}
    steps = {f"step_{place}": step.value for place, step in enumerate(question_steps(helping))}
    return {"allows_anonymous": answers.allows_anonymous, **days, **steps, **policy_numbers(helping)}


def _save(form: PolicyForm) -> bool:
    told = form.cleaned_data
    try:
        with transaction.atomic():
            days = {kind.value: told[f"{kind}_days"] for kind in AnswerKind}
            set_answer_policy(allows_anonymous=told["allows_anonymous"], days=days)
            numbers = {name: told[name] for name in policy_numbers(HelpPolicy())}
            set_help_policy(steps=told["steps"], numbers=numbers)
    except (AnswersError, HelpError) as error:
        form.add_error(None, str(error))
        return False
    return True

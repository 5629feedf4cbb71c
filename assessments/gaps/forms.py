"""The measuring policy as a form."""

import math
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextareaWidget

from assessments.evidence.models import Evidence
from assessments.gaps.compute.policy import GapPolicy, PolicyError
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.services import lock_policy, policy_in_force

SPAN = gettext_lazy("As a share of the scale's span, from 0 to its top level.")
TRUST = {
    "sd": gettext_lazy("Error"),
    "half_life_days": gettext_lazy("Half-life, days"),
    "shared_error": gettext_lazy("Shared error"),
}
WHAT_TRUST_MEANS = gettext_lazy(
    "Error: how far a single new rating usually is from the true level, as a share of the scale's "
    "span. Half-life: after how many days a rating has half its weight. Shared error: the share of "
    "the error, 0 to below 1, that raters of this source have in common."
)
NUMBERS = {
    "gap_below": (
        gettext_lazy("Gap below"),
        gettext_lazy("A requirement that is met with less than this probability is a gap."),
    ),
    "meets_above": (
        gettext_lazy("Met above"),
        gettext_lazy("Above this probability a requirement is met; in between, it needs assessment."),
    ),
    "interval_coverage": (
        gettext_lazy("Coverage of intervals"),
        gettext_lazy("How often the interval of readiness should hold the true value, 0 to 1."),
    ),
    "skill_correlation": (
        gettext_lazy("Correlation between skills"),
        gettext_lazy("Between the errors of one person's levels, 0 to 1."),
    ),
    "default_prior.mean": (gettext_lazy("Expected level"), SPAN),
    "default_prior.sd": (gettext_lazy("Spread of the expected level"), SPAN),
    "prior_persons": (
        gettext_lazy("Weight of the expected level"),
        gettext_lazy("In people, where role families get an expected level of their own from evidence."),
    ),
}


class PolicyForm(forms.ModelForm):
    """The next version of the policy, filled with the parameters of the one that it replaces.

    Its fields are named by the paths that `PolicyError` gives to values.
    """

    replaces = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = GapPolicyVersion
        fields = ("note",)
        widgets: ClassVar = {"note": UnfoldAdminTextareaWidget(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = policy_in_force(timezone.now())
        self.initial.setdefault("replaces", version.version)
        asked: dict[str, tuple[Any, Any]] = dict(NUMBERS)
        for source in Evidence.Source.values:
            asked |= {f"sources.{source}.{part}": (label, "") for part, label in TRUST.items()}
        for name, (label, help_text) in asked.items():
            self.fields[name] = forms.FloatField(
                label=label,
                help_text=help_text,
                initial=_value(version.parameters, name),
                widget=UnfoldAdminDecimalFieldWidget,
            )

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        current = lock_policy()
        try:
            self.policy = GapPolicy.from_dict(self._parameters(current))
        except PolicyError as error:
            self.add_error(error.where, in_words(error))
            return
        is_new, is_latest = self.policy.to_dict() != current.parameters, self._replaces(current)
        if is_latest and not is_new:
            raise ValidationError(_("These parameters are in force already. Change one of them, or cancel."))
        if is_new and not is_latest:
            self.data = dict(self.data.items(), replaces=str(current.version))
            message = _("Version %(version)s was adopted in the meantime. Check it; saving now replaces it.")
            raise ValidationError(message % {"version": current.version})

    def _replaces(self, version: GapPolicyVersion) -> bool:
        return self.cleaned_data["replaces"] == version.version

    def _parameters(self, current: GapPolicyVersion) -> dict[str, Any]:
        """What was filled in, with the priors of role families as they are."""
        said = self.cleaned_data
        return {
            **current.parameters,
            **{name: said[name] for name in NUMBERS if not name.startswith("default_prior.")},
            "default_prior": [said["default_prior.mean"], said["default_prior.sd"]],
            "sources": {
                source: {part: said[f"sources.{source}.{part}"] for part in TRUST}
                for source in Evidence.Source.values
            },
        }


def policy_lines(version: GapPolicyVersion) -> Iterator[tuple[str, str]]:
    """What a version says, line by line: the name of a parameter, or of a source, and its numbers."""
    policy = version.parameters
    for name, (label, _help_text) in NUMBERS.items():
        yield str(label), f"{_value(policy, name):g}"
    for source in Evidence.Source:
        numbers = [f"{label} {_value(policy, f'sources.{source}.{part}'):g}" for part, label in TRUST.items()]
        yield str(source.label), " · ".join(numbers)


def _value(policy: dict[str, Any], path: str) -> float:
    """The number at a path of a policy's plain data."""
    mean, sd = policy["default_prior"]
    found: Any = {**policy, "default_prior": {"mean": mean, "sd": sd}}
    for step in path.split("."):
        found = found[step]
    return float(found)


def in_words(error: PolicyError) -> str:
    """Why a number of a policy cannot be used."""
    if error.code == "order":
        return _("It must be below %(high)s, above which a requirement is met.") % error.parameters
    if error.parameters["high"] == math.inf:
        return _("It must be above %(low)s.") % error.parameters
    return _("It must be between %(low)s and %(high)s.") % error.parameters

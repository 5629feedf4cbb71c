"""The measuring policy as a form."""

import math
from collections.abc import Iterator
from typing import Any, ClassVar

import structlog
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanSwitchWidget,
)

from assessments.evidence.models import Evidence
from assessments.gaps.compute.plain import PolicyError
from assessments.gaps.compute.policies import read_policy, with_todays_formula
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.services import lock_policy, policy_in_force

log = structlog.get_logger(__name__)

SPAN = gettext_lazy("As a share of the scale's span, from 0 to its top level.")
TRUST = {
    "sd": gettext_lazy("Error"),
    "offset": gettext_lazy("Offset"),
    "half_life_days": gettext_lazy("Not asked again for, days"),
}
WHAT_TRUST_MEANS = gettext_lazy(
    "Error: how far a single rating usually is from the true level, as a share of the scale's span. "
    "Offset: by how much it is above the true level on average, as the same share. For so many days "
    "after a rating its source is not asked again."
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
        gettext_lazy("How often an interval should hold the true value, 0 to 1."),
    ),
    "skill_correlation": (
        gettext_lazy("Correlation between skills"),
        gettext_lazy("Between the errors of one person's levels, 0 to 1."),
    ),
    "repeated_error": (
        gettext_lazy("Error that comes again"),
        gettext_lazy("Share of a rater's error that is the same when they rate the same again, 0 to 1."),
    ),
    "repeated_drift": (
        gettext_lazy("Change where somebody rates again"),
        gettext_lazy("How far a level moves in a year that one person rates again. A share of the span."),
    ),
    "attributed_weight": (
        gettext_lazy("Weight of attributed ratings"),
        gettext_lazy(
            "What counts of a rating that a program sends in somebody's name, where the records do not show "
            "that they were above the person or their mentor: 1 as much as the rater's own, 0.5 half of it."
        ),
    ),
    "drift": (
        gettext_lazy("Change in a year"),
        gettext_lazy("How far a level usually moves in a year, as a share of the scale's span."),
    ),
    "conflict_distance": (
        gettext_lazy("Conflict from"),
        gettext_lazy("Ratings so far apart are shown as a conflict. As a share of the scale's span."),
    ),
    "random_words": (
        gettext_lazy("Mistakes among conflicts"),
        gettext_lazy("Share of conflicting ratings that say nothing, by mistake or carelessness."),
    ),
    "conflict_freedom": (
        gettext_lazy("Patience with conflicts"),
        gettext_lazy("The higher, the less a conflict adds to the doubt. In ratings."),
    ),
    "reassess_after_days": (
        gettext_lazy("Assess again after, days"),
        gettext_lazy("A skill whose newest rating is older needs assessment."),
    ),
    "expected_level": (
        gettext_lazy("Expected level"),
        gettext_lazy("Before anybody has rated, where the middle of the scale is needed. A share."),
    ),
    "expected_slope": (
        gettext_lazy("Expected with the requirement"),
        gettext_lazy("How much more is expected where more is needed: 0 not at all, 1 as much more."),
    ),
    "person_sd": (gettext_lazy("Difference between people"), SPAN),
    "slope_sd": (
        gettext_lazy("Difference in slope"),
        gettext_lazy("How people differ in whether they can do more where more is needed."),
    ),
    "skill_sd": (gettext_lazy("Difference between a person's skills"), SPAN),
    "pooling_people": (
        gettext_lazy("Weight of the shipped expectation"),
        gettext_lazy("In people, where expectations are estimated from evidence."),
    ),
}

USES_SEVERITY = gettext_lazy("Take differences of raters off")
READS_STANDARD_ERRORS = gettext_lazy("Read tests by their own standard error")
SWITCHES = {"uses_severity": USES_SEVERITY, "reads_standard_errors": READS_STANDARD_ERRORS}


class PolicyForm(forms.ModelForm):
    """The next version of the policy, filled with the parameters of the one that it replaces.

    Its fields are named by the paths that `PolicyError` gives to values.
    """

    replaces = forms.IntegerField(widget=forms.HiddenInput)
    uses_severity = forms.BooleanField(
        label=USES_SEVERITY,
        required=False,
        help_text=gettext_lazy(
            "By how much each rater rates higher or lower than others rate the same people, as it was last "
            "estimated, each month while this is on. HR sees it under Organisation, “How ratings differ”."
        ),
        widget=UnfoldBooleanSwitchWidget,
    )

    reads_standard_errors = forms.BooleanField(
        label=READS_STANDARD_ERRORS,
        required=False,
        help_text=gettext_lazy(
            "A test that says how sure it is counts by that: a long one more, a few questions less. Off, "
            "each test counts by the error of tests, whatever it says."
        ),
        widget=UnfoldBooleanSwitchWidget,
    )

    class Meta:
        model = GapPolicyVersion
        fields = ("note",)
        widgets: ClassVar = {"note": UnfoldAdminTextareaWidget(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = policy_in_force(timezone.now())
        self.initial.setdefault("replaces", version.version)
        parameters = next_parameters(version)
        for name in SWITCHES:
            self.initial.setdefault(name, parameters[name])
        asked: dict[str, tuple[Any, Any]] = dict(NUMBERS)
        for source in Evidence.Source.values:
            asked |= {f"sources.{source}.{part}": (label, "") for part, label in TRUST.items()}
        for name, (label, help_text) in asked.items():
            self.fields[name] = forms.FloatField(
                label=label,
                help_text=help_text,
                initial=_value(parameters, name),
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
        """What was filled in, with what was estimated as it is."""
        said = self.cleaned_data
        return {
            **todays_parameters(current),
            **{name: said[name] for name in NUMBERS},
            **{name: said[name] for name in SWITCHES},
            "sources": {
                source: {part: said[f"sources.{source}.{part}"] for part in TRUST}
                for source in Evidence.Source.values
            },
        }


def todays_parameters(version: GapPolicyVersion) -> dict[str, Any]:
    """The parameters of a version as those of today's formula; the shipped ones where it is damaged."""
    try:
        return with_todays_formula(read_policy(version.parameters)).to_dict()
    except PolicyError as error:
        log.warning("gap_policy_unreadable", version=version.version, error=str(error))
        return shipped_parameters()


def next_parameters(version: GapPolicyVersion) -> dict[str, Any]:
    """The parameters with which the next version begins that somebody adopts by hand.

    What came later than a version is in it as it is shipped; what is estimated by the clock changes no more
    than it estimates.
    """
    parameters = todays_parameters(version)
    for name in ("attributed_weight", "reads_standard_errors"):
        if name not in version.parameters:
            parameters[name] = shipped_parameters()[name]
    return parameters


def shipped_parameters() -> dict[str, Any]:
    """The parameters with which lifow is shipped."""
    return GapPolicy().to_dict()


def policy_lines(version: GapPolicyVersion) -> Iterator[tuple[str, str]]:
    """What a version says, line by line: the name of a parameter, or of a source, and its numbers."""
    policy = version.parameters
    if "sources" not in policy:
        return
    for name, (label, _help_text) in NUMBERS.items():
        if name in policy:
            yield str(label), f"{_value(policy, name):g}"
    for name, label in SWITCHES.items():
        if name in policy:
            yield str(label), _("yes") if policy[name] else _("no")
    for source in Evidence.Source:
        said = policy["sources"][source]
        numbers = [f"{label} {said[part]:g}" for part, label in TRUST.items() if part in said]
        yield str(source.label), " · ".join(numbers)


def _value(policy: dict[str, Any], path: str) -> float:
    """The number at a path of a policy's plain data."""
    found: Any = policy
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

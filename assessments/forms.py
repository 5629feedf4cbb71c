"""What HR admins fill in, where a slip would leave reports that cannot be computed."""

import math
from collections.abc import Collection, Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextareaWidget

from assessments.compute.policy import GapPolicy, PolicyError
from assessments.models import (
    Evidence,
    Framework,
    GapPolicyVersion,
    Requirement,
    RoleAssignment,
    RoleLevel,
    Scale,
)
from assessments.reports.scales import missed_levels
from assessments.services import lock_policy, policy_in_force


class LevelFormSet(forms.BaseInlineFormSet):
    """The levels of a scale; those that the frameworks on it need stay."""

    def clean(self):
        super().clean()
        scale = self.instance
        if scale.pk is None or any(self.errors):
            return
        lines = [form.cleaned_data for form in self.forms if form.cleaned_data]
        kept = [line["value"] for line in lines if not line.get("DELETE")]
        frameworks = list(scale.frameworks.values_list("pk", flat=True))
        check_levels(frameworks, before=values_of(scale), after=kept)


class FrameworkForm(forms.ModelForm):
    """A framework, on a scale that has the levels it needs."""

    def clean_scale(self):
        scale, body = self.cleaned_data["scale"], self.instance
        before = body.scale if body.pk else None
        if before != scale:
            check_levels([body.pk], before=values_of(before) if before else (), after=values_of(scale))
        return scale


class SkillForm(forms.ModelForm):
    """A skill, part of another one of its framework, and not retired while a role level requires it."""

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent is not None:
            self._check_tree(parent)
        return parent

    def clean_retired_at(self):
        retired_at = self.cleaned_data["retired_at"]
        if retired_at and self.instance.pk and self.instance.retired_at is None:
            self._check_not_required()
        return retired_at

    def _check_tree(self, parent):
        framework = self.cleaned_data.get("framework") or getattr(self.instance, "framework", None)
        if parent.framework != framework:
            raise ValidationError(_("It is a skill of another framework. Choose one of this framework."))
        # Two changes of one tree at once could close a circle.
        list(Framework.objects.select_for_update(no_key=True).filter(pk=framework.pk))
        path, at = [self.instance], parent
        while at is not None and at != self.instance:
            path, at = [*path, at], at.parent
        if at is not None:
            ring = " → ".join(str(skill) for skill in [*path, at])
            raise ValidationError(_("They run in a circle: %(ring)s.") % {"ring": ring})

    def _check_not_required(self):
        needed = Requirement.objects.newest().filter(
            skill=self.instance, role_level__in=RoleLevel.objects.active()
        )
        if names := sorted(set(needed.values_list("role_level__name", flat=True))):
            message = _("Required by %(names)s. Import the framework without these requirements first.")
            raise ValidationError(message % {"names": ", ".join(names)})


class RoleLevelForm(forms.ModelForm):
    """A role level, which has its external id alone in the whole framework and stays in it."""

    def clean_role(self):
        role, level = self.cleaned_data["role"], self.instance
        if level.pk and RoleLevel.objects.get(pk=level.pk).role.framework_id != role.framework_id:
            raise ValidationError(_("It is a role of another framework. Choose one of this framework."))
        return role

    def clean(self):
        super().clean()
        role, external_id = self.cleaned_data.get("role"), self.cleaned_data.get("external_id")
        if role is None or not external_id:
            return
        levels = RoleLevel.objects.filter(role__framework=role.framework_id, external_id=external_id)
        if other := levels.exclude(role=role.pk).exclude(pk=self.instance.pk).first():
            message = _("The role level %(name)s of this framework has this id already. Use another one.")
            self.add_error("external_id", message % {"name": other})


class RoleAssignmentForm(forms.ModelForm):
    """A role that is given by hand, or the last day of one."""

    def clean(self):
        super().clean()
        said = {name: self.cleaned_data.get(name) for name in ("person", "role_level")}
        if self.instance.pk is None and all(said.values()):
            self._check_new(said)

    def clean_ends_on(self):
        ends_on, given = self.cleaned_data["ends_on"], self.instance
        if ends_on is not None and ends_on < given.starts_on:
            message = _("It begins on %(day)s. Give that day or a later one.")
            raise ValidationError(message % {"day": date_format(given.starts_on)})
        if ends_on is None and (other := _given_already(given)):
            message = _("The same role is open since %(day)s. End that one first.")
            raise ValidationError(message % {"day": date_format(other.starts_on)})
        return ends_on

    def _check_new(self, said):
        if other := _given_already(RoleAssignment(**said, source=RoleAssignment.Source.HAND)):
            message = _("They have this role since %(day)s. To move its first day, end it and give it again.")
            raise ValidationError(message % {"day": date_format(other.starts_on)})


def _given_already(role: RoleAssignment) -> RoleAssignment | None:
    """Another open assignment of the same role to the same person, from the same source."""
    same = {"person": role.person, "role_level": role.role_level, "source": role.source}
    return RoleAssignment.objects.current().filter(**same).exclude(pk=role.pk).first()


SPAN = gettext_lazy("As a share of the scale's span, from 0 to its top level.")
TRUST = {
    "sd": gettext_lazy("Error"),
    "half_life_days": gettext_lazy("Half-life, days"),
    "shared_error": gettext_lazy("Shared error"),
}
WHAT_TRUST_MEANS = gettext_lazy(
    "Error: how far one fresh reading lies from the true level, as a share of the scale's span. Half-life: "
    "when a reading has half its weight. Shared error: the share of the error, 0 to below 1, that its raters "
    "have in common."
)
NUMBERS = {
    "gap_below": (
        gettext_lazy("A gap below"),
        gettext_lazy("Where a requirement is met with less than this probability, there is a gap."),
    ),
    "meets_above": (
        gettext_lazy("Met above"),
        gettext_lazy("Over this probability it counts as met; in between, assess first."),
    ),
    "interval_coverage": (
        gettext_lazy("Coverage of intervals"),
        gettext_lazy("Probability with which the interval of a readiness is to hold."),
    ),
    "skill_correlation": (
        gettext_lazy("Correlation between skills"),
        gettext_lazy("Between the errors of one person's levels, 0 to 1."),
    ),
    "default_prior.mean": (gettext_lazy("Expected level"), SPAN),
    "default_prior.sd": (gettext_lazy("Spread of the expected level"), SPAN),
    "prior_persons": (
        gettext_lazy("Weight of the expected level"),
        gettext_lazy("In persons, where role families get their own from evidence."),
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
            raise ValidationError(_("These are the parameters in force. Change one of them, or leave."))
        if is_new and not is_latest:
            self.data = dict(self.data.items(), replaces=str(current.version))
            message = _("Version %(version)s was adopted meanwhile. Look at it; saving now replaces it.")
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
    return _("It must lie between %(low)s and %(high)s.") % error.parameters


def values_of(scale: Scale) -> list[int]:
    """The numbers of a scale's levels as they are stored."""
    return list(scale.levels.values_list("value", flat=True))


def check_levels(framework_ids: Collection[int], *, before: Collection[int], after: Collection[int]) -> None:
    """Raise ValidationError where frameworks cannot be measured on the levels `after` a change."""
    if framework_ids and not any(value > 0 for value in after):
        raise ValidationError(_("A framework cannot be measured on a scale that has no level above 0."))
    if missed := missed_levels(framework_ids=framework_ids, before=before, after=after):
        message = _(
            "Evidence or requirements still need level %(levels)s. Keep it; its name and text may change."
        )
        raise ValidationError(message % {"levels": ", ".join(map(str, missed))})

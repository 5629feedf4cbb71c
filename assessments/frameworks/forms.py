"""What HR admins fill in about frameworks, where a slip would leave reports that cannot be computed."""

from collections.abc import Collection

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.frameworks.models import Framework, Requirement, RoleLevel, Scale
from assessments.frameworks.reports import missed_levels
from lifow.base.hierarchy import ring
from lifow.base.listing import first_names


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
            names = ring(path, more=_("%(count)s more"))
            raise ValidationError(_("They form a circle: %(ring)s.") % {"ring": " → ".join(names)})

    def _check_not_required(self):
        needed = Requirement.objects.newest().filter(
            skill=self.instance, role_level__in=RoleLevel.objects.active()
        )
        if names := sorted(set(needed.values_list("role_level__name", flat=True))):
            message = _("Required by %(names)s. Import the framework without these requirements first.")
            named = first_names(names, more=_("%(count)s more"))
            raise ValidationError(message % {"names": ", ".join(named)})


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
        named = first_names(missed, more=_("%(count)s more"))
        raise ValidationError(message % {"levels": ", ".join(named)})

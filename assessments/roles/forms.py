"""What HR admins fill in about roles of people."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.roles.models import RoleAssignment


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
            message = _("It starts on %(day)s. Give that day or a later one.")
            raise ValidationError(message % {"day": date_format(given.starts_on)})
        if ends_on is None and (other := _given_already(given)):
            message = _("The same role has been open since %(day)s. End that one first.")
            raise ValidationError(message % {"day": date_format(other.starts_on)})
        return ends_on

    def _check_new(self, said):
        if other := _given_already(RoleAssignment(**said, source=RoleAssignment.Source.HAND)):
            message = _(
                "They have had this role since %(day)s. To change its first day, end it and assign it again."
            )
            raise ValidationError(message % {"day": date_format(other.starts_on)})


def _given_already(role: RoleAssignment) -> RoleAssignment | None:
    """Another open assignment of the same role to the same person, from the same source."""
    same = {"person": role.person, "role_level": role.role_level, "source": role.source}
    return RoleAssignment.objects.current().filter(**same).exclude(pk=role.pk).first()

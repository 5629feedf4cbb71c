"""What HR admins fill in about people, employments and org units."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.utils.translation import gettext as _
from unfold.forms import PaginationInlineFormSet

from lifow.people.persons.models import (
    ID_TAKEN,
    IN_ITSELF,
    OPEN_TWICE,
    OWN_MANAGER,
    OrgUnit,
    Person,
)
from lifow.people.persons.services import keep_records


class OrgUnitForm(ModelForm):
    def clean_parent(self) -> OrgUnit | None:
        parent: OrgUnit | None = self.cleaned_data["parent"]
        if parent and OrgUnit.objects.below(self.instance).filter(pk=parent.pk).exists():
            raise ValidationError(IN_ITSELF)
        return parent


class EmploymentForm(ModelForm):
    """One employment by itself."""

    owners: tuple[str, ...] = ("person",)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.owners:
            hold_records(said.get(name))
        return said


class ExternalIdForm(EmploymentForm):
    """One external id by itself."""

    owners = ("person", "org_unit")


class OwnedFormSet(PaginationInlineFormSet):
    """All rows of one person or org unit, judged as they will be once all are saved.

    Django leaves what is said of the owner out of the single forms: only together do they show it.
    """

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        hold_records(self.instance)
        forms = [form for form in self.forms if form.instance.pk or form.has_changed()]
        shown = [form.instance.pk for form in forms if form.instance.pk]
        kept = [form for form in forms if form not in self.deleted_forms]
        self.judge(kept, self.model.objects.exclude(pk__in=shown))

    def judge(self, forms: Sequence[ModelForm], others: QuerySet) -> None:
        """Refuse what may not be: of `forms`, which are to be saved, beside rows that were not shown."""
        raise NotImplementedError


class EmploymentFormSet(OwnedFormSet):
    def judge(self, forms: Sequence[ModelForm], others: QuerySet) -> None:
        for form in forms:
            if form.instance.manager_id and form.instance.manager_id == self.instance.pk:
                form.add_error("manager", OWN_MANAGER)
        open_rows = sum(form.instance.ends_on is None for form in forms)
        if open_rows > 1:
            raise ValidationError(OPEN_TWICE)
        if open_rows and others.filter(person=self.instance.pk, ends_on__isnull=True).exists():
            raise ValidationError(
                _("An open employment has been added in the meantime. Open this page again to see it.")
            )


class ExternalIdFormSet(OwnedFormSet):
    def judge(self, forms: Sequence[ModelForm], others: QuerySet) -> None:
        owner = self.fk.name
        for form in forms:
            taken = Q(value=form.instance.value, **{f"{owner}__isnull": False})
            own = Q(**{owner: self.instance.pk}) if self.instance.pk else Q(pk=None)
            if others.filter(taken | own, source=form.instance.source).exists():
                form.add_error("value", ID_TAKEN)


def hold_records(owner: Person | OrgUnit | None) -> None:
    """Let whoever saves records of the person or unit at the same time wait until this transaction ends."""
    keep_records()
    if owner is not None:
        list(type(owner).objects.filter(pk=owner.pk).select_for_update(no_key=True).values("pk"))

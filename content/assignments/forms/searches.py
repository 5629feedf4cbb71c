"""Modules, people and units in the form of an assignment: boxes, and a search for more."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.assignments.choices import Audience
from content.assignments.reports import Whom, people_in
from content.catalogue.models import Module
from lifow.base.searched_choices import SearchedChoices
from lifow.people.persons.models import OrgUnit, Person


class ModulesSearch(SearchedChoices):
    """The modules that are assigned."""

    name, find_name, button = "modules", "find_in_modules", "find_modules"
    label, find_label = gettext_lazy("Modules"), gettext_lazy("Find a module")
    hint = gettext_lazy("What has to be done, in this order. Find one by a word of its title or text.")
    gone = gettext_lazy("A module that you chose is not published any more. Choose another one.")
    most_chosen = 20

    def possible(self) -> Any:
        return Module.objects.published()

    def box(self, one: Any) -> str:
        return _("%(minutes)s min") % {"minutes": one.minutes}


class InsteadSearch(ModulesSearch):
    """Modules that count instead."""

    name, find_name, button = "instead", "find_in_instead", "find_instead"
    label = gettext_lazy("Modules that count instead")
    hint = gettext_lazy("Whoever has done one of these has done the assignment.")


class PeopleSearch(SearchedChoices):
    """The people whom it is for: for managers, of their reporting line."""

    name, find_name, button = "people", "find_in_people", "find_people"
    label, find_label = gettext_lazy("People"), gettext_lazy("Find a person")
    hint = gettext_lazy("Needed for people by name.")
    gone = gettext_lazy("Somebody whom you chose does not work here any more, or does not report to you.")
    most_chosen = 200

    def __init__(self, data: Any, *, user: Person, before: Iterable[Person] = ()) -> None:
        self.user = user
        super().__init__(data, before=before)

    def possible(self) -> Any:
        everybody = people_in(Whom(Audience.EVERYBODY), timezone.now())
        seen = Person.objects.visible_to(self.user).exclude(pk=self.user.pk)
        return everybody.filter(pk__in=seen.values("pk"))

    def box(self, one: Any) -> str:
        return one.email or ""


class UnitSearch(SearchedChoices):
    """The unit whose people it is for."""

    name, find_name, button = "units", "find_in_units", "find_units"
    label, find_label = gettext_lazy("Unit"), gettext_lazy("Find a unit")
    hint = gettext_lazy("Needed for everybody in a unit.")
    gone = gettext_lazy("The unit that you chose is closed. Choose another one.")
    most_chosen = 1

    def possible(self) -> Any:
        return OrgUnit.objects.open()

    def found(self, words: str) -> Sequence[Any]:
        rows = self.possible().filter(name__icontains=words)
        return list(rows.select_related("parent").order_by("name", "pk")[: self.most_found])

    def box(self, one: Any) -> str:
        return str(one.parent) if one.parent else ""

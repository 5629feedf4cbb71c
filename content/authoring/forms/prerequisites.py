"""What comes before a module: boxes of those that are chosen, and a search for others."""

from typing import Any

from django.utils.translation import gettext_lazy

from content.catalogue.choices import ModuleKind
from content.catalogue.models import Module
from content.catalogue.services import ModuleContents
from lifow.base.searched_choices import SearchedChoices

FIND = "find_prerequisites"
"""What the button is named that looks for modules. What it sends is not saved."""


class PrerequisitesForm(SearchedChoices):
    """Modules to do first: each that is published or on the way there, but for the module itself."""

    name, find_name, button = "prerequisites", "find", FIND
    label, find_label = gettext_lazy("Prerequisites"), gettext_lazy("Find a module")
    gone = gettext_lazy("Select a valid choice: a module that you chose is not there any more.")

    def __init__(self, data: Any, *, module: Module | None, contents: ModuleContents | None) -> None:
        self.module = module
        super().__init__(data, before=contents.prerequisites if contents else ())

    def possible(self) -> Any:
        # Plans have no paths.
        rows = Module.objects.current().exclude(kind=ModuleKind.PATH)
        return rows.exclude(pk=self.module.pk) if self.module is not None else rows

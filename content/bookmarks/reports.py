"""What somebody has saved for later."""

from content.bookmarks.models import SavedModule
from content.catalogue.models import Module
from lifow.people.persons.models import Person


def is_saved(person: Person, module: Module) -> bool:
    """Whether somebody has a module on their list."""
    return SavedModule.objects.filter(person=person, module=module).exists()

"""What is left of a module before somebody can say that it is done."""

from content.activity.models import Activity
from content.activity.reports import left_to_read
from content.assignments.reports import asked_again
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from lifow.people.persons.models import Person


def left_to_do(module: Module, person: Person, activity: Activity | None) -> str:
    """What somebody still has to do of a module, or to read, in a sentence; "" where nothing is left.

    `activity` is what they have done with it so far.
    """
    kind = kind_of(module.kind)
    left = kind.left_to_do(module, person)
    if left or not kind.is_text_read:
        return left
    return left_to_read(activity, again=asked_again(person, activity))

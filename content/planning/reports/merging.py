"""What of a record to be merged is counted before it is: modules done and written."""

from django.utils.translation import gettext as _

from content.activity.models import Activity
from content.catalogue.models import Module
from content.kinds.template.models import TemplateCopy
from lifow.people.persons.models import Person


def merge_counts(kept: Person, merged: Person) -> list[tuple[str, int]]:
    """(what, how many) that is the kept person's too once the record is merged."""
    return [
        (_("modules started or done"), Activity.objects.filter(person=merged).count()),
        (_("copies of templates"), TemplateCopy.objects.for_person(merged).count()),
        (_("modules that they wrote"), Module.objects.by(merged).count()),
    ]

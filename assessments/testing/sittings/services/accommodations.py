"""Extra time in tests for somebody who needs it."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessments.testing.sittings.models import Accommodation
from assessments.testing.sittings.models.forms import MOST_EXTRA
from assessments.testing.sittings.services.errors import SittingError
from lifow.people.persons.models import Person


def set_accommodation(
    *, person: Person, extra_percent: int, by: Person | None, as_of: datetime
) -> Accommodation | None:
    """Give somebody so much more time in tests that they begin from now on; 0 for none.

    Raises SittingError out of 0 to 300 percent.
    """
    if not 0 <= extra_percent <= MOST_EXTRA:
        message = _("Choose from 0 to %(most)s percent more time.") % {"most": MOST_EXTRA}
        raise SittingError("extra_percent", message)
    if not extra_percent:
        Accommodation.objects.filter(person=person).delete()
        return None
    told = {"extra_percent": extra_percent, "set_by": by, "set_at": as_of}
    row, _is_new = Accommodation.objects.update_or_create(person=person, defaults=told)
    return row

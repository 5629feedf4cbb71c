"""Rights that take two apps: a mentor reads the copies of templates that their learner has shared."""

import rules

from content.kinds.template.rules import is_shared, reads_copy
from mentoring.choices import HOLDING
from mentoring.pairings.models import Pairing


@rules.predicate
def mentors_writer(user, copy) -> bool:
    """Whether the user mentors whoever has written the copy, now."""
    if copy is None or user.pk is None:
        return False
    return Pairing.objects.for_mentor(user).filter(mentee=copy.person_id, state__in=HOLDING).exists()


rules.set_perm("content.read_copy", reads_copy | (is_shared & mentors_writer))

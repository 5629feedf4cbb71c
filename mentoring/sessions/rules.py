"""Who may agree on sessions: the two of a pairing."""

import rules

from mentoring.choices import HOLDING


@rules.predicate
def is_one_of_the_two(user, pairing) -> bool:
    return pairing is not None and user.pk in (pairing.mentee_id, pairing.mentor_id)


@rules.predicate
def goes_on(user, pairing) -> bool:
    return pairing is not None and pairing.state in HOLDING


rules.add_perm("mentoring.propose_session", is_one_of_the_two & goes_on)

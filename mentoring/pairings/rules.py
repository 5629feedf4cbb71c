"""Who may do what in a pairing."""

import rules

from mentoring.choices import OVER, UNDER_WAY


@rules.predicate
def is_mentee(user, pairing) -> bool:
    return pairing is not None and user.pk == pairing.mentee_id


@rules.predicate
def is_mentor(user, pairing) -> bool:
    return pairing is not None and user.pk == pairing.mentor_id


@rules.predicate
def was_asked(user, pairing) -> bool:
    """Whether the learner has asked: before that, what a proposal says is for the learner alone."""
    return pairing is not None and (pairing.asked_at is not None or pairing.state in UNDER_WAY)


@rules.predicate
def is_over(user, pairing) -> bool:
    """Whether it has ended in any way: what it says of the learner is no longer for the mentor."""
    return pairing is not None and pairing.state in OVER


@rules.predicate
def oversees(user) -> bool:
    return bool(user.is_authenticated and user.is_hr_admin)


rules.add_perm("mentoring.view_pairing", is_mentee | (is_mentor & was_asked) | oversees)
rules.add_perm("mentoring.read_request", is_mentee | (is_mentor & ~is_over) | oversees)
rules.add_perm("mentoring.ask_mentor", is_mentee)
rules.add_perm("mentoring.answer_request", is_mentor)
rules.add_perm("mentoring.begin_pairing", is_mentee | is_mentor)
rules.add_perm("mentoring.hand_in_task", is_mentee)
rules.add_perm("mentoring.give_feedback", is_mentor)
rules.add_perm("mentoring.complete_pairing", is_mentee | is_mentor)
rules.add_perm("mentoring.end_pairing", is_mentee | is_mentor | oversees)
rules.add_perm("mentoring.view_programme", oversees)
rules.add_perm("mentoring.release_seat", oversees)

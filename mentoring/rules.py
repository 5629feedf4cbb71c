"""Who may do what in a pairing."""

import rules


@rules.predicate
def is_mentee(user, pairing) -> bool:
    return pairing is not None and user.pk == pairing.mentee_id


@rules.predicate
def is_mentor(user, pairing) -> bool:
    return pairing is not None and user.pk == pairing.mentor_id


@rules.predicate
def oversees(user) -> bool:
    return bool(user.is_authenticated and user.is_hr_admin)


rules.add_perm("mentoring.view_pairing", is_mentee | is_mentor | oversees)
rules.add_perm("mentoring.ask_mentor", is_mentee)
rules.add_perm("mentoring.answer_request", is_mentor)
rules.add_perm("mentoring.hand_in_task", is_mentee)
rules.add_perm("mentoring.give_feedback", is_mentor)
rules.add_perm("mentoring.end_pairing", is_mentee | is_mentor | oversees)
rules.add_perm("mentoring.view_programme", oversees)

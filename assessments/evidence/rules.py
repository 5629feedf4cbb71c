"""Who may rate whom."""

import rules

from lifow.people.persons.rules import is_above


@rules.predicate
def is_about_oneself(user, person) -> bool:
    return person is not None and user.pk == person.pk


@rules.predicate
def is_about_ones_line(user, person) -> bool:
    return is_above(user, person)


rules.add_perm("assessments.rate_oneself", is_about_oneself)
rules.add_perm("assessments.rate_as_manager", is_about_ones_line)

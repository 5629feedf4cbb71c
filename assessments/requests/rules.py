"""Who may ask for ratings, see who has answered, and take a question back.

Whoever is asked may answer: that is the row itself.
"""

import rules

from lifow.people.persons.rules import is_above, is_hr_admin


@rules.predicate
def asked_for_it(user, batch) -> bool:
    return batch is not None and batch.asked_by_id == user.pk


rules.add_perm("assessments.ask_about", is_above | is_hr_admin)
rules.add_perm("assessments.view_batch", asked_for_it | is_hr_admin)
rules.add_perm("assessments.withdraw_requests", asked_for_it | is_hr_admin)

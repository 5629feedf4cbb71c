"""Who reads by name who has not read a product update: HR. Authors read how many."""

import rules

from lifow.people.persons.rules import is_hr_admin

rules.add_perm("content.view_readers", is_hr_admin)

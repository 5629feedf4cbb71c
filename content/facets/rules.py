"""Who keeps the company's list of facets."""

import rules

from lifow.people.persons.rules import is_hr_admin

rules.add_perm("content.keep_facets", is_hr_admin)

"""Who reads how well skills are remembered: HR, of at least five people together. Their own is each
person's."""

import rules

from lifow.people.persons.rules import is_hr_admin

rules.add_perm("content.view_retention", is_hr_admin)

"""Who reads statistics of questions, and calibrates: those who may author. Nobody else sees any of them."""

import rules

from lifow.people.persons.rules import may_author

rules.add_perm("assessments.view_item_health", may_author)
rules.add_perm("assessments.calibrate", may_author)

"""Who decides about a rater: HR, and never about oneself.

HR sees how all ratings differ by the right to the pages of the organisation; raters see their own number,
which is the row itself.
"""

import rules

from lifow.people.persons.rules import is_hr_admin, is_oneself

rules.add_perm("assessments.decide_about_rater", is_hr_admin & ~is_oneself)

"""Who may make tests, sit them, and read what came of it."""

from typing import Any

import rules

from assessments.testing.sittings.choices import FormState
from assessments.testing.sittings.models import SittingItem
from lifow.base.media.models import Picture
from lifow.people.persons.models import Person
from lifow.people.persons.rules import is_above, is_hr_admin, may_author


@rules.predicate
def is_published(user, form) -> bool:
    return form is not None and form.state == FormState.PUBLISHED


@rules.predicate
def is_own_sitting(user, sitting) -> bool:
    """Whether it is the user's, or of a record that is merged into theirs; it comes with its person."""
    return sitting is not None and user.pk in (sitting.person_id, sitting.person.merged_into_id)


@rules.predicate
def is_above_sitting(user, sitting) -> bool:
    return sitting is not None and is_above(user, sitting.person)


def may_see_picture(user: Any, picture: Picture) -> bool:
    """Whether somebody sees a picture because a question that they were shown has it."""
    shown = SittingItem.objects.filter(version__picture=picture, shown_at__isnull=False)
    return shown.filter(sitting__person__in=Person.objects.records_of(user)).exists()


rules.add_perm("assessments.make_tests", may_author)
rules.add_perm("assessments.take_test", is_published)
rules.add_perm("assessments.sit", is_own_sitting)
rules.add_perm("assessments.view_sitting", is_own_sitting | is_above_sitting | is_hr_admin)
rules.add_perm("assessments.set_accommodation", is_hr_admin)

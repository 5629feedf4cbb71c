"""Who may write questions, and who reviews one. Learners meet questions in sittings alone, without keys."""

from typing import Any

import rules

from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports import has_written
from lifow.base.media.models import Picture
from lifow.people.persons.rules import may_author


@rules.predicate
def is_second_person(user, version) -> bool:
    """Whether somebody else wrote it."""
    return version is not None and not has_written(user, version)


def may_see_picture(user: Any, picture: Picture) -> bool:
    """Whether somebody sees a picture because it is of a question, or was just uploaded for one."""
    if not may_author(user):
        return False
    is_of_a_question = ItemVersion.objects.filter(picture=picture).exists()
    return is_of_a_question or Picture.objects.unused().filter(pk=picture.pk).exists()


rules.add_perm("assessments.author_questions", may_author)
rules.add_perm("assessments.review_question", may_author & is_second_person)

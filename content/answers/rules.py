"""Who may change, accept, verify and merge: the asker, the author, whoever owns the skill, authors and HR."""

from typing import Any

import rules

from assessments.owners.reports import owned_skills, owns
from content.answers.models import Answer, Question
from lifow.base.media.models import Picture
from lifow.people.persons.rules import is_hr_admin, may_author


@rules.predicate
def is_the_asker(user, question) -> bool:
    return question is not None and user.pk is not None and user.pk == question.asker_id


@rules.predicate
def is_the_writer(user, answer) -> bool:
    return answer is not None and user.pk is not None and user.pk == answer.author_id


@rules.predicate
def owns_the_skill(user, question) -> bool:
    return question is not None and user.pk is not None and owns(user, question.skill_id)


@rules.predicate
def owns_its_skill(user, answer) -> bool:
    """Of an answer: that of its question."""
    return answer is not None and user.pk is not None and owns(user, answer.question.skill_id)


@rules.predicate
def owns_a_skill(user) -> bool:
    return user.pk is not None and bool(owned_skills(user))


def may_see_picture(user: Any, picture: Picture) -> bool:
    """Whether somebody sees a picture of a question or an answer: who reads the question."""
    readable = Question.objects.readable_by(user)
    of_answers = Answer.objects.visible().filter(pictures=picture, question__in=readable)
    return readable.filter(pictures=picture).exists() or of_answers.exists()


rules.add_perm("content.change_question", is_the_asker | may_author | owns_the_skill)
rules.add_perm("content.accept_answer", is_the_asker | may_author | owns_the_skill)
rules.add_perm("content.merge_question", may_author | owns_the_skill)
rules.add_perm("content.change_answer", is_the_writer | may_author | owns_its_skill)
rules.add_perm("content.verify_answer", may_author | owns_its_skill)
rules.add_perm("content.review_answers", may_author | owns_a_skill)
rules.add_perm("content.keep_faq", may_author)
rules.add_perm("content.set_answer_policy", is_hr_admin)

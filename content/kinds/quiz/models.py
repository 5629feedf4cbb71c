"""What learners did with the quizzes of modules."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.testing.sittings.models import Sitting, SittingItem
from content.catalogue.models import Module
from lifow.base.fields import MomentField, ObjectField
from lifow.people.persons.models import Person


class QuizSitting(models.Model):
    """A check of the questions of a module, in which first answers are kept and count.

    There is a further one where questions were left open for too long, or came later.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="quiz_sittings", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="quiz_sittings", verbose_name=_("module")
    )
    sitting = models.OneToOneField(
        Sitting, on_delete=models.CASCADE, related_name="+", verbose_name=_("sitting")
    )

    class Meta:
        verbose_name = _("sitting of a quiz")
        verbose_name_plural = _("sittings of quizzes")
        indexes = [models.Index(fields=["person", "module"], name="quiz_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.module}"


class SecondTry(models.Model):
    """A second answer to a question of a quiz: for its learner alone, it never counts."""

    question = models.OneToOneField(
        SittingItem, on_delete=models.CASCADE, related_name="second_try", verbose_name=_("question")
    )
    answer = ObjectField(_("answer"))
    score = models.PositiveSmallIntegerField(_("score"))
    answered_at = MomentField(_("answered at"))

    class Meta:
        verbose_name = _("second try")
        verbose_name_plural = _("second tries")

    def __str__(self) -> str:
        return str(self.question_id)

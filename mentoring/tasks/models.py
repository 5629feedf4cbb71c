"""Tasks, and the feedback that becomes evidence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from lifow.base.fields import MomentField, PublicIdField
from lifow.base.models import Timestamped
from mentoring.pairings.models import Pairing
from mentoring.tasks.querysets import TaskQuerySet


class Task(Timestamped):
    """A piece of real work that a learner shows to the mentor."""

    public_id = PublicIdField(prefix="tsk")
    pairing = models.ForeignKey(
        Pairing, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("pairing")
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("what was done"))
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+", verbose_name=_("skill"))
    handed_in_at = MomentField(_("handed in at"))

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    def __str__(self) -> str:
        return self.title


class Feedback(Timestamped):
    """What the mentor says of a task: a level in a skill and words. It becomes evidence."""

    task = models.OneToOneField(
        Task, on_delete=models.CASCADE, related_name="feedback", verbose_name=_("task")
    )
    text = models.TextField(_("text"))
    evidence = models.OneToOneField(
        Evidence, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("evidence")
    )
    given_at = MomentField(_("given at"))

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")

    def __str__(self) -> str:
        return str(self.task)

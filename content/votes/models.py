"""Whether modules were helpful: what each learner says, and what it comes to by role."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Role
from content.catalogue.models import Module, ModuleVersion
from content.votes.querysets import ModuleVoteQuerySet
from lifow.base.bounds import validate_text
from lifow.base.fields import MomentField
from lifow.people.persons.models import Person

LONGEST_WORDS = 500


class ModuleVote(models.Model):
    """Whether a module was helpful to somebody who has done it, in the version that they had, and why."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="module_votes", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="votes", verbose_name=_("module")
    )
    version = models.ForeignKey(
        ModuleVersion, on_delete=models.CASCADE, related_name="votes", verbose_name=_("version")
    )
    is_helpful = models.BooleanField(_("was helpful"))
    words = models.TextField(
        _("words"), max_length=LONGEST_WORDS, blank=True, default="", validators=[validate_text]
    )
    voted_at = MomentField(_("voted at"))

    objects = ModuleVoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote on a module")
        verbose_name_plural = _("votes on modules")
        indexes = [models.Index(fields=["module", "-voted_at"], name="module_vote_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version"], name="module_vote_once_a_person_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.module_id}: {self.is_helpful}"


class RoleVotes(models.Model):
    """How many people in a role voted on a module, and found it helpful.

    Derived from votes; replaced as a whole each night. Fewer than five have none.
    """

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+", verbose_name=_("role"))
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="+", verbose_name=_("module"))
    voters = models.PositiveIntegerField(_("people who voted"))
    helpful = models.PositiveIntegerField(_("of these, found it helpful"))
    counted_at = MomentField(_("counted at"))

    class Meta:
        verbose_name = _("votes of a role")
        verbose_name_plural = _("votes of roles")
        constraints = [
            models.UniqueConstraint(fields=["role", "module"], name="role_votes_once_a_role_and_module"),
            models.CheckConstraint(condition=Q(helpful__lte=F("voters")), name="role_votes_helpful_are_part"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.module_id}"

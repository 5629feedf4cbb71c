"""Who answers for what is said about a skill."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person


class SkillOwner(Timestamped):
    """The person who is asked first about a skill, and who verifies answers about it. HR names them."""

    skill = models.OneToOneField(
        Skill, on_delete=models.CASCADE, related_name="ownership", verbose_name=_("skill")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="owned_skills", verbose_name=_("owner")
    )

    class Meta:
        verbose_name = _("owner of a skill")
        verbose_name_plural = _("owners of skills")

    def __str__(self) -> str:
        return f"{self.skill}: {self.person}"

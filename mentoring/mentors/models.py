"""Mentors, their seats, who may not meet, and who lets colleagues find them without being a mentor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from lifow.base.fields import MomentField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person
from mentoring.mentors.querysets import MentorQuerySet, SeatQuerySet

MOST_SEATS = 10


class Mentor(Timestamped):
    """A person who is willing to guide others. What they can guide in is proven by evidence, not claimed."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="mentor", verbose_name=_("person")
    )
    is_willing = models.BooleanField(_("willing"), default=True)
    about = models.TextField(_("about"), blank=True, help_text=_("What I can help with, in my own words."))

    objects = MentorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")

    def __str__(self) -> str:
        return str(self.person)


class Seat(models.Model):
    """One place with a mentor. As many open seats as the mentor has capacity."""

    mentor = models.ForeignKey(
        Mentor, on_delete=models.CASCADE, related_name="seats", verbose_name=_("mentor")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    closed_at = MomentField(_("closed at"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [models.UniqueConstraint(fields=["mentor", "number"], name="seat_number_once_a_mentor")]

    def __str__(self) -> str:
        return f"{self.mentor} {self.number}"


class ExcludedPair(models.Model):
    """Two people who must not be paired, whatever the match says."""

    mentee = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("learner"))
    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("mentor"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("excluded pair")
        verbose_name_plural = _("excluded pairs")
        constraints = [models.UniqueConstraint(fields=["mentee", "mentor"], name="excluded_pair_once")]

    def __str__(self) -> str:
        return f"{self.mentee} – {self.mentor}"


class FindableSkill(models.Model):
    """That colleagues may find somebody for a skill: their own choice, and nobody else's."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="findable_skills", verbose_name=_("person")
    )
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+", verbose_name=_("skill"))
    chosen_at = MomentField(_("chosen at"))

    class Meta:
        verbose_name = _("skill to be found for")
        verbose_name_plural = _("skills to be found for")
        constraints = [models.UniqueConstraint(fields=["person", "skill"], name="findable_skill_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.skill}"

"""The digest of each week that somebody was sent, what its links did, and the day that people choose."""

from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from assessments.testing.bank.models import ItemVersion
from channels.digest.choices import Act
from lifow.base.fields import DayField, MomentField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person


class WeekDigest(models.Model):
    """A week, by its Monday, of which somebody was told by a digest, or had nothing to be told of: each week
    is looked at once.

    `question` is what it asks, as it stood then, its options in the order of the row's own id.
    """

    public_id = PublicIdField(prefix="dig")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="week_digests", verbose_name=_("person")
    )
    monday = DayField(_("week of"))
    told_at = MomentField(_("told at"))
    is_empty = models.BooleanField(_("nothing to tell"), default=False)
    question = models.ForeignKey(
        ItemVersion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("question"),
    )

    class Meta:
        verbose_name = _("digest of a week")
        verbose_name_plural = _("digests of weeks")
        constraints = [
            models.UniqueConstraint(fields=["person", "monday"], name="week_digest_once_a_person_and_week")
        ]
        indexes = [models.Index(fields=["told_at"], name="week_digest_told")]

    def __str__(self) -> str:
        return f"{self.person}: {self.monday}"


class DigestAct(models.Model):
    """What somebody did by a link of a digest. The row is why a link works once."""

    digest = models.ForeignKey(
        WeekDigest, on_delete=models.CASCADE, related_name="acts", verbose_name=_("digest")
    )
    act = models.CharField(_("act"), max_length=20, choices=Act)
    target = models.CharField(
        _("target"), max_length=40, blank=True, help_text=_("Public id of a module or a skill.")
    )
    done_at = MomentField(_("done at"))

    class Meta:
        verbose_name = _("act from a digest")
        verbose_name_plural = _("acts from digests")
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "act", "target"], name="digest_act_once_a_digest_and_target"
            )
        ]

    def __str__(self) -> str:
        return f"{self.digest}: {self.act} {self.target}".strip()


class DigestPreference(Timestamped):
    """The day of the week on which somebody wants the digest; without the row, where their work begins."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="digest_preference", verbose_name=_("person")
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=list(WEEKDAYS.items()))

    class Meta:
        verbose_name = _("day of the digest")
        verbose_name_plural = _("days of the digest")
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="digest_preference_is_a_weekday")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_weekday_display()}"

"""Questions that come back, so that what was learned is not forgotten, and what was answered to them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.sittings.models import SittingItem
from content.catalogue.models import Module
from content.refreshers.choices import LEAST_PEOPLE, CardState, Change, Rating
from content.refreshers.compute import Memory
from content.refreshers.querysets import RefresherCardQuerySet, RefresherReviewQuerySet
from lifow.base.fields import DayField, ListField, MomentField, NumberField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person


class RefresherCard(Timestamped):
    """A question of the bank that comes back to a person, and what is known of their memory of it.

    Days are the person's own. `stability` and `difficulty` are those of FSRS; empty before the first answer.
    `version` is the wording that was answered last, `module` the one that taught it, if one did.
    """

    State = CardState
    Change = Change

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="refresher_cards", verbose_name=_("person")
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("question"))
    version = models.ForeignKey(
        ItemVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version answered last"),
    )
    module = models.ForeignKey(
        Module,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("module that taught it"),
    )
    learned_at = MomentField(_("learned at"))
    state = models.CharField(_("state"), max_length=10, choices=CardState, default=CardState.NEW)
    stability = NumberField(
        _("stability in days"), null=True, blank=True, help_text=_("Remembered so long with a chance of 90%.")
    )
    difficulty = NumberField(_("difficulty"), null=True, blank=True)
    answered_at = MomentField(_("answered last at"), null=True, blank=True)
    reviewed_on = DayField(_("answered last on"), null=True, blank=True)
    due_on = DayField(_("due on"))
    lapses = models.PositiveSmallIntegerField(_("times forgotten"), default=0)
    change = models.CharField(_("what has changed"), max_length=10, choices=Change, blank=True, default="")
    changed_at = MomentField(_("changed at"), null=True, blank=True)

    objects = RefresherCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("question that comes back")
        verbose_name_plural = _("questions that come back")
        constraints = [
            models.UniqueConstraint(fields=["person", "item"], name="refresher_card_once"),
            models.CheckConstraint(
                condition=Q(
                    state=CardState.NEW,
                    stability__isnull=True,
                    difficulty__isnull=True,
                    reviewed_on__isnull=True,
                )
                | (
                    ~Q(state=CardState.NEW)
                    & Q(stability__gt=0, difficulty__gte=1, difficulty__lte=10, reviewed_on__isnull=False)
                ),
                name="refresher_card_answered_has_memory",
            ),
            models.CheckConstraint(
                condition=Q(change=Change.NONE, changed_at__isnull=True)
                | (~Q(change=Change.NONE) & Q(changed_at__isnull=False)),
                name="refresher_card_change_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "due_on"], name="refresher_card_due"),
            models.Index(fields=["item"], name="refresher_card_of_an_item"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.item}"

    @property
    def memory(self) -> Memory | None:
        """What FSRS keeps of it; None before the first answer."""
        if self.stability is None or self.difficulty is None or self.reviewed_on is None:
            return None
        return Memory(self.stability, self.difficulty, self.reviewed_on, self.due_on)


class RefresherReview(models.Model):
    """One answer to a question that comes back: how well it was remembered, and how likely that was.

    It says that the answer of the sitting was taken into account: each is once.
    """

    Rating = Rating

    card = models.ForeignKey(
        RefresherCard, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("question")
    )
    sitting_item = models.OneToOneField(
        SittingItem, on_delete=models.CASCADE, related_name="refresher_review", verbose_name=_("answer")
    )
    rating = models.PositiveSmallIntegerField(
        _("how well it was remembered"),
        choices=Rating,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )
    is_refresher = models.BooleanField(_("asked again"), default=False)
    answered_at = MomentField(_("answered at"))
    answered_on = DayField(_("answered on"))
    days_since = models.PositiveSmallIntegerField(_("days since the answer before"), null=True, blank=True)
    recall = NumberField(_("chance that it would be remembered"), null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(_("seconds expected"))

    objects = RefresherReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a refresher")
        verbose_name_plural = _("answers to refreshers")
        constraints = [
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=4), name="refresher_review_rated"),
            models.CheckConstraint(
                condition=Q(recall__isnull=True) | Q(recall__gte=0, recall__lte=1),
                name="refresher_review_recall_is_a_chance",
            ),
        ]
        indexes = [models.Index(fields=["card", "answered_at"], name="refresher_review_of_a_card")]

    def __str__(self) -> str:
        return f"{self.card_id}: {self.rating}"


class RefresherTold(models.Model):
    """The day on which somebody was told last that questions wait: once a day at most."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="refreshers_told", verbose_name=_("person")
    )
    told_on = DayField(_("told on"))

    class Meta:
        verbose_name = _("told of refreshers")
        verbose_name_plural = _("told of refreshers")

    def __str__(self) -> str:
        return f"{self.person}: {self.told_on}"


class SkillRetention(models.Model):
    """How well a skill is remembered by all who have learned it, as of a moment; of at least five people.

    It is counted again when as many people are in it, or five more or fewer: nobody is read off the
    difference.

    questions   that come back to them, together
    recall      chance of remembering, on average, after each of the days of the curve without a refresher
    answers     of refreshers of the last half year by the days since the answer before: days, answers, how
                many were right; those of at least five people
    """

    skill = models.OneToOneField(
        Skill, on_delete=models.CASCADE, related_name="retention", verbose_name=_("skill")
    )
    counted_at = MomentField(_("counted at"))
    people = models.PositiveIntegerField(_("people"))
    questions = models.PositiveIntegerField(_("questions"))
    recall = ListField(_("chance of remembering"), default=list, blank=True)
    answers = ListField(_("answers"), default=list, blank=True)

    class Meta:
        verbose_name = _("retention of a skill")
        verbose_name_plural = _("retention of skills")
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=LEAST_PEOPLE, questions__gte=F("people")),
                name="skill_retention_of_enough_people",
            )
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.people}"

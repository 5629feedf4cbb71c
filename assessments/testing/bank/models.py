"""The item bank: what is asked of people to measure a skill, in numbered versions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from assessments.testing.bank.choices import (
    OPEN_STATES,
    PUBLISHED_STATES,
    ItemKind,
    ItemState,
    VersionState,
)
from assessments.testing.bank.querysets import ItemQuerySet, ItemVersionQuerySet
from lifow.base.bounds import LONGEST_TEXT, validate_text
from lifow.base.fields import MomentField, ObjectField, PublicIdField
from lifow.base.media.models import Picture
from lifow.base.models import Timestamped
from lifow.people.persons.models import LANGUAGE_CODE, Person

SHORTEST_SECONDS, LONGEST_SECONDS = 5, 3600
HIGHEST_SCORE = 10
ID_TAKEN = _("This system has given this id to another question.")


def validate_language(code: str) -> None:
    """Raise ValidationError for what is no language code."""
    if not LANGUAGE_CODE.fullmatch(code):
        raise ValidationError(_("Use a language code such as en or pt-BR."))


class Item(Timestamped):
    """A question of the bank: what it is about. What is shown and how it is scored are its versions."""

    State = ItemState

    public_id = PublicIdField(prefix="itm")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="items", verbose_name=_("skill"))
    language = models.CharField(_("language"), max_length=20, default="en", validators=[validate_language])
    author = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="authored_items",
        verbose_name=_("author"),
    )
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.DRAFT)
    retired_at = MomentField(_("retired at"), null=True, blank=True)
    retired_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("retired by"),
    )
    retired_reason = models.CharField(
        _("why it was retired"), max_length=300, blank=True, default="", validators=[validate_text]
    )
    external_source = models.CharField(
        _("system that it came from"), max_length=50, blank=True, default="", validators=[validate_text]
    )
    external_id = models.CharField(
        _("its id there"), max_length=200, blank=True, default="", validators=[validate_text]
    )
    idempotency_key = models.CharField(
        max_length=200,
        null=True,
        unique=True,
        editable=False,
        help_text=_("Makes the same form, sent twice, the same question."),
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="item_external_id_once",
                violation_error_message=ID_TAKEN,
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.RETIRED, retired_at__isnull=False)
                | (~Q(state=ItemState.RETIRED) & Q(retired_at__isnull=True)),
                name="item_retired_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["skill", "state"], name="item_of_a_skill"),
            models.Index(fields=["updated_at"], name="item_updated"),
        ]

    def __str__(self) -> str:
        return self.public_id


class ItemVersion(Timestamped):
    """One wording of an item: what is shown, and how an answer is scored.

    A draft is edited in place. Once it was published nothing of it changes any more but its state, which
    says whether a later version took its place: the database refuses (triggers, see the migrations), apart
    from people who are erased. `body` is by kind, see `assessments.testing.bank.kinds`.
    """

    Kind = ItemKind
    State = VersionState

    public_id = PublicIdField(prefix="itv")
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="versions", verbose_name=_("question")
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind)
    level = models.PositiveSmallIntegerField(
        _("level"),
        validators=[MinValueValidator(1)],
        help_text=_("A person who is just at this level has an even chance."),
    )
    stem = models.TextField(_("question"), max_length=LONGEST_TEXT, help_text=_("Markdown."))
    body = ObjectField(_("answers"), default=dict, blank=True)
    searched_answers = models.TextField(
        null=True, editable=False, help_text=_("What can be answered, as text that is searched.")
    )
    searched_skill = models.CharField(
        max_length=200, null=True, editable=False, help_text=_("The name of its skill, kept by the database.")
    )
    picture = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_alt = models.CharField(
        _("what the picture shows"), max_length=300, blank=True, default="", validators=[validate_text]
    )
    highest_score = models.PositiveSmallIntegerField(
        _("highest score"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_SCORE)],
        help_text=_("1, but for a scenario with points."),
    )
    seconds_expected = models.PositiveSmallIntegerField(
        _("seconds expected"),
        default=45,
        validators=[MinValueValidator(SHORTEST_SECONDS), MaxValueValidator(LONGEST_SECONDS)],
    )
    revision = models.PositiveIntegerField(
        _("revision"), default=1, help_text=_("Counts the times that it was saved.")
    )
    created_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    changed_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last changed by"),
    )
    submitted_at = MomentField(_("sent for review at"), null=True, blank=True)
    reviewer = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked to review"),
        help_text=_("Nobody: anybody who may review it."),
    )
    reviewed_at = MomentField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    review_note = models.TextField(
        _("note of the review"), max_length=LONGEST_TEXT, blank=True, default="", validators=[validate_text]
    )
    published_at = MomentField(_("published at"), null=True, blank=True)

    objects = ItemVersionQuerySet.as_manager()
    search_fields = ("stem", "searched_answers", "searched_skill")

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_numbered"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=OPEN_STATES), name="item_version_open_once"
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state=VersionState.PUBLISHED), name="item_version_published_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, level__gte=1, highest_score__gte=1),
                name="item_version_counts_from_one",
            ),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.SCENARIO) | Q(highest_score=1), name="item_version_graded_scenario"
            ),
            models.CheckConstraint(
                condition=Q(seconds_expected__gte=SHORTEST_SECONDS, seconds_expected__lte=LONGEST_SECONDS),
                name="item_version_takes_seconds",
            ),
            models.CheckConstraint(
                condition=Q(picture__isnull=True) | ~Q(picture_alt=""), name="item_version_picture_in_words"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | (
                    (Q(created_by__isnull=True) | ~Q(reviewed_by=F("created_by")))
                    & (Q(changed_by__isnull=True) | ~Q(reviewed_by=F("changed_by")))
                ),
                name="item_version_second_person",
                violation_error_message=_("A second person reviews a question, who did not write it."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=PUBLISHED_STATES, published_at__isnull=False, reviewed_at__isnull=False)
                | (Q(state__in=OPEN_STATES) & Q(published_at__isnull=True)),
                name="item_version_published_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.IN_REVIEW)
                | Q(submitted_at__isnull=False, reviewed_at__isnull=True, reviewed_by__isnull=True),
                name="item_version_in_review_waits",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=VersionState.IN_REVIEW),
                name="item_version_waiting",
            ),
            models.Index(fields=["state", "-updated_at", "-id"], name="item_version_by_state"),
        ]

    @property
    def is_published(self) -> bool:
        """Whether it is, or was, answered, and so never changes."""
        return self.published_at is not None

    @property
    def edition(self) -> str:
        """The version as it was saved last: what is made from it names it, and is refused after a change."""
        return f"{self.public_id}:{self.revision}"

    def __str__(self) -> str:
        return f"{self.item_id}.{self.number}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.is_published:
            raise TypeError("A version that was published is kept: retire its item.")
        return super().delete(*args, **kwargs)

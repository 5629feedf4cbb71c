"""Tests that HR and authors put together, and extra time for those who need it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import Item, validate_language
from assessments.testing.sittings.choices import Feedback, FormKind, FormState, Purpose
from assessments.testing.sittings.querysets import TestFormQuerySet
from lifow.base.bounds import LONGEST_TEXT, validate_text
from lifow.base.fields import MomentField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person

MOST_ATTEMPTS = 20
MOST_DAYS = 730
LONGEST_MINUTES = 480
MOST_MONTHS = 120
MOST_QUESTIONS = 100
LEAST_CHANCE, MOST_CHANCE = 60, 99
MOST_EXTRA = 300


def _between(least: int, most: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class TestForm(Timestamped):
    """A test: what it asks, how often and how long, and what follows from its result.

    A sitting keeps the rules of the moment when it began: a change of the form changes no sitting.
    """

    __test__ = False

    Kind = FormKind
    Purpose = Purpose
    State = FormState

    public_id = PublicIdField(prefix="tfm")
    title = models.CharField(_("title"), max_length=200, validators=[validate_text])
    about = models.TextField(
        _("introduction"),
        max_length=LONGEST_TEXT,
        blank=True,
        default="",
        validators=[validate_text],
        help_text=_("What people read before they begin."),
    )
    language = models.CharField(_("language"), max_length=20, default="en", validators=[validate_language])
    kind = models.CharField(_("kind"), max_length=10, choices=FormKind, default=FormKind.ADAPTIVE)
    purpose = models.CharField(
        _("purpose"),
        max_length=20,
        choices=[choice for choice in Purpose.choices if choice[0] != Purpose.QUICK],
        default=Purpose.LEVEL,
    )
    state = models.CharField(_("state"), max_length=10, choices=FormState, default=FormState.DRAFT)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"),
        null=True,
        blank=True,
        validators=_between(1, 100),
        help_text=_("Percent of all points, of a fixed test."),
    )
    chance_to_decide = models.PositiveSmallIntegerField(
        _("chance at which it is decided"),
        default=80,
        validators=_between(LEAST_CHANCE, MOST_CHANCE),
        help_text=_("Percent. An adaptive test ends when it is as sure as that."),
    )
    most_attempts = models.PositiveSmallIntegerField(
        _("attempts"),
        null=True,
        blank=True,
        validators=_between(1, MOST_ATTEMPTS),
        help_text=_("Empty: as often as they like."),
    )
    cool_down_days = models.PositiveSmallIntegerField(
        _("days between attempts"), default=0, validators=_between(0, MOST_DAYS)
    )
    minutes = models.PositiveSmallIntegerField(
        _("time limit in minutes"),
        null=True,
        blank=True,
        validators=_between(1, LONGEST_MINUTES),
        help_text=_("Empty: no limit."),
    )
    shuffles = models.BooleanField(
        _("in another order for each"),
        default=True,
        help_text=_("The questions of each section, of a fixed test."),
    )
    feedback = models.CharField(
        _("right answers are shown"), max_length=10, choices=Feedback, default=Feedback.END
    )
    valid_months = models.PositiveSmallIntegerField(
        _("months for which it counts"),
        null=True,
        blank=True,
        validators=_between(1, MOST_MONTHS),
        help_text=_("Of a certification: then the certificate and its evidence expire. Empty: never."),
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
    published_at = MomentField(_("published at"), null=True, blank=True)
    retired_at = MomentField(_("retired at"), null=True, blank=True)
    revision = models.PositiveIntegerField(
        _("revision"), default=1, help_text=_("Counts the times that it was saved.")
    )
    idempotency_key = models.CharField(
        max_length=200,
        null=True,
        unique=True,
        editable=False,
        help_text=_("Makes the same form, sent twice, the same test."),
    )

    objects = TestFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("test")
        verbose_name_plural = _("tests")
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=Purpose.QUICK), name="test_form_is_no_quick_check"),
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True)
                | Q(kind=FormKind.FIXED, pass_mark__gte=1, pass_mark__lte=100),
                name="test_form_pass_mark_of_fixed",
                violation_error_message=_("Only a fixed test has a pass mark, from 1 to 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(chance_to_decide__gte=LEAST_CHANCE, chance_to_decide__lte=MOST_CHANCE),
                name="test_form_decides_at_a_chance",
            ),
            models.CheckConstraint(
                condition=Q(valid_months__isnull=True) | Q(purpose=Purpose.CERTIFICATION),
                name="test_form_certification_expires",
                violation_error_message=_("Only a certification counts for some months."),
            ),
            models.CheckConstraint(
                condition=Q(most_attempts__isnull=True) | Q(most_attempts__gte=1),
                name="test_form_has_an_attempt",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1), name="test_form_has_a_minute"
            ),
            models.CheckConstraint(
                condition=Q(state=FormState.DRAFT, published_at__isnull=True)
                | (~Q(state=FormState.DRAFT) & Q(published_at__isnull=False)),
                name="test_form_published_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state=FormState.RETIRED, retired_at__isnull=False)
                | (~Q(state=FormState.RETIRED) & Q(retired_at__isnull=True)),
                name="test_form_retired_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "title"], name="test_form_by_title"),
            models.Index(fields=["updated_at"], name="test_form_updated"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_adaptive(self) -> bool:
        return self.kind == FormKind.ADAPTIVE

    @property
    def is_certification(self) -> bool:
        return self.purpose == Purpose.CERTIFICATION


class TestFormSection(models.Model):
    """A part of a test: questions of one skill, drawn from the bank or named.

    `questions` is how many are asked; of an adaptive test how many at most. Named ones (`items`) are drawn
    from in place of the bank.
    """

    __test__ = False

    form = models.ForeignKey(
        TestForm, on_delete=models.CASCADE, related_name="sections", verbose_name=_("test")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+", verbose_name=_("skill"))
    questions = models.PositiveSmallIntegerField(
        _("questions"), default=8, validators=_between(1, MOST_QUESTIONS)
    )
    needed_level = models.PositiveSmallIntegerField(
        _("needed level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: what each person’s role needs."),
    )
    lowest_level = models.PositiveSmallIntegerField(
        _("from level"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    highest_level = models.PositiveSmallIntegerField(
        _("to level"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    items = models.ManyToManyField(Item, through="SectionItem", related_name="+", verbose_name=_("questions"))

    class Meta:
        verbose_name = _("section of a test")
        verbose_name_plural = _("sections of tests")
        constraints = [
            models.UniqueConstraint(fields=["form", "position"], name="test_section_position_once"),
            models.UniqueConstraint(fields=["form", "skill"], name="test_section_skill_once"),
            models.CheckConstraint(
                condition=Q(questions__gte=1, questions__lte=MOST_QUESTIONS), name="test_section_asks"
            ),
            models.CheckConstraint(
                condition=Q(lowest_level__isnull=True)
                | Q(highest_level__isnull=True)
                | Q(lowest_level__lte=F("highest_level")),
                name="test_section_levels_in_order",
                violation_error_message=_("The first level is above the last one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.skill}"


class SectionItem(models.Model):
    """A question that a section of a test names."""

    section = models.ForeignKey(
        TestFormSection, on_delete=models.CASCADE, related_name="named", verbose_name=_("section")
    )
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", verbose_name=_("question"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("question of a test")
        verbose_name_plural = _("questions of tests")
        constraints = [
            models.UniqueConstraint(fields=["section", "item"], name="section_item_once"),
            models.UniqueConstraint(fields=["section", "position"], name="section_item_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.item}"


class Accommodation(models.Model):
    """Extra time that somebody has in tests. Why is not kept: it is nobody's business."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="accommodation", verbose_name=_("person")
    )
    extra_percent = models.PositiveSmallIntegerField(
        _("extra time in percent"),
        validators=_between(1, MOST_EXTRA),
        help_text=_("50: an hour and a half in place of an hour."),
    )
    set_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )
    set_at = MomentField(_("set at"))

    class Meta:
        verbose_name = _("extra time in tests")
        verbose_name_plural = _("extra time in tests")
        constraints = [
            models.CheckConstraint(
                condition=Q(extra_percent__gte=1, extra_percent__lte=MOST_EXTRA),
                name="accommodation_gives_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: +{self.extra_percent}%"

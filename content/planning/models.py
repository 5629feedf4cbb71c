"""The plan that picks from the catalogue, within the minutes that somebody has for learning."""

from datetime import datetime, time
from math import ceil
from typing import Any

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from content.activity.models import LearningTime as LearningTime
from content.catalogue.models import Module
from content.planning import details
from content.planning.querysets import PlanQuerySet
from lifow.base.days import zone_of
from lifow.base.fields import DayField, MomentField, NumberField, ObjectField, PublicIdField
from lifow.people.persons.models import Person

PROVEN_BEST = 0.995


class Plan(models.Model):
    """What one learner does next, within their minutes. Derived from a gap report and the catalogue."""

    class Outcome(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ASSESS_FIRST = "assess_first", _("Needs assessment")
        NO_GAPS = "no_gaps", _("No gaps")
        WAITING = "waiting", _("Waiting for others")
        NO_CONTENT = "no_content", _("No modules for the gaps")
        MATERIAL_DONE = "material_done", _("Modules done, gaps left")
        WEEK_DONE = "week_done", _("This week's plan is done")
        NOTHING_FITS = "nothing_fits", _("No step fits the minutes")
        PUT_OFF = "put_off", _("Put off")

    public_id = PublicIdField(prefix="pln")
    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="plan", verbose_name=_("person")
    )
    gap_digest = models.CharField(_("digest of the gap report"), max_length=64)
    catalogue = models.PositiveBigIntegerField(_("version of the catalogue"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes a week"))
    minutes_left = models.PositiveSmallIntegerField(_("minutes left of the week"), default=0)
    critical_first = models.BooleanField(_("critical skills first"), default=False, db_default=False)
    week_ends_at = MomentField(
        _("week ends at"),
        null=True,
        blank=True,
        help_text=_("The plan holds until then; empty where the whole week was left."),
    )
    gain = NumberField(_("weighted gap closed"), default=0)
    knowing = NumberField(_("value of the assessments"), default=0)
    upper_bound = NumberField(
        _("upper bound"),
        default=0,
        help_text=_(
            "No plan within the minutes closes a larger weighted gap, including the value of assessments; "
            "where critical skills come first, no plan that does as much for them."
        ),
    )
    certificate = NumberField(
        _("share of the best possible plan"),
        default=1,
        help_text=_("At least this share of the upper bound: gap closed and value of the assessments."),
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    outcome_details = ObjectField(
        _("outcome, details"),
        default=dict,
        blank=True,
        help_text=_(
            "Ids of skills with a gap and no module, of skills whose modules are done, and of skills that "
            "need assessment by somebody else; critical skills without a step, and why; the shortest step "
            "where none fits the minutes; the first step of next week where this week's plan is done; what "
            "the learner has put off, and until when."
        ),
    )
    computed_at = MomentField(_("computed at"))

    objects = PlanQuerySet.as_manager()

    is_stale: bool
    """Of plans that come `with_staleness`."""
    _prefetched_objects_cache: dict[str, Any]
    """Django's own: by relation, what was read of it already."""

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        indexes = [models.Index(fields=["computed_at"], name="plan_computed")]

    def __str__(self) -> str:
        return f"{self.person} ({self.minutes} min)"

    @property
    def is_proven_best(self) -> bool:
        """Whether there is no better use of the minutes, checks included, but for half a percent."""
        return self.certificate >= PROVEN_BEST


class PlanItem(models.Model):
    """One step of a plan: a module to do or, where nobody knows the level, a skill to assess first."""

    class Reason(models.TextChoices):
        CLOSES = "closes", _("Closes the gap")
        RAISES = "raises", _("Raises the level")
        PREPARES = "prepares", _("Prepares for another")
        ASSESS = "assess", _("Needs assessment")
        ASSIGNED = "assigned", _("Assigned")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items", verbose_name=_("plan"))
    position = models.PositiveSmallIntegerField(_("position"))
    module = models.ForeignKey(
        Module,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="plan_items",
        verbose_name=_("module"),
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("skill")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    gain = NumberField(_("weighted gap closed"), default=0)
    level_before = NumberField(_("level before"), null=True, blank=True)
    level_after = NumberField(_("level after"), null=True, blank=True)
    required = NumberField(_("level needed"))
    is_critical = models.BooleanField(_("critical"), default=False)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    reason_details = ObjectField(_("reason, details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("plan item")
        verbose_name_plural = _("plan items")
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="plan_item_position_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.module or self.skill}"

    @property
    def title(self) -> str:
        """What the step is called everywhere: its module, or how the skill is assessed."""
        if self.module is not None:
            return self.module.title
        if not self.is_test:
            return gettext("Rate yourself in %(skill)s") % {"skill": self.skill}
        number = self.questions or 1
        words = ngettext("%(number)s question on %(skill)s", "%(number)s questions on %(skill)s", number)
        return words % {"number": number, "skill": self.skill}

    @property
    def is_unproven(self) -> bool:
        """Whether it asks to have a level seen for which the material is done."""
        return details.flag(self.reason_details, "unproven")

    @property
    def is_test(self) -> bool:
        """Whether a test asks the questions of a check, and not a rating."""
        return details.flag(self.reason_details, "test")

    @property
    def is_assigned(self) -> bool:
        """Whether it has to be done by a day."""
        return details.flag(self.reason_details, "assigned")

    @property
    def needed(self) -> float | None:
        """The level needed of its skill; None where it is there only because it is assigned."""
        return None if self.skill_id is None else self.required

    @property
    def questions(self) -> int | None:
        """How many questions a check has at most."""
        return details.whole(self.reason_details, "questions")

    @property
    def level_known(self) -> float | None:
        """The level that evidence gives, where the item raises it."""
        return details.number(self.reason_details, "known")

    @property
    def level_reached(self) -> float | None:
        """What it leads to, as far as that is needed."""
        return None if self.level_after is None else min(self.level_after, self.required)

    @property
    def module_minutes(self) -> int | None:
        """Minutes of a module that is spread over weeks, in all; None for any other."""
        return details.whole(self.reason_details, "module_minutes")

    @property
    def later_minutes(self) -> int:
        """Minutes of it that later weeks are for."""
        left = details.whole(self.reason_details, "minutes_left")
        return max(0, (left or self.minutes) - self.minutes)

    @property
    def weeks(self) -> int:
        """How many weeks it takes from now, with as many minutes a week as the plan has."""
        return 1 + ceil(self.later_minutes / max(self.plan.minutes, 1))

    @property
    def goes_on(self) -> bool:
        """Whether it starts above the level known: where earlier steps, or modules done, lead to."""
        known, before = self.level_known, self.level_before
        return known is not None and before is not None and before > known


class PutOffStep(models.Model):
    """A step that a learner has put off: a module, or the assessment of a skill. From the day `until` on, and
    where it is assigned, their plan may have it again."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="put_off_steps", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("module")
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("skill")
    )
    until = DayField(_("until"), help_text=_("The first day on which it can be planned again."))
    put_off_at = MomentField(_("put off at"))

    class Meta:
        verbose_name = _("step put off")
        verbose_name_plural = _("steps put off")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(module__isnull=True) ^ models.Q(skill__isnull=True),
                name="put_off_step_is_a_module_or_a_skill",
            ),
            models.UniqueConstraint(
                fields=["person", "module"],
                condition=models.Q(module__isnull=False),
                name="put_off_step_once_a_person_and_module",
            ),
            models.UniqueConstraint(
                fields=["person", "skill"],
                condition=models.Q(skill__isnull=False),
                name="put_off_step_once_a_person_and_skill",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module or self.skill}: {self.until}"

    @property
    def comes_back_at(self) -> datetime:
        """Midnight, where the person is, from which on it can be planned again."""
        return datetime.combine(self.until, time.min, zone_of(self.person.timezone))


class WeekTold(models.Model):
    """The week, by its Monday, of whose plan somebody was last told: each week is told once."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="week_told", verbose_name=_("person")
    )
    monday = DayField(_("week of"))

    class Meta:
        verbose_name = _("week told")
        verbose_name_plural = _("weeks told")

    def __str__(self) -> str:
        return f"{self.person}: {self.monday}"

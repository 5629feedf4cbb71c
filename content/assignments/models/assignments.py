"""Assignments: what has to be done by whom and by when, and what became of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Role
from assessments.testing.sittings.models import TestForm
from content.assignments.choices import (
    COUNTS_BACK,
    AssignedState,
    Audience,
    DueFrom,
)
from content.assignments.querysets import AssignedPersonQuerySet, AssignmentQuerySet
from content.catalogue.models import Module
from lifow.base.bounds import validate_text
from lifow.base.fields import DayField, MomentField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import OrgUnit, Person

LONGEST_NOTE = 1000
MOST_DAYS = 730
MOST_MONTHS = 60
MOST_BACK = 3650


def _between(least: int, most: int) -> list:
    return [MinValueValidator(least), MaxValueValidator(most)]


class Assignment(Timestamped):
    """What has to be done by some people by some day: modules, and what counts instead.

    Whom it is for is worked out anew as people join, move and leave; a row of `AssignedPerson` says what
    became of it for each. What was done at most `counts_back_days` before it was assigned counts. With
    `repeat_months` it is due again so many months after it was done.
    """

    Audience, DueFrom = Audience, DueFrom

    public_id = PublicIdField(prefix="asg")
    title = models.CharField(_("title"), max_length=200, validators=[validate_text])
    note = models.TextField(
        _("why"), max_length=LONGEST_NOTE, blank=True, default="", validators=[validate_text]
    )
    audience = models.CharField(_("whom it is for"), max_length=20, choices=Audience)
    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("role")
    )
    org_unit = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("org unit")
    )
    manager = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("manager")
    )
    hired_from = DayField(
        _("first day of work from"),
        null=True,
        blank=True,
        help_text=_("Only for those whose first day of work is this day or later."),
    )
    due_from = models.CharField(_("due"), max_length=20, choices=DueFrom)
    due_on = DayField(_("due on"), null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, validators=_between(1, MOST_DAYS)
    )
    repeat_months = models.PositiveSmallIntegerField(
        _("again after months"), null=True, blank=True, validators=_between(1, MOST_MONTHS)
    )
    counts_back_days = models.PositiveSmallIntegerField(
        _("days before that count"), default=COUNTS_BACK, validators=_between(0, MOST_BACK)
    )
    managers_may_waive = models.BooleanField(_("managers may waive it"), default=False)
    created_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned by"),
    )
    made_at = MomentField(_("made at"))
    ended_at = MomentField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    edition = models.PositiveIntegerField(
        _("edition"), default=1, db_default=1, help_text=_("One more with each change.")
    )
    followed_edition = models.PositiveIntegerField(
        _("edition that its people have"), default=1, db_default=1, editable=False
    )
    due_set_at = MomentField(_("due rule set at"), null=True, blank=True)
    refreshed_at = MomentField(_("worked out at"), null=True, blank=True)
    people_count = models.PositiveIntegerField(_("people"), default=0)
    done_count = models.PositiveIntegerField(_("done"), default=0)
    waived_count = models.PositiveIntegerField(_("waived"), default=0)
    overdue_count = models.PositiveIntegerField(_("overdue"), default=0)
    idempotency_key = models.CharField(max_length=200, null=True, unique=True, editable=False)

    modules = models.ManyToManyField(
        Module, through="AssignmentModule", related_name="assignments", verbose_name=_("modules")
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(audience=Audience.ROLE) | Q(role__isnull=False), name="assignment_names_role"
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.UNIT) | Q(org_unit__isnull=False), name="assignment_names_unit"
            ),
            models.CheckConstraint(
                condition=Q(due_from=DueFrom.DAY, due_on__isnull=False)
                | (~Q(due_from=DueFrom.DAY) & Q(due_days__gte=1, due_days__lte=MOST_DAYS)),
                name="assignment_says_when_due",
            ),
            models.CheckConstraint(
                condition=Q(repeat_months__isnull=True)
                | Q(repeat_months__gte=1, repeat_months__lte=MOST_MONTHS),
                name="assignment_repeats_in_bounds",
            ),
        ]
        indexes = [
            models.Index(fields=["updated_at"], name="assignment_updated"),
            models.Index(fields=["created_by", "-id"], name="assignment_by"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ended(self) -> bool:
        return self.ended_at is not None


class AssignmentChange(models.Model):
    """What was changed of an assignment after it was made: rows are only added.

    `before` and `after` hold what was changed alone, by names of `AssignmentContents`; modules, people and
    the like are public ids. The numbers say what came of it for people, once that is worked out.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="changes", verbose_name=_("assignment")
    )
    edition = models.PositiveIntegerField(_("edition"))
    changed_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    client = models.CharField(_("system"), max_length=200, blank=True, default="", db_default="")
    changed_at = MomentField(_("changed at"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    gained_count = models.PositiveIntegerField(_("people who got it"), null=True, blank=True)
    lost_count = models.PositiveIntegerField(_("people who need not do it any more"), null=True, blank=True)
    moved_count = models.PositiveIntegerField(_("due days that moved"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of an assignment")
        verbose_name_plural = _("changes of assignments")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "edition"], name="assignment_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.assignment}, {self.edition}"


class AssignmentModule(models.Model):
    """One of the modules that have to be done, in their order."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="steps", verbose_name=_("assignment")
    )
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+", verbose_name=_("module"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("assigned module")
        verbose_name_plural = _("assigned modules")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "module"], name="assignment_module_once")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.module}"


class AssignmentEquivalent(models.Model):
    """What counts instead of all modules of an assignment: another module, or a test that was passed."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="equivalents", verbose_name=_("assignment")
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("module")
    )
    form = models.ForeignKey(
        TestForm, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("test")
    )

    class Meta:
        verbose_name = _("what counts instead")
        verbose_name_plural = _("what counts instead")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "module"], name="assignment_equivalent_module_once"
            ),
            models.UniqueConstraint(fields=["assignment", "form"], name="assignment_equivalent_test_once"),
            models.CheckConstraint(
                condition=Q(module__isnull=True, form__isnull=False)
                | Q(module__isnull=False, form__isnull=True),
                name="assignment_equivalent_is_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.module or self.form)


class NamedPerson(models.Model):
    """Somebody whom an assignment names."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="named", verbose_name=_("assignment")
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))

    class Meta:
        verbose_name = _("person by name")
        verbose_name_plural = _("people by name")
        constraints = [models.UniqueConstraint(fields=["assignment", "person"], name="assignment_names_once")]

    def __str__(self) -> str:
        return str(self.person)


class AssignedPerson(Timestamped):
    """What became of an assignment for one person; each time that it is due again is a round of its own.

    What was done since `counts_from` counts. `repeats_on` is when it is due again.
    """

    State = AssignedState

    public_id = PublicIdField(prefix="asp")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="assigned", verbose_name=_("assignment")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="assigned", verbose_name=_("person")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=AssignedState, default=AssignedState.OPEN)
    assigned_at = MomentField(_("assigned at"))
    counts_from = MomentField(_("counts from"))
    due_on = DayField(_("due on"))
    done_at = MomentField(_("done at"), null=True, blank=True)
    repeats_on = DayField(_("due again on"), null=True, blank=True)
    waived_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("waived by"),
    )
    waived_at = MomentField(_("waived at"), null=True, blank=True)
    reason = models.TextField(
        _("reason"), max_length=LONGEST_NOTE, blank=True, default="", validators=[validate_text]
    )
    told_due_at = MomentField(_("told before it is due"), null=True, blank=True)
    told_overdue_at = MomentField(_("told that it is overdue"), null=True, blank=True)
    reminded_at = MomentField(_("reminded at"), null=True, blank=True)

    objects = AssignedPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person with an assignment")
        verbose_name_plural = _("people with assignments")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "person", "round"], name="assigned_once_a_round"),
            models.UniqueConstraint(
                fields=["assignment", "person"],
                condition=Q(state=AssignedState.OPEN),
                name="assigned_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignedState.DONE) | Q(done_at__isnull=False),
                name="assigned_done_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignedState.WAIVED) | Q(waived_at__isnull=False) & ~Q(reason=""),
                name="assigned_waived_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["updated_at"], name="assigned_updated"),
            models.Index(fields=["person", "updated_at"], name="assigned_of_person"),
            models.Index(fields=["assignment", "state", "due_on"], name="assigned_of_assignment"),
            models.Index(fields=["due_on"], condition=Q(state=AssignedState.OPEN), name="assigned_due"),
            models.Index(
                fields=["repeats_on"], condition=Q(repeats_on__isnull=False), name="assigned_repeats"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.assignment}"

    @property
    def is_open(self) -> bool:
        return self.state == AssignedState.OPEN

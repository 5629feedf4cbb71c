"""What is to be written: gaps that content does not close, topics that people ask for, and writing tasks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from content.catalogue.models import Module
from content.debt.choices import LONGEST_SUBJECT, LONGEST_WISH, DebtKind, TaskState, WishState
from content.debt.querysets import WishQuerySet, WritingTaskQuerySet
from lifow.base.bounds import LONGEST_LINE, LONGEST_TEXT, validate_text
from lifow.base.fields import DayField, MomentField, NumberField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person


class ContentDebt(models.Model):
    """Gaps of people that content does not close as it should: no module, or one that needs work. Derived;
    replaced as a whole.

    weight  the total gap, up to twice as much where the skill is critical for those who have it
    """

    Kind = DebtKind

    kind = models.CharField(_("what is wrong"), max_length=15, choices=DebtKind)
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+", verbose_name=_("skill"))
    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("module")
    )
    from_level = NumberField(_("from level"))
    to_level = NumberField(_("to level"))
    people = models.PositiveIntegerField(_("people"))
    critical = models.PositiveIntegerField(_("critical for"))
    gap = NumberField(_("total gap in levels"))
    weight = NumberField(_("weight"), db_index=True)

    class Meta:
        verbose_name = _("content debt")
        verbose_name_plural = _("content debt")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[DebtKind.ABSENT, DebtKind.WRONG_LEVEL], module__isnull=True)
                | (~Q(kind__in=[DebtKind.ABSENT, DebtKind.WRONG_LEVEL]) & Q(module__isnull=False)),
                name="content_debt_of_a_module_names_it",
            )
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.from_level} → {self.to_level}"

    @property
    def subject(self) -> str:
        """What a writing task for it is about: see `content.debt.reports.subjects`."""
        if self.module is not None:
            return f"module:{self.module.public_id}"
        return f"step:{self.skill.public_id}:{self.from_level:g}:{self.to_level:g}"


class ContentDebtState(models.Model):
    """One row: when the list was made."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    computed_at = MomentField(_("computed at"), null=True)

    class Meta:
        verbose_name = _("state of content debt")
        verbose_name_plural = _("state of content debt")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="content_debt_state_is_one_row")]

    def __str__(self) -> str:
        return str(self.computed_at or "-")


class Wish(Timestamped):
    """A topic that people ask for, as the first of them wrote it. Nobody sees who asks for it.

    `query` is the same in small letters: what is asked for twice while it is open is one.
    """

    State = WishState

    public_id = PublicIdField(prefix="wsh")
    text = models.CharField(_("topic"), max_length=LONGEST_WISH, validators=[validate_text])
    query = models.CharField(_("in small letters"), max_length=LONGEST_WISH, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=WishState, default=WishState.OPEN)
    module = models.ForeignKey(
        Module,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    note = models.CharField(
        _("why not"), max_length=LONGEST_LINE, blank=True, default="", validators=[validate_text]
    )
    closed_at = MomentField(_("closed at"), null=True, blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic that people ask for")
        verbose_name_plural = _("topics that people ask for")
        constraints = [
            models.UniqueConstraint(
                fields=["query"], condition=Q(state=WishState.OPEN), name="wish_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state=WishState.OPEN, closed_at__isnull=True)
                | (~Q(state=WishState.OPEN) & Q(closed_at__isnull=False)),
                name="wish_closed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class WishPerson(models.Model):
    """That somebody asks for a topic."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="people", verbose_name=_("topic"))
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="wishes", verbose_name=_("person")
    )
    joined_at = MomentField(_("asked at"))

    class Meta:
        verbose_name = _("person who asks for a topic")
        verbose_name_plural = _("people who ask for topics")
        constraints = [models.UniqueConstraint(fields=["wish", "person"], name="wish_person_once")]

    def __str__(self) -> str:
        return str(self.wish_id)


class WritingTask(Timestamped):
    """That somebody is to write a module, or to work on one, by a day.

    `subject` says what for, one open task each; `module` is the one to work on, `written` what closed it.
    `told_of` is the day of which the owner was told that it is near.
    """

    State = TaskState

    public_id = PublicIdField(prefix="wrt")
    subject = models.CharField(_("what for"), max_length=LONGEST_SUBJECT, editable=False)
    title = models.CharField(_("title"), max_length=300, editable=False)
    skill = models.ForeignKey(
        Skill, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("skill")
    )
    from_level = NumberField(_("from level"), null=True, blank=True)
    to_level = NumberField(_("to level"), null=True, blank=True)
    module = models.ForeignKey(
        Module,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="writing_tasks",
        verbose_name=_("module to work on"),
    )
    wish = models.ForeignKey(
        Wish, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("topic")
    )
    owner = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="writing_tasks",
        verbose_name=_("owner"),
    )
    asked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    due_on = DayField(_("due on"))
    note = models.TextField(
        _("note"), max_length=LONGEST_TEXT, blank=True, default="", validators=[validate_text]
    )
    state = models.CharField(_("state"), max_length=10, choices=TaskState, default=TaskState.OPEN)
    written = models.ForeignKey(
        Module,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("module that closed it"),
    )
    opened_at = MomentField(_("asked at"))
    closed_at = MomentField(_("closed at"), null=True, blank=True)
    told_of = DayField(_("told of"), null=True, blank=True)

    objects = WritingTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("writing task")
        verbose_name_plural = _("writing tasks")
        indexes = [models.Index(fields=["state", "due_on"], name="writing_task_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state=TaskState.OPEN), name="writing_task_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, closed_at__isnull=True)
                | (~Q(state=TaskState.OPEN) & Q(closed_at__isnull=False)),
                name="writing_task_closed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

"""Stretch tasks: real work that trains a skill."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from content.assignments.choices import StretchState
from content.assignments.querysets import StretchTaskQuerySet
from lifow.base.bounds import validate_text
from lifow.base.fields import DayField, MomentField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person

LONGEST_STRETCH = 5_000
MOST_HOURS = 200


class StretchTask(Timestamped):
    """Real work that trains a skill, offered by a manager to somebody in their reporting line.

    Once the manager has confirmed it with the level that they have seen, that is evidence.
    """

    State = StretchState

    public_id = PublicIdField(prefix="str")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="stretch_tasks", verbose_name=_("person")
    )
    offered_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("offered by"),
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+", verbose_name=_("skill"))
    level = models.PositiveSmallIntegerField(_("level that it trains"))
    title = models.CharField(_("title"), max_length=200, validators=[validate_text])
    text = models.TextField(_("what to do"), max_length=LONGEST_STRETCH, validators=[validate_text])
    hours = models.PositiveSmallIntegerField(
        _("hours"), validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)]
    )
    due_on = DayField(_("until"))
    state = models.CharField(_("state"), max_length=10, choices=StretchState, default=StretchState.OFFERED)
    offered_at = MomentField(_("offered at"))
    answered_at = MomentField(_("accepted or declined at"), null=True, blank=True)
    finished_at = MomentField(_("finished at"), null=True, blank=True)
    note = models.TextField(
        _("note of the learner"),
        max_length=LONGEST_STRETCH,
        blank=True,
        default="",
        validators=[validate_text],
    )
    confirmed_at = MomentField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    words = models.TextField(
        _("what the manager says"),
        max_length=LONGEST_STRETCH,
        blank=True,
        default="",
        validators=[validate_text],
    )
    evidence = models.OneToOneField(
        Evidence,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence"),
    )
    idempotency_key = models.CharField(max_length=200, null=True, unique=True, editable=False)

    objects = StretchTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("stretch task")
        verbose_name_plural = _("stretch tasks")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=StretchState.CONFIRMED)
                | Q(confirmed_at__isnull=False, evidence__isnull=False),
                name="stretch_confirmed_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=MOST_HOURS), name="stretch_hours_in_bounds"
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="stretch_of_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_going_on(self) -> bool:
        return self.state in (StretchState.OFFERED, StretchState.ACCEPTED, StretchState.FINISHED)

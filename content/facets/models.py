"""The company's list of what modules are filed under."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.facets.choices import FacetState
from content.facets.querysets import FacetQuerySet, FacetValueQuerySet
from lifow.base.bounds import validate_text
from lifow.base.fields import PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person

LONGEST_KEY = 200
LONGEST_NAME = 100


class Facet(Timestamped):
    """Something that a company files modules under, such as “Customer type”.

    Modules keep its `key`, which stays; `name` is what people read, and HR changes it.
    """

    State = FacetState

    public_id = PublicIdField(prefix="fct")
    key = models.CharField(_("key"), max_length=LONGEST_KEY, unique=True, validators=[validate_text])
    name = models.CharField(_("name"), max_length=LONGEST_NAME, validators=[validate_text])
    state = models.CharField(_("state"), max_length=10, choices=FacetState, default=FacetState.LISTED)
    position = models.PositiveIntegerField(_("position"), default=0)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    objects = FacetQuerySet.as_manager()

    class Meta:
        verbose_name = _("facet")
        verbose_name_plural = _("facets")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FacetState.MERGED, merged_into__isnull=False)
                | ~Q(state=FacetState.MERGED) & Q(merged_into__isnull=True),
                name="facet_merged_says_into_which",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="facet_merged_into_another"),
        ]

    def __str__(self) -> str:
        return self.name


class FacetValue(Timestamped):
    """A value of a facet, such as “Small” of “Account size”. One that is merged stands for another one."""

    State = FacetState

    public_id = PublicIdField(prefix="fvl")
    facet = models.ForeignKey(
        Facet, on_delete=models.CASCADE, related_name="values_in_it", verbose_name=_("facet")
    )
    key = models.CharField(_("key"), max_length=LONGEST_KEY, validators=[validate_text])
    name = models.CharField(_("name"), max_length=LONGEST_NAME, validators=[validate_text])
    state = models.CharField(_("state"), max_length=10, choices=FacetState, default=FacetState.LISTED)
    position = models.PositiveIntegerField(_("position"), default=0)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    proposed_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )

    objects = FacetValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a facet")
        verbose_name_plural = _("values of facets")
        constraints = [
            models.UniqueConstraint(fields=["facet", "key"], name="facet_value_once"),
            models.CheckConstraint(
                condition=Q(state=FacetState.MERGED, merged_into__isnull=False)
                | ~Q(state=FacetState.MERGED) & Q(merged_into__isnull=True),
                name="facet_value_merged_says_into_which",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="facet_value_merged_into_another"),
        ]

    def __str__(self) -> str:
        return self.name

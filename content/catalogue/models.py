"""Material that raises skills."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from content.catalogue.choices import ModuleKind, ModuleStatus
from content.catalogue.querysets import CatalogueVersionQuerySet, ModuleQuerySet
from content.facets.models import FacetValue
from lifow.base.bounds import validate_text
from lifow.base.fields import MomentField, ObjectField, PublicIdField
from lifow.base.media.models import Picture
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person

LONGEST_NOTE = 300


class Module(Timestamped):
    """A few minutes of material that takes a person from one level of a skill to another."""

    Kind = ModuleKind
    Status = ModuleStatus

    public_id = PublicIdField(prefix="mod")
    key = models.SlugField(_("key"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=ModuleKind)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = models.TextField(_("body"), blank=True, help_text=_("Markdown."))
    parts = ObjectField(
        _("parts"),
        default=dict,
        blank=True,
        db_default={},
        editable=False,
        help_text=_("What its kind adds to the text, such as the lines of a checklist."),
    )
    parts_text = models.TextField(
        _("words of its parts"), blank=True, default="", db_default="", editable=False
    )
    facets = ObjectField(
        _("facets"),
        default=dict,
        blank=True,
        help_text=_("The company's own labels, such as product."),
    )
    author = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="authored_modules",
        verbose_name=_("author"),
    )
    changed_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("last changed by"),
    )
    status = models.CharField(_("status"), max_length=20, choices=ModuleStatus, default=ModuleStatus.DRAFT)
    outdated_note = models.CharField(
        _("why it is outdated"),
        max_length=LONGEST_NOTE,
        blank=True,
        default="",
        db_default="",
        editable=False,
        validators=[validate_text],
    )
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("read instead"),
    )
    prerequisites = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="prepares_for", verbose_name=_("prerequisites")
    )
    pictures = models.ManyToManyField(
        Picture,
        blank=True,
        editable=False,
        related_name="modules",
        verbose_name=_("pictures"),
        help_text=_("Those that its text, its draft or an earlier version shows or has shown."),
    )
    idempotency_key = models.CharField(
        db_column="once_key",
        max_length=100,
        null=True,
        unique=True,
        editable=False,
        help_text=_("Makes the same form, sent twice, the same module."),
    )

    objects = ModuleQuerySet.as_manager()
    search_fields = ("title", "summary", "body", "parts_text")

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        indexes = [models.Index(fields=["status", "updated_at"], name="module_status_updated")]
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1), name="module_takes_a_minute")]

    @property
    def kind_label(self) -> str:
        """The kind in words. Each row of a list asks, and `get_kind_display` makes a table of all kinds."""
        return str(ModuleKind(self.kind).label) if self.kind in ModuleKind else self.kind

    def __str__(self) -> str:
        return self.title


class ModuleEffect(models.Model):
    """What a module does: raises a skill, for those who are at `from_level`, to `to_level`."""

    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="effects", verbose_name=_("module")
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.PROTECT, related_name="module_effects", verbose_name=_("skill")
    )
    from_level = models.DecimalField(_("from level"), max_digits=4, decimal_places=2)
    to_level = models.DecimalField(_("to level"), max_digits=4, decimal_places=2)

    class Meta:
        verbose_name = _("module effect")
        verbose_name_plural = _("module effects")
        constraints = [
            models.UniqueConstraint(fields=["module", "skill"], name="module_effect_once_a_skill"),
            models.CheckConstraint(condition=Q(to_level__gt=F("from_level")), name="module_effect_raises"),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.from_level} → {self.to_level}"


class ModuleFacet(models.Model):
    """That a module is filed under a value, as its `facets` say: written with them, to filter and count."""

    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="filings", verbose_name=_("module")
    )
    value = models.ForeignKey(
        FacetValue, on_delete=models.CASCADE, related_name="filings", verbose_name=_("value")
    )

    class Meta:
        verbose_name = _("facet of a module")
        verbose_name_plural = _("facets of modules")
        constraints = [models.UniqueConstraint(fields=["module", "value"], name="module_facet_once")]

    def __str__(self) -> str:
        return f"{self.module_id}: {self.value_id}"


class ModuleVersion(models.Model):
    """What a module said from when it was published until the next version: kept as it is, see
    `content.catalogue.services.contents` for its form."""

    public_id = PublicIdField(prefix="mdv")
    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="versions", verbose_name=_("module")
    )
    number = models.PositiveIntegerField(_("version"))
    contents = ObjectField(_("contents"))
    published_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_at = MomentField(_("published at"))

    class Meta:
        verbose_name = _("version of a module")
        verbose_name_plural = _("versions of modules")
        constraints = [
            models.UniqueConstraint(fields=["module", "number"], name="module_version_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1), name="module_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.module_id}.{self.number}"


class ModuleDraft(Timestamped):
    """What a published module is to say next, in the form of a version. Learners do not see it."""

    module = models.OneToOneField(
        Module, on_delete=models.CASCADE, related_name="draft", verbose_name=_("module")
    )
    contents = ObjectField(_("contents"))
    changed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("last changed by")
    )

    class Meta:
        verbose_name = _("draft of a module")
        verbose_name_plural = _("drafts of modules")

    def __str__(self) -> str:
        return str(self.module_id)


class CatalogueVersion(models.Model):
    """One row that counts the changes of what plans choose from; a plan names the number it was made from."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(_("number"), default=1)

    objects = CatalogueVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue version")
        verbose_name_plural = _("catalogue versions")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="catalogue_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)

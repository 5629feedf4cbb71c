"""The frame: scales, skills, roles, and what each role requires."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.querysets import (
    FrameworkVersionQuerySet,
    LevelMapQuerySet,
    RequirementQuerySet,
    RoleLevelQuerySet,
    SkillQuerySet,
    SkillReplacementQuerySet,
)
from lifow.base.fields import ListField, MomentField, PublicIdField
from lifow.base.file_imports.choices import OPEN
from lifow.base.file_imports.models import FileImport
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person


class Scale(Timestamped):
    """A ladder of levels, of any length. Every scale begins at 0: cannot do it yet."""

    key = models.SlugField(_("key"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("scale")
        verbose_name_plural = _("scales")

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """One rung of a scale, with what it means in general."""

    scale = models.ForeignKey(Scale, on_delete=models.CASCADE, related_name="levels", verbose_name=_("scale"))
    value = models.SmallIntegerField(_("value"))
    name = models.CharField(_("name"), max_length=100)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        constraints = [models.UniqueConstraint(fields=["scale", "value"], name="level_once_a_scale")]

    def __str__(self) -> str:
        return f"{self.value} {self.name}"


class Framework(Timestamped):
    """A body of skills and roles that is kept, versioned and attributed as one."""

    public_id = PublicIdField(prefix="frm")
    key = models.SlugField(_("key"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    attribution = models.TextField(
        _("attribution"), blank=True, help_text=_("Shown wherever its content is shown.")
    )
    scale = models.ForeignKey(
        Scale, on_delete=models.PROTECT, related_name="frameworks", verbose_name=_("scale")
    )

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")

    def __str__(self) -> str:
        return self.name


class LevelMap(models.Model):
    """How evidence of a framework recorded before a moment reads on the levels from then on. Append-only.

    `pairs` are [old, new] as text, lowest old level first; none where each number means what it meant. What
    lies between two levels is read in proportion. `before` and `after` are the levels as [number, name].
    """

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="level_maps", verbose_name=_("framework")
    )
    before = models.JSONField(_("levels before"))
    after = models.JSONField(_("levels after"))
    pairs = ListField(_("old and new level"))
    top_before = models.SmallIntegerField(_("highest level before"))
    mapped_at = MomentField(_("mapped at"), db_index=True)
    mapped_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mapped by"),
    )

    objects = LevelMapQuerySet.as_manager()

    class Meta:
        verbose_name = _("level map")
        verbose_name_plural = _("level maps")
        constraints = [
            models.UniqueConstraint(fields=["framework", "mapped_at"], name="level_map_once_a_moment")
        ]

    def __str__(self) -> str:
        return ", ".join(f"{old} → {new}" for old, new in self.pairs) or gettext("the same levels")

    def delete(self, *args, **kwargs):
        raise TypeError("Level maps are append-only: evidence of before is read by them.")


class FrameworkVersion(models.Model):
    """The requirements of a framework as they were published at one moment. Never changed afterwards."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="versions", verbose_name=_("framework")
    )
    number = models.PositiveIntegerField(_("number"))
    published_at = MomentField(_("published at"), db_index=True)
    note = models.TextField(_("note"), blank=True)

    objects = FrameworkVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework version")
        verbose_name_plural = _("framework versions")
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.number}"


class Skill(Timestamped):
    """Something that a person can be more or less able to do. Headings group skills in a tree."""

    public_id = PublicIdField(prefix="skl")
    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="skills", verbose_name=_("framework")
    )
    external_id = models.CharField(_("external id"), max_length=200)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    retired_at = MomentField(_("retired at"), null=True, blank=True)

    objects = SkillQuerySet.as_manager()
    search_fields = ("name", "description")

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        constraints = [
            models.UniqueConstraint(fields=["framework", "external_id"], name="skill_external_id_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="skill_not_part_of_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class SkillLevel(models.Model):
    """What a level of the scale looks like in one skill, in behaviour that can be seen."""

    skill = models.ForeignKey(
        Skill, on_delete=models.CASCADE, related_name="level_texts", verbose_name=_("skill")
    )
    value = models.SmallIntegerField(_("value"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("skill level")
        verbose_name_plural = _("skill levels")
        constraints = [models.UniqueConstraint(fields=["skill", "value"], name="skill_level_once_a_skill")]

    def __str__(self) -> str:
        return f"{self.skill} {self.value}"


class SkillReplacement(models.Model):
    """One skill takes the place of another from a moment on: what was shown for the old one counts for it.

    One old and one new skill are a rename, several old ones of one new a merge, several new ones of one old a
    split. The old one is retired as long as this holds. Nothing of it changes, but that it may be taken back.
    `pairs` are old and new levels as text, lowest first, where the two skills were measured on other levels;
    none where each number means the same.
    """

    old = models.ForeignKey(
        Skill, on_delete=models.CASCADE, related_name="replacements", verbose_name=_("replaced skill")
    )
    new = models.ForeignKey(
        Skill, on_delete=models.RESTRICT, related_name="replaces", verbose_name=_("in its place")
    )
    pairs = ListField(_("old and new level"), default=list, blank=True)
    replaced_at = MomentField(_("replaced at"))
    said_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("said by"),
    )
    taken_back_at = MomentField(_("taken back at"), null=True, blank=True)

    objects = SkillReplacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("replaced skill")
        verbose_name_plural = _("replaced skills")
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"],
                condition=Q(taken_back_at__isnull=True),
                name="skill_replacement_in_force_once",
            ),
            models.CheckConstraint(condition=~Q(old=F("new")), name="skill_replacement_of_another"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(taken_back_at__gte=F("replaced_at")),
                name="skill_replacement_taken_back_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    def delete(self, *args, **kwargs):
        raise TypeError("Replacements are kept: take them back. Reports of before are read by them.")


class RoleFamily(models.Model):
    """Roles of one kind of work. What is known of a family is what is expected of a newcomer to it."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="role_families", verbose_name=_("framework")
    )
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("role family")
        verbose_name_plural = _("role families")
        constraints = [models.UniqueConstraint(fields=["framework", "name"], name="role_family_name_once")]

    def __str__(self) -> str:
        return self.name


class Role(Timestamped):
    """A job that the framework knows, such as “Support specialist”."""

    public_id = PublicIdField(prefix="rol")
    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="roles", verbose_name=_("framework")
    )
    external_id = models.CharField(_("external id"), max_length=200)
    name = models.CharField(_("name"), max_length=200)
    family = models.ForeignKey(
        RoleFamily,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("family"),
    )
    description = models.TextField(_("description"), blank=True)
    retired_at = MomentField(_("retired at"), null=True, blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["framework", "external_id"], name="role_external_id_once")
        ]

    def __str__(self) -> str:
        return self.name


class RoleLevel(Timestamped):
    """A step in a role, such as “Support specialist II”: what people are given, and what requires skills."""

    public_id = PublicIdField(prefix="rlv")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="levels", verbose_name=_("role"))
    external_id = models.CharField(_("external id"), max_length=200)
    name = models.CharField(_("name"), max_length=200)
    rank = models.PositiveSmallIntegerField(_("rank"), default=1)
    description = models.TextField(_("description"), blank=True)
    retired_at = MomentField(_("retired at"), null=True, blank=True)

    objects = RoleLevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("role level")
        verbose_name_plural = _("role levels")
        constraints = [
            models.UniqueConstraint(fields=["role", "external_id"], name="role_level_external_id_once")
        ]

    def __str__(self) -> str:
        return self.name


class Requirement(models.Model):
    """The level of a skill that a role level requires, how much it matters, and whether it is critical."""

    public_id = PublicIdField(prefix="req")
    version = models.ForeignKey(
        FrameworkVersion, on_delete=models.CASCADE, related_name="requirements", verbose_name=_("version")
    )
    role_level = models.ForeignKey(
        RoleLevel, on_delete=models.CASCADE, related_name="requirements", verbose_name=_("role level")
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.CASCADE, related_name="requirements", verbose_name=_("skill")
    )
    level = models.DecimalField(_("level"), max_digits=4, decimal_places=2)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=1)
    is_critical = models.BooleanField(_("critical"), default=False)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "role_level", "skill"], name="requirement_once_a_role_level_and_skill"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="requirement_weight_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.role_level}: {self.skill} {self.level}"


class FrameworkImport(FileImport):
    """A framework that HR brings in on a page: its files, their format, and how levels of before read now.

    The same files are one import as long as it may still change something.
    """

    format = models.CharField(_("format"), max_length=10)
    level_map = models.TextField(_("old levels on the new ones"), blank=True)
    is_same_meaning = models.BooleanField(_("each number means what it meant"), default=False)
    levels_of_others = models.TextField(_("levels of other frameworks"), blank=True, db_default="")
    may_lose = models.BooleanField(
        _("skills may go although evidence stands on them"), default=False, db_default=False
    )
    framework = models.ForeignKey(
        Framework,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("framework"),
    )

    class Meta:
        verbose_name = _("framework import")
        verbose_name_plural = _("framework imports")
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(state__in=OPEN), name="framework_import_open_once"
            ),
        ]

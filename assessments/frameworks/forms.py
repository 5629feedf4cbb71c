"""What HR admins fill in about frameworks, where a slip would leave reports that cannot be computed."""

from collections.abc import Collection, Iterable, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from assessments.frameworks.interchange.document import LevelDoc
from assessments.frameworks.interchange.faults import Fault, FrameworkError
from assessments.frameworks.interchange.level_maps import (
    SAME_MEANING,
    LevelMapping,
    levels_text,
    map_faults,
    read_level_map,
    read_levels_of_others,
)
from assessments.frameworks.models import Framework, Requirement, RoleLevel, Scale
from assessments.frameworks.reports import missed_levels, needs_level_map, scale_document
from lifow.base.file_imports.forms import SeveralFilesField
from lifow.base.forms import TextField
from lifow.base.hierarchy import ring
from lifow.base.listing import first_names
from lifow.base.tabular import READING_REASONS, kind_of_bytes

# What is kept of a plan's page, by the names of its fields and of the import's.
SAID = ("level_map", "is_same_meaning", "levels_of_others", "may_lose")
MOST_FILES, MOST_BYTES = 20, 50 * 2**20
FORMATS = [
    ("csv", _lazy("lifow’s own: framework.csv, levels.csv, skills.csv, roles.csv and two more")),
    ("gdad", _lazy("UK Government Digital and Data: roles.csv, and skills.csv beside it")),
    ("onet", _lazy("O*NET: the text files that it publishes")),
]


class LevelMapForm(forms.ModelForm):
    """A form that may change what levels mean, and says then how the old ones read: see `mapping_of`."""

    level_map = TextField(
        label=_lazy("Old levels on the new ones"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextInputWidget,
        help_text=_lazy(
            "Needed where evidence stands on levels that mean something else now: old = new, such as "
            "1=3, 2=2, 3=1. Ratings are not changed; they are read so from now on."
        ),
    )
    same_meaning = forms.BooleanField(
        label=_lazy("Each number means what it meant"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=_lazy("Where a name was only corrected, or a level was added above the others."),
    )

    def clean(self):
        super().clean()
        self.instance.level_mapping = self._mapping()

    def _mapping(self):
        written = self.cleaned_data.get("level_map", "")
        if self.cleaned_data.get("same_meaning"):
            if written:
                self.add_error("level_map", _("Either the levels are read anew or they mean the same."))
            return SAME_MEANING
        if not written:
            return None
        try:
            return read_level_map(written)
        except FrameworkError as error:
            self.add_error("level_map", [in_words(fault) for fault in error.faults])
            return None


class FrameworkUploadForm(forms.Form):
    """The files of a framework. `uploads` becomes their contents by name."""

    format = forms.ChoiceField(label=_lazy("Format"), choices=FORMATS, widget=UnfoldAdminSelectWidget)
    uploads = SeveralFilesField(
        label=_lazy("Files"),
        help_text=_lazy("Choose all files of the framework at once: up to 20, together up to 50 MiB."),
    )

    def clean_uploads(self):
        files = self.cleaned_data["uploads"]
        if len(files) > MOST_FILES or sum(file.size for file in files) > MOST_BYTES:
            raise ValidationError(_("These are more than 20 files, or more than 50 MiB."))
        if len({file.name for file in files}) < len(files):
            raise ValidationError(_("Two of the files have the same name."))
        contents = {file.name: file.read() for file in files}
        for name, content in contents.items():
            if kind := kind_of_bytes(content):
                raise ValidationError(f"{name}: {_(READING_REASONS[kind])}")
        return contents


class FrameworkPlanForm(forms.Form):
    """How levels of before read on those of now, where they mean something else."""

    shown = TextField(max_length=64, widget=forms.HiddenInput)
    level_map = TextField(
        label=_lazy("Old levels on the new ones"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextInputWidget,
        help_text=_lazy(
            "Old = new, such as 1=3, 2=2, 3=1. Ratings are not changed; they are read so from now on."
        ),
    )
    is_same_meaning = forms.BooleanField(
        label=_lazy("Each number means what it meant"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=_lazy("Where a name was only corrected, or a level was added above the others."),
    )
    levels_of_others = TextField(
        label=_lazy("Levels of other frameworks"),
        required=False,
        max_length=10_000,
        widget=UnfoldAdminTextareaWidget({"rows": 3, "spellcheck": "false"}),
        help_text=_lazy(
            "Where a skill of another framework is replaced, a line for its framework's key: onet: 1=3, 2=2; "
            "or onet: same, where each number means the same here."
        ),
    )
    may_lose = forms.BooleanField(
        label=_lazy("Let skills go although people were rated in them"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=_lazy("What they have shown in these skills counts for nothing from then on."),
    )

    def clean_level_map(self):
        return self._checked("level_map", read_level_map)

    def clean_levels_of_others(self):
        return self._checked("levels_of_others", read_levels_of_others)

    def _checked(self, name, read):
        written = self.cleaned_data[name].strip()
        if written:
            try:
                read(written)
            except FrameworkError as error:
                raise ValidationError([in_words(fault) for fault in error.faults]) from error
        return written

    @property
    def said(self):
        """All that is said of how the files are read."""
        return {name: self.cleaned_data[name] for name in SAID}

    def clean(self):
        cleaned = super().clean() or {}
        if cleaned.get("level_map") and cleaned.get("is_same_meaning"):
            self.add_error("level_map", _("Either the levels are read anew or they mean the same."))
        return cleaned


class ScaleForm(LevelMapForm):
    """A scale; its levels are a form set of their own."""


class LevelFormSet(forms.BaseInlineFormSet):
    """The levels of a scale: those that the frameworks on it need stay, or are mapped to others."""

    def clean(self):
        super().clean()
        scale = self.instance
        if scale.pk is None or any(self.errors):
            return
        lines = [form.cleaned_data for form in self.forms if form.cleaned_data]
        kept = [line["value"] for line in lines if not line.get("DELETE")]
        frameworks = list(scale.frameworks.all())
        stored = scale_document(Scale.objects.get(pk=scale.pk)).levels
        written = [
            LevelDoc(line["value"], line["name"], line["text"]) for line in lines if not line.get("DELETE")
        ]
        if not check_meaning(frameworks, stored, written, mapping_of(scale)):
            ids = [framework.pk for framework in frameworks]
            check_levels(ids, before=values_of(scale), after=kept)


class FrameworkForm(LevelMapForm):
    """A framework, on a scale that has the levels it needs and on which its evidence can be read."""

    def clean(self):
        super().clean()
        scale = self.cleaned_data.get("scale")
        before = Framework.objects.get(pk=self.instance.pk).scale if self.instance.pk else None
        if scale is None or before == scale:
            return
        try:
            self._check_scale(before, scale)
        except ValidationError as error:
            self.add_error("scale", error)

    def _check_scale(self, before, scale):
        body = self.instance
        if before is not None:
            old, new = scale_document(before).levels, scale_document(scale).levels
            if check_meaning([body], old, new, mapping_of(body)):
                return
        check_levels([body.pk], before=values_of(before) if before else (), after=values_of(scale))


class SkillForm(forms.ModelForm):
    """A skill, part of another one of its framework, and not retired while a role level requires it."""

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent is not None:
            self._check_tree(parent)
        return parent

    def clean_retired_at(self):
        retired_at = self.cleaned_data["retired_at"]
        if retired_at and self.instance.pk and self.instance.retired_at is None:
            self._check_not_required()
        return retired_at

    def _check_tree(self, parent):
        framework = self.cleaned_data.get("framework") or getattr(self.instance, "framework", None)
        if parent.framework != framework:
            raise ValidationError(_("It is a skill of another framework. Choose one of this framework."))
        # Two changes of one tree at once could close a circle.
        list(Framework.objects.select_for_update(no_key=True).filter(pk=framework.pk))
        path, at = [self.instance], parent
        while at is not None and at != self.instance:
            path, at = [*path, at], at.parent
        if at is not None:
            names = ring(path, more=_("%(count)s more"))
            raise ValidationError(_("They form a circle: %(ring)s.") % {"ring": " → ".join(names)})

    def _check_not_required(self):
        needed = Requirement.objects.newest().filter(
            skill=self.instance, role_level__in=RoleLevel.objects.active()
        )
        if names := sorted(set(needed.values_list("role_level__name", flat=True))):
            message = _("Required by %(names)s. Import the framework without these requirements first.")
            named = first_names(names, more=_("%(count)s more"))
            raise ValidationError(message % {"names": ", ".join(named)})


class RoleLevelForm(forms.ModelForm):
    """A role level, which has its external id alone in the whole framework and stays in it."""

    def clean_role(self):
        role, level = self.cleaned_data["role"], self.instance
        if level.pk and RoleLevel.objects.get(pk=level.pk).role.framework_id != role.framework_id:
            raise ValidationError(_("It is a role of another framework. Choose one of this framework."))
        return role

    def clean(self):
        super().clean()
        role, external_id = self.cleaned_data.get("role"), self.cleaned_data.get("external_id")
        if role is None or not external_id:
            return
        levels = RoleLevel.objects.filter(role__framework=role.framework_id, external_id=external_id)
        if other := levels.exclude(role=role.pk).exclude(pk=self.instance.pk).first():
            message = _("The role level %(name)s of this framework has this id already. Use another one.")
            self.add_error("external_id", message % {"name": other})


def values_of(scale: Scale) -> list[int]:
    """The numbers of a scale's levels as they are stored."""
    return list(scale.levels.values_list("value", flat=True))


def mapping_of(instance: Scale | Framework) -> LevelMapping | None:
    """What the form of a scale or framework says of how old levels read now."""
    return getattr(instance, "level_mapping", None)


def check_meaning(
    frameworks: Iterable[Framework],
    before: Sequence[LevelDoc],
    after: Sequence[LevelDoc],
    mapping: LevelMapping | None,
) -> bool:
    """Whether old levels are read on the new ones by the mapping, so that none of them has to stay.

    Raises ValidationError where evidence stands on levels that may mean something else and nothing is said of
    it, or with a mapping that does not fit.
    """
    if not any(needs_level_map(one, before, after) for one in frameworks):
        return False
    if mapping is None:
        message = _(
            "Evidence stands on the levels of before (%(before)s). Say in “Old levels on the new ones” how "
            "each of them reads now, or that each number means what it meant."
        )
        raise ValidationError(message % {"before": levels_text(before)})
    if faults := [*map_faults(mapping, before, after)]:
        raise ValidationError([in_words(fault) for fault in faults])
    if not any(level.value > 0 for level in after):
        raise ValidationError(_("A framework cannot be measured on a scale that has no level above 0."))
    return not mapping.is_same


def in_words(fault: Fault) -> str:
    """The reason of a fault in the reader's language."""
    return _(fault.reasons[fault.code]) % fault.parameters


def check_levels(framework_ids: Collection[int], *, before: Collection[int], after: Collection[int]) -> None:
    """Raise ValidationError where frameworks cannot be measured on the levels `after` a change."""
    if framework_ids and not any(value > 0 for value in after):
        raise ValidationError(_("A framework cannot be measured on a scale that has no level above 0."))
    if missed := missed_levels(framework_ids=framework_ids, before=before, after=after):
        message = _(
            "Evidence or requirements still need level %(levels)s. Keep it; its name and text may change."
        )
        named = first_names(missed, more=_("%(count)s more"))
        raise ValidationError(message % {"levels": ", ".join(named)})

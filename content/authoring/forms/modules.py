"""What authors fill in."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from content.authoring.forms.effects import LevelSelect, level_choices, short
from content.authoring.forms.pictures import PictureForm
from content.authoring.forms.prerequisites import PrerequisitesForm
from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.catalogue.services import (
    EDITION_LENGTH,
    LEVELS,
    PARTS,
    Effect,
    ModuleContents,
    edited_contents,
    edition_of,
)
from content.facets.forms import FacetsField, accept_new, with_values
from content.facets.reports import kept
from content.planning.services import MOST_MINUTES_A_WEEK
from lifow.base.bounds import LONGEST_BODY
from lifow.base.forms import TextField
from lifow.base.widgets import LongSelect
from lifow.people.persons.models import Person

BUILT_FOR = "built_for"
"""The field that names the kind for which the builder in a form was made."""
BLANK_LINES = 1
MOST_LINES = 50
NO_CHOICE = ("", "—")
KIND_CHANGED = {
    "hx-post": "",
    "hx-vals": '{"kind_changed": "1"}',
    "hx-trigger": "change",
    "hx-target": "#parts",
    "hx-swap": "outerHTML",
}
SHOWN_WHILE_TYPING = {
    "hx-post": "",
    "hx-vals": '{"preview": "1"}',
    "hx-trigger": "input changed delay:400ms",
    "hx-target": "#preview",
    "hx-swap": "outerHTML",
    "hx-sync": "this:replace",
}


class ModuleForm(forms.Form):
    """What a module says of itself; what it raises and what comes before it are forms of their own."""

    title = TextField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give it a title that says what a learner can do with it.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Module.Kind.choices, widget=forms.Select(attrs=KIND_CHANGED)
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        help_text=gettext_lazy("2 to 7 fit between two tasks."),
        min_value=1,
        max_value=MOST_MINUTES_A_WEEK,
        error_messages={"required": gettext_lazy("Give the minutes that it takes, at least 1.")},
    )
    summary = TextField(
        label=gettext_lazy("Summary"),
        help_text=gettext_lazy("One sentence, shown in lists."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = TextField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "Markdown: ## for a heading, - for a list, > for what somebody says, > [!NOTE] for a note. A "
            "line :::check with the id of a question asks it there."
        ),
        strip=False,
        max_length=LONGEST_BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 20, "data-writing": True, **SHOWN_WHILE_TYPING}),
        error_messages={"required": gettext_lazy("Write the text that learners read.")},
    )
    facets = FacetsField(
        label=gettext_lazy("Filed under"),
        help_text=gettext_lazy("What people filter modules by. HR keeps the list."),
        required=False,
    )
    idempotency_key = TextField(required=False, max_length=64, widget=forms.HiddenInput)
    accepted_facets = TextField(required=False, max_length=LONGEST_BODY, widget=forms.HiddenInput)
    edition = forms.RegexField(rf"^[0-9a-f]{{{EDITION_LENGTH}}}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kind = kind_of(self["kind"].value() or "")
        body = self.fields["body"]
        body.label, body.required = str(kind.text_label), kind.needs_text
        if not self.is_bound and not self.initial.get("body"):
            self.initial["body"] = str(kind.begin_with)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if self.fields["body"].required and not body.strip():
            raise ValidationError(self.fields["body"].error_messages["required"], code="required")
        return body

    @staticmethod
    def of(contents: ModuleContents | None) -> dict[str, Any]:
        """What the form begins with: a new module has no contents."""
        names = ("title", "kind", "minutes", "summary", "body", "facets")
        said: dict[str, Any] = {"kind": ModuleKind.ARTICLE}
        if contents:
            said = {name: getattr(contents, name) for name in names}
        return {**said, **ModuleForm.origin(contents)}

    @staticmethod
    def origin(contents: ModuleContents | None) -> dict[str, str]:
        """What the form is made from: an edition of the module, or a name for the one that will be."""
        return (
            {"edition": edition_of(contents)} if contents else {"idempotency_key": secrets.token_urlsafe(16)}
        )


class EffectForm(forms.Form):
    """One skill that the module raises; an empty line is none."""

    skill = forms.ChoiceField(label=gettext_lazy("Skill"), choices=(), widget=LongSelect)
    from_level = forms.DecimalField(
        label=gettext_lazy("From level"), min_value=0, max_digits=4, decimal_places=2
    )
    to_level = forms.DecimalField(label=gettext_lazy("To level"), min_value=0, max_digits=4, decimal_places=2)

    def __init__(self, *args, skills: "SkillChoices", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.skills = skills
        cast("forms.ChoiceField", self.fields["skill"]).choices = skills.grouped
        for name in LEVELS:
            self.fields[name].widget = LevelSelect(choices=skills.levels)

    def clean_skill(self) -> Skill:
        return self.skills.by_id[self.cleaned_data["skill"]]

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("from_level"), self.cleaned_data.get("to_level")
        if start is not None and end is not None and start >= end:
            self.add_error("to_level", _("This has to be above the level that the module starts from."))
        return self.cleaned_data


class Lines(forms.BaseFormSet):
    """Rows that are all alike: those that are filled in count, and there is always an empty one."""

    def initial_form_count(self) -> int:
        return 0

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else len(self.initial or ()) + self.extra


EffectLines = forms.formset_factory(EffectForm, formset=Lines, extra=BLANK_LINES, max_num=MOST_LINES)


class SkillChoices:
    """The skills that a module can raise or raises, once a page: by public id, and grouped by heading."""

    def __init__(self, contents: ModuleContents | None) -> None:
        raised = [one.skill.pk for one in contents.effects] if contents else []
        possible = Q(pk__in=Skill.objects.assessable().values("pk")) | Q(pk__in=raised)
        skills = Skill.objects.filter(possible).select_related("parent").order_by("name", "pk")
        self.by_id = {skill.public_id: skill for skill in skills}
        groups: dict[str, list[tuple[str, str]]] = {}
        for skill in skills:
            heading = skill.parent.name if skill.parent else _("Other skills")
            groups.setdefault(heading, []).append((skill.public_id, skill.name))
        self.grouped = [NO_CHOICE, *sorted(groups.items())]
        self.levels = level_choices({skill.framework_id for skill in skills})


class ModuleForms:
    """The forms of one module as a whole: valid together, and together a `ModuleContents`."""

    def __init__(
        self,
        data: Any = None,
        *,
        module: Module | None = None,
        begin: Mapping[str, Any] | None = None,
        files: Any = None,
        by: Person | None = None,
    ) -> None:
        contents = edited_contents(module) if module else None
        skills = SkillChoices(contents)
        self.is_new = module is None
        self.filed_before = contents.facets if contents else {}
        # What was sent stands for itself: a line that equals what is there would count as left empty.
        begin_with = None if data is not None else contents
        self.module = ModuleForm(data, initial={**ModuleForm.of(contents), **_kind_asked(begin)})
        self.kind = kind_of(self.module["kind"].value() or "")
        # What was sent is of the kind that the builder was made for, which may have been changed since.
        is_built = data is not None and data.get(BUILT_FOR) == self.kind.name
        told = contents.parts if contents and contents.kind == self.kind.name else {}
        if is_built and files and by is not None:
            data = self.kind.with_files(data, files, by)
        self.builder = self.kind.builder(data if is_built else None, told)
        self.is_built = self.builder is None or data is None or is_built
        self.effects = EffectLines(
            data,
            prefix="effects",
            initial=_effects_of(begin_with) if begin_with else _effect_asked(begin),
            form_kwargs={"skills": skills},
        )
        self.prerequisites = PrerequisitesForm(data, module=module, contents=contents)
        self.picture = PictureForm()

    def is_valid(self) -> bool:
        is_told = self.module.is_valid() and accept_new(self.module)
        if not self.is_built:
            message = _("Another kind has other parts. Fill them in and save again.")
            self.module.add_error("kind", message)
        parts = [] if self.builder is None or not self.is_built else [self.builder.is_valid()]
        return all([is_told, self.is_built, *parts, self.effects.is_valid(), self.prerequisites.is_valid()])

    def without_errors(self) -> "ModuleForms":
        """The same, of which nothing is said to be wrong yet: it was typed and not sent."""
        for form in (self.module, *self.effects.forms, self.prerequisites):
            form._errors, form.cleaned_data = ErrorDict(), {}
        # Django has these for what it found; a formset has no other way to be taken as it is.
        vars(self.effects).update({"_errors": [], "_non_form_errors": self.effects.error_class()})
        return self

    def add_error(self, field: str, message: str) -> None:
        """Put what a service refused where the author can mend it."""
        if self.builder is not None and field.startswith(PARTS):
            self.builder.add_error(field.removeprefix(PARTS), message)
            return
        self.module.add_error(field if field in self.module.fields else None, message)

    def begin_again(self, module: Module) -> None:
        """Take a module that was found instead of what the form was made from as known: what was typed stays,
        and can be sent once more."""
        origin = ModuleForm.origin(None if self.is_new else edited_contents(module))
        self.module.data = with_values(self.module.data, origin)

    @property
    def contents(self) -> ModuleContents:
        """What was filled in; only after `is_valid`."""
        said = self.module.cleaned_data
        effects = [line.cleaned_data for line in self.effects if line.cleaned_data]
        return ModuleContents(
            title=said["title"],
            kind=said["kind"],
            minutes=said["minutes"],
            summary=said["summary"],
            body=said["body"],
            parts=self.builder.parts if self.builder is not None else {},
            facets=kept(self.filed_before, said["facets"]),
            effects=[Effect(one["skill"], one["from_level"], one["to_level"]) for one in effects],
            prerequisites=self.prerequisites.cleaned_data["prerequisites"],
        )


def _kind_asked(begin: Mapping[str, Any] | None) -> dict[str, Any]:
    """The kind that a new module is to be of, if an address says so."""
    kind = begin.get("kind") if begin else None
    return {"kind": kind} if kind in ModuleKind else {}


def _effect_asked(begin: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """What a new module is to raise, if an address says so."""
    said = {name: begin[name] for name in ("skill", *LEVELS) if name in begin} if begin else {}
    return [said] if said else []


def _effects_of(contents: ModuleContents) -> Sequence[dict[str, Any]]:
    return [
        {
            "skill": one.skill.public_id,
            "from_level": short(one.from_level),
            "to_level": short(one.to_level),
        }
        for one in contents.effects
    ]

"""What authors fill in."""

import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from content.catalogue.forms import FacetsField
from content.catalogue.models import Module
from content.catalogue.reports import NewFacet, new_facets
from content.catalogue.services import (
    EDITION_LENGTH,
    Effect,
    ModuleContents,
    edited_contents,
    edition_of,
)
from content.planning.services import MOST_MINUTES_A_WEEK
from lifow.base.bounds import LONGEST_BODY
from lifow.base.forms import TextField
from lifow.base.widgets import LongSelect

BLANK_LINES = 1
MOST_LINES = 50
NO_CHOICE = ("", "—")
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
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Module.Kind.choices)
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
        help_text=gettext_lazy("Markdown: ## for a heading, - for a list, > for what somebody says."),
        strip=False,
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 20, **SHOWN_WHILE_TYPING}),
        error_messages={"required": gettext_lazy("Write the text that learners read.")},
    )
    facets = FacetsField(
        label=gettext_lazy("Filed under"),
        help_text=gettext_lazy("One facet a line, such as “product: payments, reports”."),
        required=False,
    )
    idempotency_key = TextField(required=False, max_length=64, widget=forms.HiddenInput)
    accepted_facets = TextField(required=False, max_length=LONGEST_BODY, widget=forms.HiddenInput)
    edition = forms.RegexField(rf"^[0-9a-f]{{{EDITION_LENGTH}}}$", required=False, widget=forms.HiddenInput)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not body.strip():
            raise ValidationError(self.fields["body"].error_messages["required"], code="required")
        return body

    @staticmethod
    def of(contents: ModuleContents | None) -> dict[str, Any]:
        """What the form begins with: a new module has no contents."""
        names = ("title", "kind", "minutes", "summary", "body", "facets")
        said = {name: getattr(contents, name) for name in names} if contents else {}
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
        for name in ("from_level", "to_level"):
            self.fields[name].widget.attrs["step"] = "0.5"

    def clean_skill(self) -> Skill:
        return self.skills.by_id[self.cleaned_data["skill"]]

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("from_level"), self.cleaned_data.get("to_level")
        if start is not None and end is not None and start >= end:
            self.add_error("to_level", _("This has to be above the level that the module starts from."))
        return self.cleaned_data


class PrerequisiteForm(forms.Form):
    """One module that comes before; an empty line is none.

    A line that does not offer all modules is there to keep its own, or to take it out.
    """

    module = forms.ChoiceField(label=gettext_lazy("Module"), choices=(), required=False, widget=LongSelect)

    def __init__(self, *args, modules: Mapping[str, Module], offers_all: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.modules = modules
        field = cast("forms.ChoiceField", self.fields["module"])
        field.choices = [NO_CHOICE, *((public_id, one.title) for public_id, one in modules.items())]
        field.widget.attrs["aria-label"] = _("Prerequisite")
        if not offers_all:
            chosen = modules.get(self["module"].value() or "")
            field.widget.choices = [NO_CHOICE, *([(chosen.public_id, chosen.title)] if chosen else [])]

    def clean_module(self) -> Module | None:
        return self.modules.get(self.cleaned_data["module"])


class Lines(forms.BaseFormSet):
    """Rows that are all alike: those that are filled in count, and there is always an empty one."""

    def initial_form_count(self) -> int:
        return 0

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else len(self.initial or ()) + self.extra


class PrerequisiteRows(Lines):
    """Lines of which the last offers the whole catalogue, so that a page holds it once."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "offers_all": index == self.total_form_count() - 1}


EffectLines = forms.formset_factory(EffectForm, formset=Lines, extra=BLANK_LINES, max_num=MOST_LINES)
PrerequisiteLines = forms.formset_factory(
    PrerequisiteForm, formset=PrerequisiteRows, extra=BLANK_LINES, max_num=MOST_LINES
)


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


class ModuleForms:
    """The forms of one module as a whole: valid together, and together a `ModuleContents`."""

    def __init__(
        self, data: Any = None, *, module: Module | None = None, begin: Mapping[str, Any] | None = None
    ) -> None:
        contents = edited_contents(module) if module else None
        skills, others = SkillChoices(contents), _possible_prerequisites(module, contents)
        self.is_new = module is None
        # What was sent stands for itself: a line that equals what is there would count as left empty.
        begin_with = None if data is not None else contents
        self.module = ModuleForm(data, initial=ModuleForm.of(contents))
        self.effects = EffectLines(
            data,
            prefix="effects",
            initial=_effects_of(begin_with) if begin_with else [begin] if begin else [],
            form_kwargs={"skills": skills},
        )
        self.prerequisites = PrerequisiteLines(
            data,
            prefix="prerequisites",
            initial=_prerequisites_of(begin_with) if begin_with else [],
            form_kwargs={"modules": others},
        )

    def is_valid(self) -> bool:
        is_told = self.module.is_valid() and self._are_facets_meant()
        return all([is_told, self.effects.is_valid(), self.prerequisites.is_valid()])

    def _are_facets_meant(self) -> bool:
        """Whether each facet, a filter for everybody, is one that there is or was sent a second time."""
        new = new_facets(self.module.cleaned_data["facets"])
        told = ", ".join(f"{one.facet}: {one.value}" for one in new)
        if told == self.module.cleaned_data["accepted_facets"]:
            return True
        for one in new:
            self.module.add_error("facets", _new_facet_in_words(one))
        self.module.data = {**dict(self.module.data.items()), "accepted_facets": told}
        return not new

    def add_error(self, field: str, message: str) -> None:
        """Put what a service refused where the author can mend it."""
        self.module.add_error(field if field in self.module.fields else None, message)

    def begin_again(self, module: Module) -> None:
        """Take a module that was found instead of what the form was made from as known: what was typed stays,
        and can be sent once more."""
        origin = ModuleForm.origin(None if self.is_new else edited_contents(module))
        self.module.data = {**dict(self.module.data.items()), **origin}

    @property
    def contents(self) -> ModuleContents:
        """What was filled in; only after `is_valid`."""
        said = self.module.cleaned_data
        effects = [line.cleaned_data for line in self.effects if line.cleaned_data]
        before = [line.cleaned_data.get("module") for line in self.prerequisites]
        return ModuleContents(
            title=said["title"],
            kind=said["kind"],
            minutes=said["minutes"],
            summary=said["summary"],
            body=said["body"],
            facets=said["facets"],
            effects=[Effect(one["skill"], one["from_level"], one["to_level"]) for one in effects],
            prerequisites=list(dict.fromkeys(one for one in before if one)),
        )


def _new_facet_in_words(new: NewFacet) -> str:
    said = {"facet": new.facet, "value": new.value, "meant": new.meant}
    if new.meant:
        message = _("“%(facet)s: %(value)s” is new. Did you mean “%(meant)s”? Save again to add it.")
    else:
        message = _("“%(facet)s: %(value)s” is new: no module is filed under it yet. Save again to add it.")
    return message % said


def _possible_prerequisites(module: Module | None, contents: ModuleContents | None) -> dict[str, Module]:
    """Every module that is not retired, and those that come before the module already; by public id."""
    before = [one.pk for one in contents.prerequisites] if contents else []
    possible = Module.objects.filter(Q(pk__in=Module.objects.current().values("pk")) | Q(pk__in=before))
    if module is not None:
        possible = possible.exclude(pk=module.pk)
    return {one.public_id: one for one in possible.order_by("title", "pk").only("public_id", "title")}


def _effects_of(contents: ModuleContents) -> Sequence[dict[str, Any]]:
    return [
        {
            "skill": one.skill.public_id,
            "from_level": short(one.from_level),
            "to_level": short(one.to_level),
        }
        for one in contents.effects
    ]


def _prerequisites_of(contents: ModuleContents) -> Sequence[dict[str, Any]]:
    return [{"module": one.public_id} for one in contents.prerequisites]


def short(level: Decimal) -> str:
    """A level without the zeros that say nothing: 2 for 2.00, 2.5 for 2.50."""
    return f"{level.normalize():f}"

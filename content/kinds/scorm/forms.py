"""The part of the editor for SCORM packages: the zip, and which score is evidence of what."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from content.kinds.builders import PartsBuilder, Rows
from content.kinds.scorm.models import ScormPackage
from content.kinds.scorm.parts import FILE, LONGEST, MOST_RULES, RULES, level_of, whole_percent
from content.kinds.scorm.reports import package_of
from content.kinds.uploading import FileForm, largest_mib, largest_with_a_form_mib, without_removed
from lifow.base.form_rows import RowForm
from lifow.base.forms import TextField
from lifow.base.widgets import LongSelect

PURPOSE = "scorm"


class RuleRow(RowForm):
    """A score from which on a skill is shown at a level."""

    skill = forms.ChoiceField(label=gettext_lazy("Skill"), choices=(), required=False, widget=LongSelect)
    least = TextField(
        label=gettext_lazy("From a score of, in percent"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    level = TextField(
        label=gettext_lazy("Shows level"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    texts = ("skill", "least", "level")
    numbered = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        said = str(self["skill"].value() or "")
        skills = [(one.public_id, one.name) for one in Skill.objects.assessable().order_by("name", "pk")]
        known = {public_id for public_id, _name in skills}
        lost = [(said, _("A skill that is not used any more"))] if said and said not in known else []
        cast("forms.ChoiceField", self.fields["skill"]).choices = [("", "—"), *skills, *lost]

    def clean_least(self) -> str:
        least: str = self.cleaned_data["least"].strip().removesuffix("%").strip()
        if least and whole_percent(least) is None:
            raise ValidationError(_("Give a whole number from 1 to 100."))
        return least

    def clean_level(self) -> str:
        level: str = self.cleaned_data["level"].strip().replace(",", ".")
        if level and level_of(level) is None:
            raise ValidationError(_("Give a level as a number, such as 2."))
        return level

    def clean(self) -> dict[str, Any]:
        said = {name: self.cleaned_data.get(name) for name in self.texts}
        if any(said.values()):
            for name in self.texts:
                if not said[name] and name not in self.errors:
                    message = _("Say this too, or remove the rule.")
                    self.add_error(name, ValidationError(message, code="required"))
        return self.cleaned_data


class RuleRows(Rows):
    """Rules of evidence."""

    name, row, most, begin_with = RULES, RuleRow, MOST_RULES, 0
    legend = gettext_lazy("Score as evidence")
    hint = gettext_lazy(
        "The package runs in the learner’s browser, which can claim any score: it weighs little."
    )
    add = gettext_lazy("Add a rule")


class ScormBuilder(PartsBuilder):
    """The part of the editor for SCORM packages."""

    template = "content/kinds/scorm/builder.html"
    form_class, rows_classes = FileForm, (RuleRows,)
    form: FileForm
    purpose = PURPOSE
    accept = ".zip,application/zip"

    def __init__(self, data: QueryDict | None, parts: Mapping[str, Any]) -> None:
        super().__init__(without_removed(data), parts)

    @property
    def rules(self) -> Rows:
        return self.rows[0]

    @cached_property
    def stored(self) -> ScormPackage | None:
        """The package that the form names."""
        return package_of({FILE: self.form[FILE].value()})

    @property
    def largest_mib(self) -> int:
        return largest_mib(PURPOSE)

    @property
    def largest_with_a_form_mib(self) -> int:
        return largest_with_a_form_mib(PURPOSE)

"""What an author chooses: a file, what its questions are about where it does not say, and what to export."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import validate_language
from assessments.testing.interchange.choices import FileFormat
from assessments.testing.interchange.formats.reading import MEGABYTE, MOST_BYTES
from assessments.testing.interchange.reports.planning import Said
from lifow.base.forms import TextField
from lifow.base.widgets import LongSelect

MOST_WORDS = 20
"""Words of a file that are no skill here, for which a skill is chosen one by one."""
NO_CHOICE = ("", "—")
BY_THE_FILE = ("", gettext_lazy("Find out by the file"))


class UploadForm(forms.Form):
    """The file of questions."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "GIFT, Aiken, Moodle XML, QTI 2.1 (also as a zip package) or CSV; at most 50 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".txt,.gift,.xml,.zip,.csv,text/plain,application/xml"}),
        error_messages={
            "required": gettext_lazy("Choose the file with the questions."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), required=False, choices=[BY_THE_FILE, *FileFormat.choices]
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            message = _("The file has more than %(most)s MB. Split it.") % {"most": MOST_BYTES // MEGABYTE}
            raise forms.ValidationError(message, code="too_large")
        return file


class WordsForm(forms.Form):
    """Which skill, level and language questions get where the file says none.

    Words of the file that are no skill here each have a field, `skill-0` and so on.
    """

    def __init__(self, *args: Any, words: Sequence[tuple[str, int]], said: Said, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words[:MOST_WORDS]
        groups = _skills_by_heading()
        for number, (one, count) in enumerate(self.words):
            label = (
                _("Skill of “%(words)s” (questions: %(count)s)")
                if one
                else _("Skill (questions without: %(count)s)")
            )
            self.fields[f"skill-{number}"] = forms.ChoiceField(
                label=label % {"words": one, "count": count},
                required=False,
                choices=groups,
                widget=LongSelect,
                initial=said.skills.get(one, ""),
            )
        self.fields["level"] = forms.IntegerField(
            label=_("Level, where the file says none"),
            required=False,
            min_value=1,
            max_value=99,
            initial=said.level,
        )
        self.fields["language"] = TextField(
            label=_("Language, where the file says none"),
            help_text=_("A code such as en or de."),
            max_length=20,
            required=False,
            initial=said.language,
            validators=[validate_language],
        )

    @property
    def skills(self) -> dict[str, str]:
        """The skill chosen for each of the file's words, by public id."""
        chosen = {
            words: self.cleaned_data.get(f"skill-{number}", "")
            for number, (words, _n) in enumerate(self.words)
        }
        return cast("dict[str, str]", chosen)


class ExportForm(forms.Form):
    """Of which skill the published questions are exported, and in which format."""

    skill = forms.ChoiceField(
        label=gettext_lazy("Skill"),
        widget=LongSelect,
        error_messages={"required": gettext_lazy("Choose the skill whose questions you want.")},
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=FileFormat.choices,
        initial=FileFormat.CSV,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, skills: Sequence[Skill], **options: Any) -> None:
        super().__init__(*args, **options)
        self.skills = {one.public_id: one for one in skills}
        choices = [(public_id, one.name) for public_id, one in self.skills.items()]
        cast("forms.ChoiceField", self.fields["skill"]).choices = [NO_CHOICE, *choices]

    def clean_skill(self) -> Skill:
        return self.skills[self.cleaned_data["skill"]]


def _skills_by_heading() -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for skill in Skill.objects.assessable().select_related("parent").order_by("name", "pk"):
        heading = skill.parent.name if skill.parent else _("Other skills")
        groups.setdefault(heading, []).append((skill.public_id, skill.name))
    return [NO_CHOICE, *sorted(groups.items())]

"""What HR fills in to bring in a roster: the system, how its file is read, and what may pass for once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from lifow.base.file_imports.forms import FileInput
from lifow.base.forms import TextField
from lifow.people.roster.interchange import (
    NO_PROFILE,
    RosterError,
    all_profiles,
    check_headings,
    check_size,
    profile_of_file,
    read_mapping,
    split_profile,
)
from lifow.people.roster.interchange.sameness import REASONS

MOST_OF_A_MAPPING = 100_000


def profile_choices() -> list[tuple[str, Any]]:
    """The systems whose files are known, and the two ways to say none of them."""
    known = [(one.key, one.name) for one in sorted(all_profiles().values(), key=lambda one: one.name.lower())]
    return [("", _("Not said")), *known, (NO_PROFILE, _("None of these"))]


class SourceForm(forms.Form):
    """Which system a file comes from."""

    source = TextField(
        label=_lazy("System that the file comes from"),
        max_length=50,
        widget=UnfoldAdminTextInputWidget,
        help_text=_lazy("A short name that stays the same, such as hris or payroll."),
    )


class RosterUploadForm(forms.Form):
    """A roster and how it is read. `file` becomes its content, `mapping` the text that counts."""

    file = forms.FileField(
        label=_lazy("Roster"),
        widget=FileInput({"accept": ".csv,.txt,.tsv,text/csv"}),
        help_text=_lazy("A CSV file with one line a person, up to 100 MiB."),
    )
    profile = forms.ChoiceField(
        label=_lazy("Written by"),
        required=False,
        choices=profile_choices,
        widget=UnfoldAdminSelectWidget,
        help_text=_lazy(
            "Files of these systems are read as their makers document them: which of day and month comes "
            "first, and which word means that somebody has left."
        ),
    )
    mapping = TextField(
        label=_lazy("Mapping"),
        required=False,
        max_length=MOST_OF_A_MAPPING,
        widget=UnfoldAdminTextareaWidget({"rows": 8, "spellcheck": "false"}),
        help_text=_lazy(
            "What this company calls its columns and words, in TOML, where it is not what the system says "
            "anyway. It is kept for the next import from this system. Leave it empty where lifow knows the "
            "headings."
        ),
    )
    mapping_file = forms.FileField(
        label=_lazy("Mapping from a file"),
        required=False,
        widget=FileInput({"accept": ".toml,.txt"}),
        help_text=_lazy("It replaces the text above."),
    )
    is_strict = forms.BooleanField(
        label=_lazy("Write nothing if a line is bad"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=_lazy("Otherwise bad lines are left out, to be corrected and imported on their own."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_size(file.size)
        except RosterError as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean_mapping_file(self) -> Any:
        file = self.cleaned_data["mapping_file"]
        if file is not None and file.size > MOST_OF_A_MAPPING:
            raise forms.ValidationError(_("A mapping has at most 100,000 characters. Is this another file?"))
        return file

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        uploaded, field = cleaned["mapping_file"], "mapping_file" if cleaned["mapping_file"] else "mapping"
        said = uploaded.read() if uploaded else cleaned["mapping"].replace("\r\n", "\n")
        content, at = cleaned["file"].read(), field
        profile = cleaned["profile"]
        try:
            mapping, in_the_text = split_profile(said)
            profile = profile or in_the_text
            if profile:
                mapping = f'profile = "{profile}"\n{mapping}'
            read = read_mapping(mapping)
            at = "file"
            check_headings(content, read)
        except RosterError as error:
            at = "profile" if error.code == "unknown_profile" else at
            self.add_error(field if error.code == "unknown_heading" else at, str(error))
        else:
            cleaned |= {"mapping": mapping, "content": content}
        if not profile:
            self.offer_profile(content)
        return cleaned

    def offer_profile(self, content: bytes) -> None:
        """Ask where a file looks like one of a system that was not named: it is never taken unasked."""
        try:
            found = profile_of_file(content)
        except RosterError:
            return
        if found is not None:
            text = _("It looks like a file from %(name)s. Choose it here, or “None of these”.")
            self.add_error("profile", text % {"name": found.name})


class RosterPlanForm(forms.Form):
    """What HR says of a plan: who is the same person, what is let through this once, and why."""

    reason = TextField(
        label=_lazy("Why these changes are right"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
        help_text=_lazy("Kept with the import, for whoever asks later."),
    )
    shown = TextField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        stops: Iterable[Mapping[str, Any]],
        questions: Iterable[Mapping[str, Any]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.stops, self.questions = list(stops), list(questions)
        for place, one in enumerate(self.questions):
            self.fields[f"same-{place}"] = forms.ChoiceField(
                label=_("%(name)s (%(id)s) and %(person)s")
                % {"name": one["name"], "id": one["external_id"], "person": one["label"]},
                choices=[("", _("Not answered yet")), ("yes", _("The same person")), ("no", _("Two people"))],
                required=False,
                widget=UnfoldAdminSelectWidget,
                help_text=_("What speaks for it: %(reasons)s.")
                % {"reasons": ", ".join(_(REASONS.get(reason, reason)) for reason in one["reasons"])},
            )
        for one in self.stops:
            self.fields[f"lift-{one['kind']}"] = forms.BooleanField(
                label=_("Let this through this once"),
                required=False,
                widget=UnfoldBooleanWidget({"aria-describedby": f"stop-{one['kind']}"}),
            )

    @property
    def lifts(self) -> list[tuple[Mapping[str, Any], forms.BoundField]]:
        """Each limit that is passed, with its field."""
        return [(one, self[f"lift-{one['kind']}"]) for one in self.stops]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The field of each question about who is the same person."""
        return [self[f"same-{place}"] for place in range(len(self.questions))]

    @property
    def answers(self) -> dict[int, bool]:
        """The questions that are answered, by place, and whether it is the same person."""
        said = {place: self.cleaned_data.get(f"same-{place}") for place in range(len(self.questions))}
        return {place: answer == "yes" for place, answer in said.items() if answer}

    @property
    def lifted(self) -> set[str]:
        """The kinds that are let through."""
        return {one["kind"] for one in self.stops if self.cleaned_data.get(f"lift-{one['kind']}")}

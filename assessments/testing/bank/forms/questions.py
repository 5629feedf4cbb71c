"""A question as an author fills it in, what begins a new one, and what a reviewer says of it."""

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import LevelChoice, levels_of
from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.forms.bodies import ALIKE, BodyForms
from assessments.testing.bank.models import (
    LONGEST_SECONDS,
    SHORTEST_SECONDS,
    Item,
    ItemVersion,
    validate_language,
)
from assessments.testing.bank.reports import has_settled_skill, skills_in_place
from assessments.testing.bank.services import ItemContents, ItemError
from assessments.testing.bank.services.retiring import LONGEST_REASON
from lifow.base.bounds import LONGEST_TEXT
from lifow.base.forms import TextField
from lifow.base.media.models import Picture
from lifow.base.widgets import LongSelect
from lifow.people.persons.models import Person

NO_CHOICE = ("", "—")


class AboutForm(forms.Form):
    """Which skill a question measures, and in which language it is."""

    skill = forms.ChoiceField(
        label=gettext_lazy("Skill"),
        widget=LongSelect,
        error_messages={"required": gettext_lazy("Choose the skill that the question measures.")},
    )
    language = TextField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("The code of the language in which it is asked, such as en or de."),
        max_length=20,
        initial="en",
        validators=[validate_language],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        skills = Skill.objects.assessable().select_related("parent").order_by("name", "pk")
        self.skills = {skill.public_id: skill for skill in skills}
        groups: dict[str, list[tuple[str, str]]] = {}
        for skill in self.skills.values():
            heading = skill.parent.name if skill.parent else _("Other skills")
            groups.setdefault(heading, []).append((skill.public_id, skill.name))
        self.fields["skill"].choices = [NO_CHOICE, *sorted(groups.items())]  # type: ignore[attr-defined]

    def clean_skill(self) -> Skill:
        return self.skills[self.cleaned_data["skill"]]


class StartForm(AboutForm):
    """What a new question is about, and how it is answered."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of question"),
        choices=ItemKind.choices,
        initial=ItemKind.SINGLE,
        widget=forms.RadioSelect,
    )
    level = forms.IntegerField(required=False, min_value=1, max_value=99, widget=forms.HiddenInput)


class ChangeForm(AboutForm):
    """What a question that is there is about: of one whose skill is settled, the language alone."""

    def __init__(self, *args: Any, item: Item, **options: Any) -> None:
        places = skills_in_place(item)
        skill = places[0] if len(places) == 1 else item.skill
        initial = {"skill": skill.public_id, "language": item.language}
        super().__init__(*args, initial=initial, **options)
        if has_settled_skill(item):
            del self.fields["skill"]


class QuestionForm(forms.Form):
    """What a question says of itself; its answers are forms of their own."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of question"), choices=ItemKind.choices)
    stem = TextField(
        label=gettext_lazy("Question"),
        help_text=gettext_lazy("Markdown: ** for bold, - for a list, ` for code."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write the question.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("PNG, JPEG, GIF or WebP, at most 5 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )
    picture = TextField(max_length=40, required=False, widget=forms.HiddenInput)
    picture_alt = TextField(
        label=gettext_lazy("What the picture shows"),
        help_text=gettext_lazy("For those who cannot see it; without giving the answer away."),
        max_length=300,
        required=False,
    )
    without_picture = forms.BooleanField(label=gettext_lazy("Remove the picture"), required=False)
    seconds_expected = forms.IntegerField(
        label=gettext_lazy("Seconds to answer"),
        help_text=gettext_lazy("How long somebody needs who knows it, with reading."),
        min_value=SHORTEST_SECONDS,
        max_value=LONGEST_SECONDS,
        initial=45,
        error_messages={"required": gettext_lazy("Give the seconds that it takes, such as 45.")},
    )
    idempotency_key = TextField(required=False, max_length=64, widget=forms.HiddenInput)
    based_on = TextField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, skill: Skill, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.levels: list[LevelChoice] = [one for one in levels_of(skill) if one.value > 0]
        self.fields["level"] = forms.TypedChoiceField(
            label=_("Level"),
            coerce=int,
            choices=[(str(one.value), one.label) for one in self.levels],
            error_messages={
                "required": _("Choose the level that the question is at."),
                "invalid_choice": _("Choose one of the levels listed."),
            },
        )
        alike = ALIKE if kind in ALIKE else (kind,)
        self.fields["kind"].choices = [(one, ItemKind(one).label) for one in alike]  # type: ignore[attr-defined]
        if len(alike) == 1:
            self.fields["kind"].widget = forms.HiddenInput()

    @cached_property
    def chosen_level(self) -> int | None:
        """The level chosen so far."""
        value = str(self["level"].value())
        return next((one.value for one in self.levels if str(one.value) == value), None)

    @cached_property
    def shown_picture(self) -> Picture | None:
        """The picture that the form has by now."""
        public_id = self["picture"].value()
        return Picture.objects.filter(public_id=public_id).first() if public_id else None


class QuestionForms:
    """The forms of one version as a whole: valid together, and together an `ItemContents`."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        skill: Skill,
        kind: str,
        version: ItemVersion | None = None,
        begin: Mapping[str, Any] | None = None,
    ) -> None:
        sent = data.get("kind", "") if data is not None else ""
        self.kind = sent if sent in ItemKind.values and kind in ALIKE and sent in ALIKE else kind
        self.is_new = version is None
        initial = {"kind": self.kind, **(begin or {}), **_said(version)}
        self.question = QuestionForm(data, initial=initial, skill=skill, kind=kind)
        self.answers = BodyForms(self.kind, data, version.body if version else None)

    def is_valid(self) -> bool:
        return all([self.question.is_valid(), self.answers.is_valid()])

    def add_error(self, error: ItemError) -> None:
        """Put what a service refused where the author can correct it."""
        self.question.add_error(error.field if error.field in self.question.fields else None, str(error))

    def begin_again(self, version: ItemVersion) -> None:
        """Take a version that was found instead of what the form was made from as known: what was typed
        stays, and can be sent once more."""
        known = origin(None if self.is_new else version)
        self.question.data = {**dict(self.question.data.items()), **known}

    @property
    def contents(self) -> ItemContents:
        """What was filled in; only after `is_valid`."""
        said = self.question.cleaned_data
        has_picture = not said["without_picture"]
        return ItemContents(
            kind=self.kind,
            level=said["level"],
            stem=said["stem"],
            body=self.answers.body,
            seconds_expected=said["seconds_expected"],
            picture=self.question.shown_picture if has_picture else None,
            picture_alt=said["picture_alt"],
        )


class ReviewForm(forms.Form):
    """What a reviewer says; `revision` is of what they have read."""

    note = TextField(
        label=gettext_lazy("Note to the author"),
        help_text=gettext_lazy("Needed if you send it back: what to change, and why."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class SubmitForm(forms.Form):
    """Who is asked to review a question."""

    reviewer = forms.ChoiceField(label=gettext_lazy("Who reviews it"), required=False)

    def __init__(self, *args: Any, reviewers: Mapping[str, Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.reviewers = reviewers
        people = [(public_id, str(one)) for public_id, one in reviewers.items()]
        self.fields["reviewer"].choices = [("", _("Any other author")), *people]  # type: ignore[attr-defined]

    def clean_reviewer(self) -> Person | None:
        return self.reviewers.get(self.cleaned_data["reviewer"])


class RetireForm(forms.Form):
    """Why a question is asked no more."""

    reason = TextField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Say why, for those who look for it later.")},
    )


def origin(version: ItemVersion | None) -> dict[str, str]:
    """What a form is made from: a revision of a version, or a name for the question that will be."""
    if version is None:
        return {"idempotency_key": secrets.token_urlsafe(16)}
    return {"based_on": version.edition}


def _said(version: ItemVersion | None) -> dict[str, Any]:
    """What the form begins with."""
    if version is None:
        return origin(None)
    names = ("kind", "stem", "level", "picture_alt", "seconds_expected")
    said = {name: getattr(version, name) for name in names}
    return {**said, "picture": version.picture.public_id if version.picture else "", **origin(version)}

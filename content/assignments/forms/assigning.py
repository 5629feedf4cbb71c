"""The form of an assignment: what, for whom, by when; and what counts."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Role
from assessments.testing.sittings.choices import FormState, Purpose
from assessments.testing.sittings.models import TestForm
from content.assignments.choices import COUNTS_BACK, FOR_HR, FOR_MANAGERS, LEAST_DAYS, Audience, DueFrom
from content.assignments.forms.searches import InsteadSearch, ModulesSearch, PeopleSearch, UnitSearch
from content.assignments.models import LONGEST_NOTE, MOST_BACK, MOST_DAYS, MOST_MONTHS
from content.assignments.services import AssignmentContents
from content.catalogue.models import Module
from lifow.base.bounds import validate_day
from lifow.base.forms import TextField
from lifow.base.searched_choices import SearchedChoices
from lifow.base.widgets import LongSelect
from lifow.people.persons.models import Person

MOST_TESTS = 200
IN_DAYS = 30
UNTOLD = ("idempotency_key", "previewed")
PLAIN = (
    *("title", "note", "audience", "hired_from", "due_from", "due_on", "due_days"),
    *("repeat_months", "counts_back_days", "managers_may_waive"),
)
"""Fields that are stored as they are typed."""


def _day(**options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, required=False, validators=[validate_day], **options)


class AssignmentForm(forms.Form):
    """What is not looked for: the title, whom and when, and what counts."""

    title = TextField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Empty: the title of the first module."),
        max_length=200,
        required=False,
    )
    note = TextField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("People read it beside what is assigned to them."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), widget=forms.RadioSelect)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        help_text=gettext_lazy("Needed for everybody with a role."),
        required=False,
        widget=LongSelect,
    )
    hired_from = _day(
        label=gettext_lazy("Only people who started on or after"),
        help_text=gettext_lazy("For onboarding: people who started earlier are not asked."),
    )
    due_from = forms.ChoiceField(
        label=gettext_lazy("Due"),
        choices=DueFrom.choices,
        widget=forms.RadioSelect,
        initial=DueFrom.ASSIGNED.value,
    )
    due_on = _day(label=gettext_lazy("Day"), help_text=gettext_lazy("Where it is due on a day."))
    due_days = forms.IntegerField(
        label=gettext_lazy("Days"),
        help_text=gettext_lazy(
            "Counted from when it is assigned, or from the first day of work, as chosen above."
        ),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    repeat_months = forms.IntegerField(
        label=gettext_lazy("Again after months"),
        help_text=gettext_lazy("Counted from when it was done. Empty: once."),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
    )
    counts_back_days = forms.IntegerField(
        label=gettext_lazy("Days before that count"),
        help_text=gettext_lazy(
            "Whoever has done it in so many days before it is assigned has done it. 0: everybody does it "
            "anew."
        ),
        validators=[MinValueValidator(0), MaxValueValidator(MOST_BACK)],
        initial=COUNTS_BACK,
    )
    tests = forms.MultipleChoiceField(
        label=gettext_lazy("Tests that count instead"),
        help_text=gettext_lazy("Whoever has passed one of these has done the assignment."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    managers_may_waive = forms.BooleanField(
        label=gettext_lazy("Managers may waive it for people who report to them"), required=False
    )
    idempotency_key = TextField(widget=forms.HiddenInput, max_length=64)
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    previewed = TextField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(
        self,
        data: Any,
        *,
        user: Person,
        begin: Mapping[str, Any],
        before: AssignmentContents | None = None,
    ) -> None:
        given = {"idempotency_key": secrets.token_urlsafe(16), "due_days": IN_DAYS, **begin}
        super().__init__(data, initial=given)
        self.user, self.before = user, before
        self.is_for_hr = bool(user.is_hr_admin)
        self._choices("audience", self._audiences())
        self.roles = self._roles() if self.is_for_hr else {}
        named = [(key, f"{one.name} ({one.framework})") for key, one in self.roles.items()]
        self._choices("role", [("", _("Choose a role")), *named])
        kept = before.instead_tests if before else ()
        self.passable = {one.public_id: one for one in (*_passable_tests(), *kept)}
        self._choices("tests", [(key, one.title) for key, one in self.passable.items()])
        del self.fields["edition" if before is None else "idempotency_key"]
        if not self.passable:
            del self.fields["tests"]
        if not self.is_for_hr:
            del self.fields["managers_may_waive"], self.fields["role"]

    def _audiences(self) -> Sequence[tuple[str, Any]]:
        """For whom it can be: what the user may choose, and for whom it is."""
        labels: dict[str, Any] = dict(Audience.choices)
        kept = self.before if self.before and self.before.audience == Audience.TEAM else None
        labels[Audience.TEAM] = _("Everybody who reports to me, now and later")
        if kept and kept.manager and kept.manager != self.user:
            words = _("Everybody who reports to %(manager)s, now and later")
            labels[Audience.TEAM] = words % {"manager": kept.manager}
        shown = FOR_HR if self.is_for_hr else FOR_MANAGERS
        also = [Audience.TEAM] if kept and Audience.TEAM not in shown else []
        return [(one.value, labels[one]) for one in (*shown, *also)]

    def _roles(self) -> Mapping[str, Role]:
        rows = Role.objects.filter(retired_at__isnull=True).select_related("framework")
        found = list(rows.order_by("framework__name", "name", "pk"))
        kept = self.before.role if self.before else None
        return {one.public_id: one for one in ([*found, kept] if kept else found)}

    def _choices(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = list(choices)

    def clean_role(self) -> Role | None:
        return self.roles.get(self.cleaned_data["role"])

    def clean_tests(self) -> list[TestForm]:
        return [self.passable[key] for key in self.cleaned_data["tests"]]

    def clean(self) -> dict[str, Any]:
        """What was chosen, without what it has no use for: nothing of that is wrong, as it is not shown."""
        cleaned = super().clean() or self.cleaned_data
        audience, due_from = cleaned.get("audience"), cleaned.get("due_from")
        unused = {
            "role": audience != Audience.ROLE,
            "hired_from": audience == Audience.PEOPLE,
            "due_on": due_from != DueFrom.DAY,
            "due_days": due_from == DueFrom.DAY,
        }
        for name in (name for name, is_unused in unused.items() if is_unused and name in self.fields):
            self.errors.pop(name, None)
            cleaned[name] = None
        return cleaned


class AssignmentForms:
    """The whole form: `form` beside searches for modules, people, a unit, and what counts instead.

    `begins_with` is what it is filled with; `edition` the one of a stored assignment that says so, and is
    changed.
    """

    def __init__(
        self, data: Any, *, user: Person, begins_with: AssignmentContents, edition: int | None = None
    ) -> None:
        first, self.user, self.edition = begins_with, user, edition
        self.before = first if edition is not None else None
        begin = {name: getattr(first, name) for name in PLAIN if getattr(first, name) not in (None, "")}
        begin |= {"tests": [one.public_id for one in first.instead_tests], "edition": edition}
        if first.role:
            begin["role"] = first.role.public_id
        self.form = AssignmentForm(data, user=user, begin=begin, before=self.before)
        self.modules = ModulesSearch(data, before=first.modules)
        self.instead = InsteadSearch(data, before=first.instead_modules)
        self.people = PeopleSearch(data, user=user, before=first.people)
        unit = [first.org_unit] if first.org_unit else []
        self.units = UnitSearch(data, before=unit) if user.is_hr_admin else None

    @property
    def searches(self) -> Sequence[SearchedChoices]:
        return [one for one in (self.modules, self.people, self.units, self.instead) if one is not None]

    @property
    def used(self) -> Sequence[SearchedChoices]:
        """The searches that the audience has a use for: the others are not shown, and nothing is wrong
        there."""
        audience = self.form.cleaned_data.get("audience")
        unused = {Audience.PEOPLE: self.people, Audience.UNIT: self.units}
        left_out = [one for needed, one in unused.items() if audience != needed]
        return [one for one in self.searches if one not in left_out]

    @property
    def asked(self) -> SearchedChoices | None:
        """The search whose button was pressed, if one was."""
        return next((one for one in self.searches if one.search.is_asked), None)

    @property
    def least_days(self) -> int:
        return LEAST_DAYS

    @property
    def is_more_said(self) -> bool:
        """Whether something was said of what counts, or is wrong there: it is shown then."""
        if not self.form.is_bound:
            first = self.before
            if first is None:
                return False
            is_usual = first.counts_back_days == COUNTS_BACK and not first.managers_may_waive
            return bool(not is_usual or first.instead_modules or first.instead_tests)
        names = ("counts_back_days", "tests", "managers_may_waive")
        is_wrong = any(name in self.form.errors for name in names) or bool(self.instead.errors)
        changed = set(self.form.changed_data) & set(names)
        return is_wrong or bool(changed) or bool(self.instead.chosen) or self.instead.search.is_asked

    def is_valid(self) -> bool:
        is_valid = self.form.is_valid()
        for one in self.searches:
            if one not in self.used:
                vars(one).update({"_errors": ErrorDict(), "cleaned_data": {one.name: []}})
        return all([is_valid, *(one.is_valid() for one in self.used)])

    @property
    def has_errors(self) -> bool:
        return any(one.errors for one in (self.form, *self.searches))

    def without_errors(self) -> "AssignmentForms":
        """The same, of which nothing is said to be wrong yet: it was typed and not sent."""
        for one in (self.form, *self.searches):
            vars(one).update({"_errors": ErrorDict(), "cleaned_data": {}})
        return self

    def add_error(self, field: str, message: str) -> None:
        """Put what the service refused where it can be put right."""
        for one in self.searches:
            if field == one.name:
                one.add_error(field, message)
                return
        self.form.add_error(field if field in self.form.fields else None, message)

    @property
    def contents(self) -> AssignmentContents:
        """What was filled in; only after `is_valid`."""
        said = self.form.cleaned_data
        modules = self.modules.cleaned_data["modules"]
        units = self.units.cleaned_data["units"] if self.units else []
        audience = said["audience"]
        return AssignmentContents(
            title=said["title"] or (modules[0].title if modules else ""),
            note=said["note"],
            modules=modules,
            audience=audience,
            people=self.people.cleaned_data["people"],
            role=said.get("role"),
            org_unit=units[0] if units else None,
            manager=self._manager if audience == Audience.TEAM else None,
            hired_from=said["hired_from"],
            due_from=said["due_from"],
            due_on=said["due_on"],
            due_days=said["due_days"],
            repeat_months=said["repeat_months"],
            counts_back_days=said["counts_back_days"],
            managers_may_waive=said.get(
                "managers_may_waive", bool(self.before and self.before.managers_may_waive)
            ),
            instead_modules=self.instead.cleaned_data["instead"],
            instead_tests=said.get("tests", []),
        )

    @property
    def _manager(self) -> Person | None:
        """Whose team it is for: the one that it was for already, else the user's own."""
        is_kept = self.before is not None and self.before.audience == Audience.TEAM
        return self.before.manager if self.before and is_kept else self.user

    @property
    def digest(self) -> str:
        """Of what was filled in: who has seen a preview of this assigns just this."""
        said = {name: value for name, value in self.form.cleaned_data.items() if name not in UNTOLD}
        chosen = [[one.pk for one in each.cleaned_data[each.name]] for each in self.searches]
        return hashlib.sha256(repr((sorted(said.items(), key=str), chosen)).encode()).hexdigest()

    @property
    def is_previewed(self) -> bool:
        return bool(self.form.cleaned_data["previewed"] == self.digest)

    def note_previewed(self) -> None:
        """Have the form carry what it was previewed as."""
        self._have_say("previewed", self.digest)

    def begin_from(self, edition: int) -> None:
        """Have the form be one of this edition: what has changed meanwhile was said."""
        self.form.cleaned_data["edition"] = edition
        self._have_say("edition", str(edition))

    def _have_say(self, name: str, value: str) -> None:
        data: Any = self.form.data
        data = data.copy()
        data[name] = value
        self.form.data = data


def first_contents(
    user: Person, *, person: Person | None = None, module: Module | None = None
) -> AssignmentContents:
    """What the form of a new assignment is filled with: one's own team for managers, or what was chosen
    before."""
    audience = "" if user.is_hr_admin else Audience.TEAM.value
    return AssignmentContents(
        title="",
        modules=[module] if module else [],
        audience=Audience.PEOPLE.value if person else audience,
        people=[person] if person else [],
        due_from=DueFrom.ASSIGNED.value,
    )


def _passable_tests() -> Sequence[TestForm]:
    """Published tests that somebody can pass."""
    rows = TestForm.objects.filter(state=FormState.PUBLISHED).exclude(purpose=Purpose.PRACTICE)
    return list(rows.order_by("title", "pk")[:MOST_TESTS])

"""What people say of their own hours, languages and notifications."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.dates import WEEKDAYS
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from lifow.base.widgets import LongSelect
from lifow.notifications.compute import Collecting
from lifow.notifications.models import Preferences
from lifow.notifications.registry import Way
from lifow.notifications.reports import Choices, PreferenceRow, preference_rows
from lifow.notifications.services import Hours
from lifow.people.persons.models import Person

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
LANGUAGES_ASKED = 3
Choice = tuple[str, str]


def zone_choices(own: str) -> list[tuple[str, Sequence[Choice]] | Choice]:
    """Cities by region, UTC, and whatever the person has now."""
    cities = _cities()
    known = {name for names in cities.values() for name, _city in names}
    alone: list[Choice] = [(name, name) for name in sorted({"UTC", own} - known)]
    return [*cities.items(), *alone]


@cache
def _cities() -> dict[str, tuple[Choice, ...]]:
    """The cities of each region, by name; read once a process, as it opens a file a zone."""
    regions: dict[str, list[Choice]] = {region: [] for region in REGIONS}
    for name in sorted(available_timezones()):
        region, _slash, city = name.partition("/")
        if region in regions:
            regions[region].append((name, city.replace("_", " ").replace("/", ", ")))
    return {region: tuple(cities) for region, cities in regions.items()}


def language_choices(own: list[str]) -> list[Choice]:
    """Languages by their names, and those that the person has now."""
    named = {code: str(about["name"]) for code, about in LANG_INFO.items() if "name" in about}
    known = {code.lower(): name for code, name in named.items()}
    choices = {code: named.get(code) or known.get(code.lower(), code) for code in own} | {
        code: name for code, name in named.items() if code.lower() not in {each.lower() for each in own}
    }
    return sorted(choices.items(), key=lambda choice: choice[1])


class HoursForm(forms.Form):
    """When and where somebody works, and in which languages."""

    workdays = forms.TypedMultipleChoiceField(
        label=_("Workdays"),
        help_text=_(
            "Where work ends before it starts, it ends on the next day: choose the days on which it starts."
        ),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one workday.")},
    )
    work_starts_at = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    work_ends_at = forms.TimeField(
        label=_("To"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args, person: Person, **kwargs) -> None:
        super().__init__(*args, **{"initial": _initial(person), **kwargs})
        self.fields["timezone"] = forms.ChoiceField(
            label=_("Time zone"), choices=zone_choices(person.timezone), widget=LongSelect
        )
        languages = language_choices(person.languages)
        labels = (_("The language you read best"), gettext_lazy("Another language"))
        for number in range(max(LANGUAGES_ASKED, len(person.languages))):
            self.fields[f"language_{number}"] = forms.ChoiceField(
                label=labels[min(number, 1)],
                choices=languages if number == 0 else [("", "–"), *languages],
                required=number == 0,
                widget=LongSelect,
            )

    @property
    def languages(self) -> list[forms.BoundField]:
        """The fields that ask for a language, the best known first."""
        return [self[name] for name in self.fields if name.startswith("language_")]

    @property
    def values(self) -> Hours:
        """What the valid form says."""
        said = self.cleaned_data
        languages = [said[field.name] for field in self.languages if said[field.name]]
        return Hours(
            timezone=said["timezone"],
            languages=list(dict.fromkeys(languages)),
            work_starts_at=said["work_starts_at"],
            work_ends_at=said["work_ends_at"],
            workdays=sum(1 << number for number in said["workdays"]),
        )


def _initial(person: Person) -> dict[str, object]:
    days = [str(number) for number in WEEKDAYS if person.workdays >> number & 1]
    return {
        "workdays": days,
        "work_starts_at": person.work_starts_at,
        "work_ends_at": person.work_ends_at,
        "timezone": person.timezone,
        **{f"language_{number}": code for number, code in enumerate(person.languages)},
    }


class NotificationsForm(forms.Form):
    """How somebody wants to be told, and a switch for each kind and way."""

    collecting = forms.ChoiceField(
        label=_("How often"), choices=Preferences.COLLECTING, widget=forms.RadioSelect
    )

    def __init__(self, *args, choices: Choices, ways: Sequence[Way], **kwargs) -> None:
        super().__init__(*args, **{"initial": {"collecting": choices.collecting.value}, **kwargs})
        self.rows: list[PreferenceRow] = preference_rows(choices, ways)
        for row in self.rows:
            for way, is_on in row.ways:
                label = gettext("%(kind)s by %(way)s") % {"kind": row.kind.title, "way": way.title}
                self.fields[_switch(row.kind.key, way.key)] = forms.BooleanField(
                    label=label,
                    initial=is_on,
                    required=False,
                    widget=forms.CheckboxInput(attrs={"aria-label": label}),
                )

    @cached_property
    def table(self) -> list[tuple[PreferenceRow, list[tuple[Way, forms.BoundField]]]]:
        """Each kind with its switches, one a way."""
        return [
            (row, [(way, self[_switch(row.kind.key, way.key)]) for way, _is_on in row.ways])
            for row in self.rows
        ]

    @property
    def chosen_collecting(self) -> Collecting:
        """How the person wants to be told, by the valid form."""
        return Collecting(self.cleaned_data["collecting"])

    @property
    def switched(self) -> dict[tuple[str, str], bool]:
        """Each kind and way with whether it is on, by the valid form."""
        return {
            (row.kind.key, way.key): self.cleaned_data[_switch(row.kind.key, way.key)]
            for row in self.rows
            for way, _is_on in row.ways
        }


def _switch(kind: str, way: str) -> str:
    return f"on_{kind}_{way}"

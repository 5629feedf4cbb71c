"""What HR shows to others: each figure with its base, how it is measured, and the 90 days before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.figures.choices import DAYS, FigureKey, Period
from channels.figures.compute import LEAST_PEOPLE as LEAST_PEOPLE
from channels.figures.models import KeptFigure, LearningCost
from lifow.base.days import local_day
from lifow.base.templatetags.display import minutes_in_words, percent

Text = str | Promise
Told = Mapping[Period, KeptFigure]
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """One figure in words: its value now and in the 90 days before, each with its base; "" where too little
    is there to say. `how` says how it is measured."""

    title: Text
    value: str
    base: str
    before: str
    before_base: str
    how: Text


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that answer one question."""

    key: str
    title: Text
    outcomes: Sequence[Outcome]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All figures for stakeholders, of the days from `first` to `last`, as they were counted last."""

    groups: Sequence[Group]
    first: date
    last: date
    counted_at: datetime
    cost: LearningCost | None


@dataclass(frozen=True, slots=True)
class Measure:
    """How a kept figure is put into words: its value, its base, and how it is measured."""

    key: FigureKey
    title: Text
    value: Callable[[KeptFigure], str]
    base: Callable[[KeptFigure], str]
    how: Text


def outcomes() -> Outcomes | None:
    """The figures as they were counted last; None before the first count. Two queries."""
    rows = list(KeptFigure.objects.filter(channel=""))
    if not rows:
        return None
    told: dict[str, dict[Period, KeptFigure]] = {}
    for row in rows:
        if row.period in Period:
            told.setdefault(row.key, {})[Period(row.period)] = row
    cost = learning_cost()
    counted_at = rows[0].counted_at
    last = local_day(counted_at, settings.TIME_ZONE)
    groups = [
        Group(key, title, [_in_words(measure, told.get(measure.key, {})) for measure in measures])
        for key, title, measures in MEASURES
    ]
    groups.insert(-1, Group("cost", gettext_lazy("Cost of learning"), list(_costs(told, cost))))
    return Outcomes(groups, last - timedelta(days=DAYS - 1), last, counted_at, cost)


def learning_cost() -> LearningCost | None:
    """What an hour of learning costs, where HR has said so; one query."""
    return LearningCost.objects.filter(pk=1).first()


def _in_words(measure: Measure, told: Told) -> Outcome:
    value, base = _said(measure, told.get(Period.NOW))
    before, before_base = _said(measure, told.get(Period.BEFORE))
    return Outcome(measure.title, value, base, before, before_base, measure.how)


def _said(measure: Measure, row: KeptFigure | None) -> tuple[str, str]:
    if row is None or row.value is None:
        return "", ""
    return measure.value(row), measure.base(row)


def _costs(told: Mapping[str, Told], cost: LearningCost | None) -> Iterator[Outcome]:
    """Minutes, what of them was in working hours, and in money where an hour has a price."""
    minutes, rates = told.get(FigureKey.MINUTES_LEARNED, {}), told.get(FigureKey.LEVELS_PER_MINUTE, {})
    yield _in_words(_MINUTES, minutes)
    yield _in_words(_IN_HOURS, {period: row for period, row in minutes.items() if row.number is not None})
    if cost is None:
        return

    def money(row: KeptFigure) -> str:
        return _money(float(cost.an_hour) * (row.value or 0) / MINUTES, cost.currency)

    def a_level(row: KeptFigure) -> str:
        return _money(float(cost.an_hour) / MINUTES / (row.value or 1), cost.currency, 2)

    price = _("%(cost)s an hour") % {"cost": _money(float(cost.an_hour), cost.currency, 2)}
    how = _("Minutes of learning, at the cost of an hour that HR has set: %(price)s.") % {"price": price}
    yield _in_words(
        Measure(FigureKey.MINUTES_LEARNED, _("Cost of the minutes"), money, _hours_base, how), minutes
    )
    rising = {period: row for period, row in rates.items() if (row.value or 0) > 0}
    how = _("The cost of a minute, divided by the levels that a minute brings.")
    yield _in_words(
        Measure(FigureKey.LEVELS_PER_MINUTE, _("Cost of one level"), a_level, _completions, how), rising
    )


def _money(amount: float, currency: str, places: int = 0) -> str:
    return f"{currency} {number_format(round(amount, places), places, force_grouping=True)}"


def _count(number: float | None) -> str:
    return number_format(round(number or 0), force_grouping=True)


def _share(row: KeptFigure) -> str:
    return percent(row.value)


def _number_of(words: Text) -> Callable[[KeptFigure], str]:
    """How many of how many, by a sentence with both."""
    return lambda row: str(words) % {"number": _count(row.number), "base": _count(row.base)}


def _minutes(row: KeptFigure) -> str:
    return minutes_in_words(row.value)


def _seconds(row: KeptFigure) -> str:
    return _("%(count)s s") % {"count": _count(row.value)}


def _rate(row: KeptFigure) -> str:
    """Levels a minute, in as many places as it takes to see it, with the interval."""
    if row.low is None or row.high is None:
        return number_format(row.value or 0, 3)
    value, low, high = (number_format(one, 3) for one in (row.value or 0, row.low, row.high))
    return _("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}


def _hours(row: KeptFigure) -> str:
    return _("%(hours)s h") % {"hours": _count((row.value or 0) / MINUTES)}


def _hours_base(row: KeptFigure) -> str:
    return _("of %(hours)s hours of learning") % {"hours": _count((row.value or 0) / MINUTES)}


def _inside(row: KeptFigure) -> str:
    return percent((row.number or 0) / row.base if row.base else None)


_completions = _number_of(gettext_lazy("%(number)s of %(base)s modules done, those whose effect is known"))
_MINUTES = Measure(
    FigureKey.MINUTES_LEARNED,
    gettext_lazy("Time spent learning"),
    _hours,
    lambda row: _("%(minutes)s minutes of learning") % {"minutes": _count(row.value)},
    gettext_lazy(
        "Time in which a page of a module was open and used, added up. Channels through which fewer than five"
        " people learned are left out."
    ),
)
_IN_HOURS = Measure(
    FigureKey.MINUTES_LEARNED,
    gettext_lazy("Within working hours"),
    _inside,
    _hours_base,
    gettext_lazy("Minutes within the working hours of those who learned, in their time zone."),
)
_of_people = gettext_lazy("%(number)s of %(base)s people")
MEASURES: Sequence[tuple[str, Text, Sequence[Measure]]] = (
    (
        "engagement",
        gettext_lazy("Engagement"),
        (
            Measure(
                FigureKey.PEOPLE_LEARNING,
                gettext_lazy("People who learned"),
                _share,
                _number_of(_of_people),
                gettext_lazy(
                    "People who opened, read or did a module at least once, of all who work here on the last"
                    " day."
                ),
            ),
            Measure(
                FigureKey.MODULES_DONE,
                gettext_lazy("Modules done, of those started"),
                _share,
                _number_of(gettext_lazy("%(number)s of %(base)s modules started")),
                gettext_lazy(
                    "Modules that somebody opened for the first time within the 90 days, and did by"
                    " their end."
                ),
            ),
            Measure(
                FigureKey.MESSAGES_OPENED,
                gettext_lazy("Messages opened, of those delivered"),
                _share,
                _number_of(gettext_lazy("%(number)s of %(base)s messages")),
                gettext_lazy(
                    "Messages by email, on devices and in chats whose link was followed. What somebody reads"
                    " in the mail itself is not seen."
                ),
            ),
            Measure(
                FigureKey.OFFERS_TAKEN,
                gettext_lazy("Suggestions taken, of those offered"),
                _share,
                _number_of(gettext_lazy("%(number)s of %(base)s offered")),
                gettext_lazy(
                    "What channels show by themselves, and what people acted on. Answers of assistants are"
                    " asked for, and do not count."
                ),
            ),
        ),
    ),
    (
        "finding",
        gettext_lazy("Finding answers"),
        (
            Measure(
                FigureKey.SEARCH_SECONDS,
                gettext_lazy("Time spent searching"),
                _seconds,
                lambda row: _("half of %(base)s searches took less") % {"base": _count(row.base)},
                gettext_lazy(
                    "From the first letter in the search box until a result was opened. Searches in which"
                    " nothing was opened are not in it."
                ),
            ),
            Measure(
                FigureKey.ANSWER_MINUTES,
                gettext_lazy("Time from need to answer"),
                _minutes,
                _number_of(gettext_lazy("half of %(number)s answers were faster; %(base)s asked")),
                gettext_lazy(
                    "From a question to its first answer, and from a request for help now until somebody took"
                    " it. Nights and weekends count."
                ),
            ),
        ),
    ),
    (
        "learning",
        gettext_lazy("What stays, and what it brings"),
        (
            Measure(
                FigureKey.REMEMBERED,
                gettext_lazy("Retention"),
                _share,
                _number_of(gettext_lazy("%(number)s of %(base)s refreshers remembered")),
                gettext_lazy(
                    "Answers to questions that came back days or months after somebody had learned them."
                ),
            ),
            Measure(
                FigureKey.LEVELS_PER_MINUTE,
                gettext_lazy("Levels per minute"),
                _rate,
                _completions,
                gettext_lazy(
                    "Evidence before and after, of people who did a module and of comparable people who did"
                    " not, by the minutes that it takes. In brackets the interval of 80%."
                ),
            ),
        ),
    ),
    (
        "gaps",
        gettext_lazy("Before and after"),
        (
            Measure(
                FigureKey.CRITICAL_MET,
                gettext_lazy("People who meet all critical skills"),
                _share,
                _number_of(_of_people),
                gettext_lazy(
                    "Of people whose roles need critical skills: now, and at the end of the month nearest to"
                    " 90 days before. Who is not assessed counts as not met."
                ),
            ),
            Measure(
                FigureKey.CRITICAL_GAPS,
                gettext_lazy("People with a critical gap"),
                _share,
                _number_of(_of_people),
                gettext_lazy("Of the same people: those of whom a gap in a critical skill is known."),
            ),
        ),
    ),
)

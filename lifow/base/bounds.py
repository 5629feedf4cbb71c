"""What may be stored: the bounds of days, moments, numbers and texts, the same at each border.

Forms, the API, imports, the admin and services ask here. Each bound leaves room for what pages do with a
value: a moment is shown in the zones of all readers, and a day has one before and one after it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lifow.base.characters import NO_TEXT

FIRST_DAY = date(1900, 1, 1)
"""Nobody who works was hired or assessed before: an earlier day is a typing error or an empty field."""
LAST_DAY = date(2199, 12, 31)
"""HR systems write 31 Dec 9999 for “open”: who means that leaves the field empty."""
FIRST_MOMENT = datetime.combine(FIRST_DAY, time.min, UTC)
LAST_MOMENT = datetime.combine(LAST_DAY, time.max, UTC)
FIRST_SHOWN = datetime(100, 1, 1, tzinfo=UTC)
LAST_SHOWN = datetime(9900, 1, 1, tzinfo=UTC)
"""Between these every zone has a day, and there is one some years before and after: whatever is stored out of
bounds is read as one of them, and breaks no page."""
LONGEST_LINE = 200
"""Characters of a name or a title."""
LONGEST_TEXT = 10_000
"""Characters of what people write to each other: some five pages."""
LONGEST_BODY = 200_000
"""Characters of a module: some sixty pages, ten times the longest that one reads in minutes."""
LARGEST_NUMBER = 2**31 - 1
"""Of a whole number that has no closer bound: what an integer column takes in both databases."""
LARGEST_SHOWN = 1e15
DEEPEST_JSON = 10
MOST_IN_JSON = 1_000


def is_day_in_bounds(day: date) -> bool:
    """Whether a day may be stored."""
    return FIRST_DAY <= day <= LAST_DAY


def is_moment_in_bounds(moment: datetime) -> bool:
    """Whether a moment with its offset may be stored; whatever the offset, nothing overflows."""
    return FIRST_MOMENT <= moment <= LAST_MOMENT


def shown_moment(moment: datetime) -> datetime:
    """A stored moment as it can be shown: itself, or the nearest one that has a day in every zone."""
    return min(max(moment, FIRST_SHOWN), LAST_SHOWN)


def shown_day(day: date) -> date:
    """A stored day as it can be shown; see `shown_moment`."""
    return min(max(day, FIRST_SHOWN.date()), LAST_SHOWN.date())


def shown_number(number: float) -> float | None:
    """A stored number as it can be shown and counted with; None for what is none. Sums of the largest are
    numbers still, and so are their squares."""
    if not isfinite(number):
        return None
    return min(max(number, -LARGEST_SHOWN), LARGEST_SHOWN)


def is_text_in_bounds(text: str, longest: int = LONGEST_TEXT) -> bool:
    """Whether a text may be stored: no longer than that, and no character that is none."""
    return len(text) <= longest and NO_TEXT.search(text) is None


def without_controls(text: str) -> str:
    """The text without the characters that no text has; for texts of which the rest is still wanted."""
    return NO_TEXT.sub("", text)


def validate_day(day: date) -> None:
    """Raise ValidationError for a day that may not be stored; a validator of fields of all kinds."""
    if not is_day_in_bounds(day):
        raise ValidationError(_days_from_to(), code="out_of_bounds")


def validate_moment(moment: datetime) -> None:
    """Raise ValidationError for a moment that may not be stored; a validator of fields of all kinds."""
    if not is_moment_in_bounds(moment):
        raise ValidationError(_days_from_to(), code="out_of_bounds")


def validate_text(text: str) -> None:
    """Raise ValidationError for a character that no text has; a validator of fields of all kinds."""
    if NO_TEXT.search(text):
        raise ValidationError(
            _("There is a control character in this text. Type it again, or paste it as plain text."),
            code="control_character",
        )


def validate_number(number: float | Decimal) -> None:
    """Raise ValidationError for what is no number, or one that no column takes; a validator of fields."""
    if not isfinite(number) or abs(float(number)) > LARGEST_NUMBER:
        raise ValidationError(_("Use a number between −2147483647 and 2147483647."), code="out_of_bounds")


def validate_json(value: Any) -> None:
    """Raise ValidationError for JSON that is too deep or too large, or has texts or numbers out of bounds."""
    left: list[tuple[Any, int]] = [(value, 0)]
    seen = 0
    while left:
        one, depth = left.pop()
        seen += 1
        if depth > DEEPEST_JSON or seen > MOST_IN_JSON:
            message = _("This is too large: use at most %(most)s values in %(deepest)s levels.")
            sizes = {"most": MOST_IN_JSON, "deepest": DEEPEST_JSON}
            raise ValidationError(message, code="out_of_bounds", params=sizes)
        left += [(inner, depth + 1) for inner in _inside(one)]


def _inside(one: Any) -> Sequence[Any]:
    """What a value of JSON holds, its keys too; texts and numbers are checked."""
    if isinstance(one, str):
        validate_text(one)
        if len(one) > LONGEST_TEXT:
            message = _("A text is longer than %(longest)s characters.")
            raise ValidationError(message, code="out_of_bounds", params={"longest": LONGEST_TEXT})
    elif isinstance(one, int | float) and not isinstance(one, bool):
        validate_number(one)
    elif isinstance(one, Mapping):
        return [*one.keys(), *one.values()]
    elif isinstance(one, list | tuple):
        return one
    return ()


def _days_from_to() -> str:
    days = {"first": date_format(FIRST_DAY, "j M Y"), "last": date_format(LAST_DAY, "j M Y")}
    return _("Use a day from %(first)s to %(last)s.") % days

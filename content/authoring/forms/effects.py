"""The levels from which and to which a module raises a skill, by their names."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from assessments.frameworks.models import Level
from lifow.base.widgets import LongSelect

HALF = Decimal("0.5")


def short(level: Decimal) -> str:
    """A level without the zeros that say nothing: 2 for 2.00, 2.5 for 2.50."""
    return f"{level.normalize():f}"


class LevelSelect(LongSelect):
    """A select of levels that takes the number of a level, however it is written."""

    def format_value(self, value: Any) -> list[str]:
        """The number in the form that the options have; one that is none of them becomes one."""
        said = _number(value)
        if said and said not in {one for one, _label in self.choices}:
            self.choices = [*self.choices, (said, said)]
        return [said]


def level_choices(framework_ids: Iterable[int]) -> Sequence[tuple[str, str]]:
    """Levels of the scales of some frameworks with their names, and the halves between; one query.

    Where scales name the same number differently, both names stand beside it.
    """
    rows = Level.objects.filter(scale__frameworks__in=list(framework_ids)).order_by("value", "name")
    names: dict[int, list[str]] = defaultdict(list)
    for value, name in rows.values_list("value", "name"):
        if name not in names[value]:
            names[value].append(name)
    choices = [("", "—")]
    for value in sorted(names):
        choices.append((str(value), f"{value} · {' / '.join(names[value])}"))
        if value + 1 in names:
            between = short(value + HALF)
            said = {"level": between, "lower": value, "upper": value + 1}
            choices.append((between, _("%(level)s · between %(lower)s and %(upper)s") % said))
    return choices


def _number(value: Any) -> str:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return ""
    return short(number) if number.is_finite() and abs(number) < 1000 else ""

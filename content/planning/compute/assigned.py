"""Modules that have to be done by a day: what would miss it otherwise comes before all others, the rest after
critical steps.

Let W be the minutes of a week, and let modules be done in the order of their due days, which misses none
where any order does (earliest due date: Jackson, 1955). What is due within k weeks after this one fits into
these but for its minutes less k·W: so many have to be done this week, the most of them over all due days.
What is due cannot be met where its minutes, with all that is due before it, are more than this week and those
weeks have.

A module that is taken counts as done for what follows: its gaps need no other step. No module is divided that
a week holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from content.planning.compute.cases import Case, Due
from content.planning.compute.catalogue import Prepared
from content.planning.compute.chains import LabelSettingCache
from content.planning.compute.items import PlanItem, Reason, items_of
from content.planning.compute.spread import learned


def minutes_now(dues: Sequence[Due], week: int) -> int:
    """The minutes of these that this week has to hold, so that none misses its due day in weeks to come."""
    most, together = 0, 0
    for due in dues:
        together += due.minutes
        most = max(most, together - week * due.weeks)
    return most


def missed(case: Case) -> tuple[int, ...]:
    """The modules, by position, that the minutes of this week and of those to come do not hold by their
    day."""
    together, late = 0, []
    for due in case.dues:
        together += due.minutes
        if together > case.minutes + case.week * due.weeks:
            late.append(due.module)
    return tuple(late)


def due_first(case: Case) -> tuple[Due, ...]:
    """What has to be taken this week, in the order of due days, as far as its minutes hold it."""
    needed = minutes_now(case.dues, case.week)
    first, together = [], 0
    for due in case.dues:
        if together >= needed:
            break
        together += due.minutes
        first.append(due)
    return fitting(first, case.minutes, case.week)


def fitting(dues: Iterable[Due], minutes: int, week: int) -> tuple[Due, ...]:
    """Those that the minutes hold, one after the other; of one that no week holds, a part."""
    found = []
    for due in dues:
        part = due.minutes if due.minutes <= minutes else minutes if due.minutes > week else 0
        if part > 0:
            found.append(due._replace(minutes=part))
            minutes -= part
    return tuple(found)


def without(case: Case, taken: Sequence[Due], cache: LabelSettingCache) -> Case:
    """The case once these are done, in the minutes that they leave of the week."""
    modules = [due.module for due in taken]
    begun = tuple(one for one in case.begun if one.module not in modules)
    dues = tuple(due for due in case.dues if due.module not in modules)
    minutes = max(0, case.minutes - sum(due.minutes for due in taken))
    return replace(learned(case, modules, cache), minutes=minutes, begun=begun, dues=dues)


def due_items(case: Case, taken: Sequence[Due], prepared: Prepared) -> tuple[PlanItem, ...]:
    """The items of what is taken, in order: with the gaps that they raise, where they do, and are not done
    yet."""
    left = {due.module: due.minutes for due in case.dues}
    new = [due.module for due in taken if not case.done >> due.module & 1]
    raising = {item.module: item for item in items_of(new, case, prepared)}
    return tuple(
        _item(due, left[due.module], raising.get(prepared.ids[due.module]), prepared) for due in taken
    )


def _item(due: Due, left: int, raising: PlanItem | None, prepared: Prepared) -> PlanItem:
    whole = prepared.minutes[due.module]
    item = raising or PlanItem(
        reason=Reason.ASSIGNED,
        module=prepared.ids[due.module],
        skill=None,
        minutes=whole,
        gain=0.0,
        critical=False,
        known=None,
        before=None,
        after=None,
        required=0.0,
    )
    if due.minutes == whole:
        return replace(item, assigned=True)
    gain = item.gain if due.minutes == left else 0.0
    return replace(
        item, assigned=True, minutes=due.minutes, gain=gain, minutes_left=left, module_minutes=whole
    )

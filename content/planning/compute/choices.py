"""For one learner: groups of options, of which a plan takes at most one each.

Skills whose packages have no module in common are groups of their own. Skills that may share modules (a
common prerequisite, a module that raises both) are joined into one group. Where that would list too many
options, the whole learner is solved here, and the one group holds the answer.
"""

from typing import NamedTuple

from content.planning.compute.cases import Case, Offer, Option, Part, Pick
from content.planning.compute.chains import Kitchen, Stand
from content.planning.compute.joining import best_joined, joined

Group = tuple[Option, ...]


class Choices(NamedTuple):
    """Groups of one learner.

    bound     no choice gains more, where the learner was solved here; None where the groups are to be packed
    complete  false where a limit left packages out, so that no bound from these groups holds
    """

    groups: tuple[Group, ...]
    bound: float | None
    complete: bool


def stands_of(case: Case, kitchen: Kitchen) -> tuple[Stand, ...]:
    """The stand of each gap of the learner, in the order of the gaps."""
    return tuple(kitchen.stand(gap.skill, gap.level, gap.required, case.done) for gap in case.gaps)


def choices_of(case: Case, stands: tuple[Stand, ...], kitchen: Kitchen) -> Choices:
    """All groups of a learner: joined skills, then checks."""
    parts, complete = _parts(case, stands, kitchen)
    groups: list[Group] = []
    for component in _components(parts):
        if len(component) == 1:
            groups.append(tuple(Option(o.minutes, o.gain, (o.what,)) for o in component[0].offers))
            continue
        group = joined(component, case.minutes, kitchen)
        if group is None:
            best = best_joined(_by_component(parts), case.minutes, kitchen)
            return Choices(((best.option,),), best.bound, complete)
        groups.append(group)
    return Choices(tuple(groups), None, complete)


def _parts(case: Case, stands: tuple[Stand, ...], kitchen: Kitchen) -> tuple[list[Part], bool]:
    """Parts with offers that fit the minutes; whether no package was left out."""
    needs = [kitchen.useful(stand).needs for stand in stands]
    once = twice = 0
    for modules in needs:
        twice |= once & modules
        once |= modules
    complete = True
    parts: list[Part] = []
    for gap, stand, modules in zip(case.gaps, stands, needs, strict=True):
        if not modules:
            continue
        menu = kitchen.menu(stand, twice & modules, _bucket(case.minutes))
        complete &= menu.complete
        offers = tuple(
            Offer(package.minutes, gap.gain(package.level), package.modules, Pick(gap, package))
            for package in menu.packages
            if package.minutes <= case.minutes
        )
        if offers:
            parts.append(Part(modules & twice, offers))
    minutes = kitchen.prepared.policy.check_minutes
    if minutes <= case.minutes:
        parts += [Part(0, (Offer(minutes, check.value, 0, check),)) for check in case.checks]
    return parts, complete


def _bucket(minutes: int) -> int:
    """The budget that packages are looked up by: few distinct ones, so that learners share them."""
    found = 15
    while found < minutes:
        found *= 2
    return found


def _components(parts: list[Part]) -> list[list[Part]]:
    """Parts that share modules, directly or through others, together; in order of their first part."""
    found: list[tuple[int, list[Part]]] = []
    for part in parts:
        apart = [entry for entry in found if not entry[0] & part.shared]
        if len(apart) == len(found):
            found.append((part.shared, [part]))
            continue
        shared, together = part.shared, []
        for entry in found:
            if entry[0] & part.shared:
                shared |= entry[0]
                together += entry[1]
        found = [*apart, (shared, [*together, part])]
    return [component for _, component in found]


def _by_component(parts: list[Part]) -> list[Part]:
    return [part for component in _components(parts) for part in component]

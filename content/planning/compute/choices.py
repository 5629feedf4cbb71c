"""For one learner: groups of choices, of which a plan takes at most one each.

Skills whose packages have no module in common are groups of their own. Skills that may share modules (a
common prerequisite, a module that raises both) are joined into one group. Where that would list too many
choices, the whole learner is solved here, and the one group holds the answer.
"""

from collections.abc import Iterator
from typing import NamedTuple

from content.planning.compute.cases import Case, Choice, Gap, Option, Part, Pick
from content.planning.compute.chains import LabelSettingCache, Package, SkillState
from content.planning.compute.joining import best_joined, joined

Group = tuple[Choice | Option, ...]


class Choices(NamedTuple):
    """Groups of one learner.

    bound     no choice gains more, where the learner was solved here; None where the groups are to be packed
    complete  false where a limit left packages out, so that no bound from these groups holds
    """

    groups: tuple[Group, ...]
    bound: float | None
    complete: bool


def states_of(case: Case, cache: LabelSettingCache) -> tuple[SkillState, ...]:
    """The state of each gap of the learner, in the order of the gaps."""
    return tuple(cache.state(gap.skill, gap.level, gap.required, case.done) for gap in case.gaps)


def choices_of(case: Case, states: tuple[SkillState, ...], cache: LabelSettingCache) -> Choices:
    """All groups of a learner: joined skills, then checks."""
    parts, complete = _parts(case, states, cache)
    groups: list[Group] = []
    for component in _components(parts):
        if len(component) == 1:
            groups.append(component[0].options)
            continue
        group = joined(component, case.minutes, cache)
        if group is None:
            best = best_joined(_by_component(parts), case.minutes, cache)
            return Choices(((best.choice,),), best.bound, complete)
        groups.append(group)
    return Choices(tuple(groups), None, complete)


def _parts(case: Case, states: tuple[SkillState, ...], cache: LabelSettingCache) -> tuple[list[Part], bool]:
    """Parts with options that fit the minutes; whether no package was left out."""
    needs = [cache.useful(state).needs for state in states]
    once = twice = 0
    for modules in needs:
        twice |= once & modules
        once |= modules
    complete = True
    parts: list[Part] = []
    for gap, state, modules in zip(case.gaps, states, needs, strict=True):
        if not modules:
            continue
        packages, is_complete = cache.packages_of(state, twice & modules, _bucket(case.minutes))
        complete &= is_complete
        options = tuple(_options(gap, packages, case.minutes))
        if options:
            parts.append(Part(modules & twice, options))
    minutes = cache.prepared.policy.check_minutes
    if minutes <= case.minutes:
        parts += [Part(0, (Option(minutes, check.value, 0, check),)) for check in case.checks]
    return parts, complete


def _options(gap: Gap, packages: tuple[Package, ...], minutes: int) -> Iterator[Option]:
    """The packages that fit the minutes, which they ascend by, as options of a gap."""
    for package in packages:
        if package.minutes > minutes:
            return
        yield Option(package.minutes, gap.gain(package.level), package.modules, Pick(gap, package))


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

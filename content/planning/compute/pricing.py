"""What a minute is worth to one learner, and how skills divide the price of a module that they share.

Lagrangean decomposition (Guignard & Kim, 1987): let λ be the price of a minute, and let the skills that may
need a module pay shares of its price that add up to no more than λ times its minutes. Then no plan within
B minutes gains more than λ·B plus, over the skills, the most that an option gains above what it pays. The
prices that make this bound smallest are a linear programme, solved with HiGHS (Huangfu & Hall, 2018).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from content.planning.compute.cases import Option, Part
from content.planning.compute.catalogue import members
from content.planning.compute.chains import LabelSettingCache


class Prices(NamedTuple):
    """The bound is `minutes` + Σ `most`.

    minutes  price of all minutes, λ·B
    surplus  by part and option: its gain less what it pays
    most     by part: the largest surplus, at least 0 (for taking nothing)
    """

    minutes: float
    surplus: tuple[tuple[float, ...], ...]
    most: tuple[float, ...]


class _Rows:
    """Rows of a sparse matrix Σ coefficient · x ≤ limit, as they are written."""

    def __init__(self) -> None:
        self.values: list[float] = []
        self.columns: list[int] = []
        self.starts: list[int] = [0]
        self.limits: list[float] = []

    def add(self, entries: list[tuple[int, float]], limit: float) -> None:
        self.columns += [column for column, _ in entries]
        self.values += [value for _, value in entries]
        self.starts.append(len(self.columns))
        self.limits.append(limit)


def priced(parts: Sequence[Part], budget: int, cache: LabelSettingCache) -> Prices:
    """Prices for the parts of one learner; their bound holds whatever the solver's rounding."""
    # Half a second to import, once, and needed only where plans are computed.
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    payers = [(place, module) for place, part in enumerate(parts) for module in members(part.shared)]
    column = {payer: 1 + len(parts) + index for index, payer in enumerate(payers)}
    rows = _Rows()
    for place, part in enumerate(parts):
        for option in part.options:
            shares = [(column[place, module], -1.0) for module in members(option.modules & part.shared)]
            own = option.minutes - cache.minutes(option.modules & part.shared)
            rows.add([(0, -float(own)), (1 + place, -1.0), *shares], -option.gain)
    by_module: dict[int, list[int]] = {}
    for payer, index in column.items():
        by_module.setdefault(payer[1], []).append(index)
    for module, indices in sorted(by_module.items()):
        rows.add([(0, -float(cache.minutes(1 << module))), *((index, 1.0) for index in indices)], 0.0)
    costs = np.r_[float(budget), np.ones(len(parts)), np.zeros(len(payers))]
    shape = (len(rows.limits), len(costs))
    matrix = csr_array((np.array(rows.values), np.array(rows.columns), np.array(rows.starts)), shape=shape)
    # The stubs know no sparse matrix here; scipy does.
    programme = linprog(costs, A_ub=matrix, b_ub=rows.limits, method="highs")  # type: ignore[call-overload]
    solved = np.maximum(programme.x, 0.0).tolist()
    paid = {module: sum(solved[index] for index in indices) for module, indices in by_module.items()}
    minute = max([solved[0], *(total / cache.minutes(1 << module) for module, total in paid.items())])
    shares_paid = {payer: solved[index] for payer, index in column.items()}
    surplus = tuple(
        tuple(_surplus(place, part.shared, option, minute, shares_paid, cache) for option in part.options)
        for place, part in enumerate(parts)
    )
    return Prices(minute * budget, surplus, tuple(max(0.0, *of_part) for of_part in surplus))


def _surplus(
    place: int,
    shared: int,
    option: Option,
    minute: float,
    shares_paid: dict[tuple[int, int], float],
    cache: LabelSettingCache,
) -> float:
    divided = option.modules & shared
    own = option.minutes - cache.minutes(divided)
    return option.gain - minute * own - sum(shares_paid[place, module] for module in members(divided))

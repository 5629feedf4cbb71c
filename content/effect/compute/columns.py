"""Columns in: independent readings of levels, and what people did with modules."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ReadingColumns:
    """One row a piece of independent evidence, in any order: no self-rating, no answer to a module's own
    questions.

    person  id
    skill   id
    level   in levels of the skill's scale
    source  code of where it comes from (`assessments.evidence.choices.Source`)
    rater   id of who rated, 0 where nobody did (a test)
    day     days since 1970-01-01
    """

    person: Ints
    skill: Ints
    level: Floats
    source: Ints
    rater: Ints
    day: Ints

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True)
class TouchColumns:
    """One row a person, module and skill that the module raises, in any order.

    person, module, skill  ids
    began, done            days since 1970-01-01; `done` is −1 where it is not completed
    """

    person: Ints
    module: Ints
    skill: Ints
    began: Ints
    done: Ints

    def __len__(self) -> int:
        return len(self.person)

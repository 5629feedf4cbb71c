"""How a cell that cannot be read is told."""

from collections.abc import Callable

import pytest

from lifow.people.roster.interchange.texts import CellError


def code_of(read: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(CellError) as error:
        read(*arguments)
    return error.value.code

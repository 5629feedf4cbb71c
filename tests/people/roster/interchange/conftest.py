"""The company that the tests of planning begin with."""

import pytest

from lifow.people.roster.interchange import RosterState
from tests.people.roster.interchange.plans import AMA, BO, CY, HEAD, applied


@pytest.fixture
def company() -> RosterState:
    return applied(HEAD + AMA + BO + CY)

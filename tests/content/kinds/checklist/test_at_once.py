"""Two windows and two who sign: a tick asks for one sign-off, and one answer stands."""

from functools import partial

import pytest

from content.kinds.checklist.models import ChecklistCopy, ChecklistLine
from content.kinds.checklist.services import ChecklistError, send_back, sign_off, tick_line
from tests.company import NOON, module, person, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = {"lines": [{"key": "a", "text": "Way back known"}], "sign_off": "manager"}


def test_ticking_in_three_windows_is_one_tick_and_one_answer_stands():
    marta = person("Marta Kowalczyk")
    abena = person("Abena Osei", manager=marta)
    launch = module("Launch", skill("Launch"), 1, 3, kind="checklist", parts=PARTS)
    tick = partial(tick_line, person=abena, module=launch, key="a", is_ticked=True, as_of=NOON)
    assert [one for one in at_once([tick] * 3) if isinstance(one, Exception)] == []
    copy = ChecklistCopy.objects.get()
    assert ChecklistLine.objects.count() == 1
    found = at_once(
        [
            partial(sign_off, copy=copy, by=marta, as_of=NOON),
            partial(send_back, copy=copy, by=marta, words="Which way back?", as_of=NOON),
        ]
    )
    refused = [one for one in found if isinstance(one, Exception)]
    assert [type(one) for one in refused] == [ChecklistError]
    copy.refresh_from_db()
    assert copy.state in ("signed_off", "sent_back")

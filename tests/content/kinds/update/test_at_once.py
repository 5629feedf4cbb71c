"""Two workers and two clicks: a product update is carried out once, and a word is given once."""

from functools import partial

import pytest

from content.authoring.services import carry_out_updates, confirm_replaced
from content.catalogue.models import Module
from content.catalogue.services import publish_module
from content.kinds.update.models import ReplacedModule
from lifow.notifications.models import Message
from tests.company import NOON, give, module, person, role, skill
from tests.concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_march")]


def test_workers_at_the_same_moment_carry_an_update_out_once():
    needed, abena, author = role(Refunds=2), person(), person("Ines Carvalho", is_author=True)
    give(abena, needed)
    old = module("Fees", skill("Refunds"), 1, 2, author=author, body="A separate debit.")
    parts = {
        "from_day": NOON.date().isoformat(),
        "roles": [{"key": "a", "ref": needed.role.public_id}],
        "terms": [{"key": "a", "text": "separate debit"}],
    }
    update = module("Now", skill("Refunds"), 1, 2, kind="announcement", status="draft", parts=parts)
    publish_module(module=update)
    found = at_once([partial(carry_out_updates, as_of=NOON)] * 3)
    assert [one for one in found if isinstance(one, Exception)] == []
    assert sum(found) == 1
    assert Message.objects.filter(kind="product_update").count() == 1
    assert Message.objects.filter(kind="module_replaced").count() == 1
    row = ReplacedModule.objects.get()
    said = at_once([partial(confirm_replaced, replaced=row, by=author, as_of=NOON)] * 3)
    assert [one for one in said if isinstance(one, Exception)] == []
    assert Module.objects.get(pk=old.pk).status == "published"

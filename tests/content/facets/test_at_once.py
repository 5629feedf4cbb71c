"""Two authors bring the same value at once, and HR decides twice: one row, one decision."""

from functools import partial

import pytest

from content.catalogue.services import ModuleContents, create_module
from content.facets import services
from content.facets.models import Facet, FacetValue
from tests.company import person
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_new_value_at_once_is_one_and_merging_it_twice_is_once():
    author = person("Ines Carvalho", is_author=True)
    product = services.add_facet(name="Product")
    payments = services.add_value(facet=product, name="Payments")
    contents = ModuleContents(
        title="Fees", kind="article", minutes=4, body="Fees.", facets={"product": ["Paymnets"]}
    )
    found = at_once([partial(create_module, author=author, contents=contents)] * 3)
    assert [one for one in found if isinstance(one, Exception)] == []
    value = FacetValue.objects.waiting().get()
    merge = partial(services.merge_value, value=value, into=payments)
    assert [one for one in at_once([merge] * 2) if isinstance(one, Exception)] == []
    value.refresh_from_db()
    assert value.merged_into == payments
    add = partial(services.add_facet, name="Region")
    refused = [one for one in at_once([add] * 3) if isinstance(one, Exception)]
    assert [type(one) for one in refused] == [services.FacetError] * 2
    assert Facet.objects.filter(key="region").count() == 1

"""Workers at the same moment: a document is read by one of them."""

from functools import partial

import pytest

from content.kinds.document.models import DocumentPage, DocumentText
from content.kinds.document.services import read_documents
from lifow.base.uploads.services import store_bytes
from tests.company import NOON, person
from tests.concurrency import at_once
from tests.pdfs import pdf

pytestmark = [pytest.mark.postgres, pytest.mark.dialect, pytest.mark.django_db(transaction=True)]


def test_workers_at_the_same_moment_read_a_document_once():
    ines = person("Ines Carvalho", is_author=True)
    store_bytes(owner=ines, purpose="document", name="a.pdf", data=pdf("Fees", "Refunds"), as_of=NOON)
    found = at_once([partial(read_documents, as_of=NOON)] * 3)
    assert [one for one in found if isinstance(one, Exception)] == []
    assert sum(found) == 1
    assert DocumentText.objects.get().attempts == 1
    assert DocumentPage.objects.count() == 2

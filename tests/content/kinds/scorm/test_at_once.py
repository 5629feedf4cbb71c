"""Two windows and two reports at the same moment: one package is open, and a report is written once."""

from functools import partial

import pytest
from django.utils import timezone

from content.kinds.scorm.models import ScormLaunch, ScormProgress
from content.kinds.scorm.services import launch_module, note_report
from lifow.base.uploads.services import store_bytes
from tests.company import NOON, module, person, skill
from tests.concurrency import at_once
from tests.packages import package

pytestmark = [pytest.mark.postgres, pytest.mark.dialect, pytest.mark.django_db(transaction=True)]


def test_what_is_opened_twice_is_open_once_and_a_report_that_comes_twice_counts_once():
    ines, abena = person("Ines Carvalho", is_author=True), person()
    file = store_bytes(owner=ines, purpose="scorm", name="a.zip", data=package(), as_of=NOON)
    made = module("A course", skill("Refunds"), 1, 2, kind="scorm", parts={"file": file.public_id})
    now = timezone.now()
    opened = at_once([partial(launch_module, person=abena, module=made, session_key="s", as_of=now)] * 3)
    assert [one for one in opened if isinstance(one, Exception)] == []
    launch = ScormLaunch.objects.open(now).get()
    told = {"cmi.core.lesson_location": "two", "cmi.core.session_time": "00:02:00"}
    said = at_once([partial(note_report, launch=launch, sequence=7, elements=told, as_of=now)] * 3)
    assert [one for one in said if isinstance(one, Exception)] == []
    row = ScormProgress.objects.get()
    assert (row.location, row.seconds) == ("two", 120)

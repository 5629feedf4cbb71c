"""Two HR admins change one assignment at once, each from a web server of their own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from content.assignments.models import AssignedPerson, Assignment, AssignmentChange
from lifow.notifications.models import Message
from tests.backing.processes import Running, wait_until
from tests.company import NOON, module, person, skill
from tests.content.assignments.assigning import IN_TWO_WEEKS, assign_to

CHANGE = """
import json, time
from datetime import datetime, timedelta
from dataclasses import replace
from pathlib import Path
from content.assignments.models import Assignment
from content.assignments.reports import contents_of
from content.assignments.services import AssignmentChangedError, change_assignment
from lifow.people.persons.models import Person

asked = json.loads({asked!r})
assignment = Assignment.objects.get()
contents = contents_of(assignment)
later = replace(contents, title=asked["title"], due_on=contents.due_on + timedelta(days=asked["days"]))
by = Person.objects.get(given_name=asked["name"])
print("has read it", flush=True)
while not Path(asked["go"]).exists():
    time.sleep(0.005)
try:
    now = datetime.fromisoformat(asked["now"])
    change_assignment(
        assignment=assignment, contents=later, edition=assignment.edition, by=by, as_of=now
    )
    print("saved", flush=True)
except AssignmentChangedError:
    print("was told that somebody else has changed it", flush=True)
"""
ROUNDS = 3


@pytest.mark.dialect
@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_one_is_saved_and_the_other_is_told(
    start: Callable[..., Running], tmp_path: Path, attempt: int
) -> None:
    kofi = person("Kofi Mensah")
    assign_to(kofi, module("Data protection", skill("Data protection"), 1, 2))
    admins = [person("Olga Petrova", is_hr_admin=True), person("Yusuf Demir", is_hr_admin=True)]
    go = tmp_path / "go"
    running = []
    for days, one in enumerate(admins, start=1):
        asked = {"title": f"By {one}", "days": days, "name": one.given_name, "go": str(go)}
        asked["now"] = NOON.isoformat()
        running.append(start("manage.py", "shell", "-c", CHANGE.format(asked=json.dumps(asked))))
    for one in running:
        one.wait_for("has read it")
    go.touch()
    assert [one.wait() for one in running] == [0, 0], [one.output() for one in running]
    said = ["saved" in one.output() for one in running]
    assert sorted(said) == [False, True], [one.output() for one in running]
    assert "somebody else has changed it" in running[said.index(False)].output()

    winner, assignment = admins[said.index(True)], Assignment.objects.get()
    assert (assignment.title, assignment.edition) == (f"By {winner}", 2)
    assert AssignmentChange.objects.get().changed_by == winner
    due = AssignedPerson.objects.get(person=kofi).due_on
    assert (due - IN_TWO_WEEKS).days == 1 + admins.index(winner)
    wait_until(lambda: Message.objects.filter(receiver=kofi, kind="assignment_changed").count() == 1)

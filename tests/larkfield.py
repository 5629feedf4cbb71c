"""The demo company to test with: everyone and everything that `make demo` shows, computed and proposed."""

from dataclasses import dataclass

from django.utils import timezone

from assessments.calibration.services import check_statements
from assessments.gaps.services import refresh_gap_reports
from assessments.marks.models import StaleMark
from content.planning.services import people_with_stale_plans, refresh_plans
from demo.company_files import read_company
from demo.services import DEMO_PASSWORD, PARTS
from demo.services.calibration import check_true_levels
from lifow.base.passages.services import refresh_stale
from lifow.people.persons.models import Person
from mentoring.matching.services import propose_pairings
from tests.company import count_up
from tests.kept_rows import KeptRows

PASSWORD = DEMO_PASSWORD


@dataclass(frozen=True, slots=True)
class Larkfield:
    """Those who sign in on the tour, and the learner whom the mentor has already."""

    learner: Person
    manager: Person
    mentor: Person
    author: Person
    hr_admin: Person
    mentee: Person

    def __getitem__(self, role: str) -> Person:
        return getattr(self, role)


def load_larkfield() -> None:
    """Load the demo company into an empty database, as its command does, with no worker.

    About 8 s the first time in a run, and tenths of a second afterwards.
    """
    _kept_larkfield()


def _load() -> None:
    now = timezone.now()
    company = read_company(timezone.localdate())
    for part in PARTS:
        part.run(company, now)
    ids = list(StaleMark.objects.waiting().values_list("person_id", flat=True))
    refresh_gap_reports(person_ids=ids, as_of=now)
    refresh_plans(person_ids=people_with_stale_plans(now), as_of=now)
    propose_pairings(as_of=now)
    count_up()
    check_statements(as_of=now)
    check_true_levels(company, now)
    while refresh_stale():
        pass


_kept_larkfield = KeptRows(_load)


def larkfield() -> Larkfield:
    """Its people, in a database that holds the demo company."""
    emails = {
        "learner": "abena.osei",
        "manager": "marta.kowalczyk",
        "mentor": "priya.nair",
        "author": "ines.carvalho",
        "hr_admin": "ruth.amankwah",
        "mentee": "yusuf.demir",
    }
    people = Person.objects.in_bulk(
        [f"{name}@larkfield.example" for name in emails.values()], field_name="email"
    )
    return Larkfield(**{role: people[f"{name}@larkfield.example"] for role, name in emails.items()})

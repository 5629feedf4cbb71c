"""What a company does in a run: the same in each, whatever happens meanwhile."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time as datetime_time
from datetime import timedelta
from functools import partial
from typing import Any

from benchmarks.outages.state import waiting
from benchmarks.outages.traffic import Traffic

QUIET_SECONDS = 300
SECRET = "only-for-benchmarks"
# What these find depends on the moment at which they run: the month's evidence so far.
NOT_ASKED_FOR = {"estimate raters each month", "estimate expectations each month"}
# By the clock: they tell those for whom something is there when they run.
TOLD_BY_THE_CLOCK = ("tell plans of the week", "tell of refreshers", "tell digests of the week")
# Whoever works always is told the same, whenever a run begins and ends.
ALWAYS = {"work_starts_at": datetime_time.min, "work_ends_at": datetime_time.max, "workdays": 0b1111111}
PAGES = (
    *(("learner", path) for path in ("/", "/skills/", "/modules/", "/inbox/", "/search/?q=refund")),
    *(("manager", path) for path in ("/", "/team/", "/skills/")),
    *(("hr_admin", path) for path in ("/organisation/", "/organisation/map/", "/mentoring/programme/")),
)


@dataclass(frozen=True, slots=True)
class Company:
    """What is the same in both runs: sessions by role, a machine's token, evidence and a roster to come."""

    cookies: Mapping[str, str]
    token: str
    evidence: Sequence[Sequence[Mapping[str, object]]]
    roster: str
    mapping: str


def prepared(pieces: int) -> Company:
    """Load the demo company into the database, and think of what is to come."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from assessments.frameworks.models import Requirement
    from demo.company_files import read_company
    from lifow.people.persons.models import Person
    from tests.larkfield import larkfield, load_larkfield

    load_larkfield()
    Person.objects.update(**ALWAYS)
    them = larkfield()
    cookies = {"": ""}
    for role in ("learner", "manager", "hr_admin"):
        client = Client()
        client.force_login(them[role])
        cookies[role] = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    draw, observed_at = random.Random(7), timezone.now().replace(microsecond=0) - timedelta(hours=2)
    employed = list(Person.objects.employed().order_by("pk").values_list("public_id", flat=True))
    skills = sorted({one.skill.public_id for one in Requirement.objects.select_related("skill")})
    evidence = [
        [
            {
                "key": f"outages-{number}",
                "body": {
                    "person": draw.choice(employed),
                    "skill": draw.choice(skills),
                    "level": str(draw.randint(1, 4)),
                    "source": "test",
                    "observed_at": (observed_at - timedelta(seconds=number)).isoformat(),
                },
            }
            for number in range(start, start + pieces // 4)
        ]
        for start in range(0, pieces, pieces // 4)
    ]
    company = read_company(timezone.localdate())
    mapping = (company.folder / "roster_mapping.toml").read_text(encoding="utf-8")
    return Company(cookies, _token(), evidence, _changed(company.roster_file()), mapping)


def _token() -> str:
    """What a machine that may do everything is given for its secret."""
    from allauth.idp.oidc.adapter import get_adapter
    from allauth.idp.oidc.models import Client as Machine
    from django.test import Client
    from django.urls import reverse

    scopes = [scope for scope in get_adapter().scope_display if ":" in scope]
    machine = Machine(id="outages", name="outages", type=Machine.Type.CONFIDENTIAL)
    machine.set_secret(SECRET)
    machine.set_scopes(scopes)
    machine.set_default_scopes(scopes)
    machine.grant_types = Machine.GrantType.CLIENT_CREDENTIALS
    machine.save()
    asked = {"grant_type": "client_credentials", "client_id": machine.id, "client_secret": SECRET}
    answer = Client().post(reverse("idp:oidc:token"), {**asked, "scope": " ".join(scopes)})
    token: str = answer.json()["access_token"]
    return token


def _changed(roster: str) -> str:
    """A roster in which the names of twelve people are others."""
    head, *lines = roster.splitlines()
    column = next(place for place, name in enumerate(head.split(",")) if "last" in name.lower())
    for place in range(0, len(lines), max(1, len(lines) // 12)):
        cells = lines[place].split(",")
        if '"' not in lines[place]:
            cells[column] = f"{cells[column]}-Berg"
            lines[place] = ",".join(cells)
    return "\n".join([head, *lines, ""])


def work(company: Company, traffic: Traffic) -> None:
    """Two rounds: evidence while a roster is imported and all are computed; then every job of the schedule.

    After each round it is waited until no work waits.
    """
    from django.utils import timezone

    from assessments.gaps.services import mark_everyone

    pages = [(path, company.cookies[role]) for role, path in PAGES] + [("/healthz", "")] * 3
    for seed in range(3):
        traffic.read(pages, seed)
    for pieces in company.evidence:
        traffic.write(company.token, pieces)
    import_changed(company)
    persistently(lambda: mark_everyone(reason="asked", marked_at=timezone.now()))
    if not traffic.wait_for_writers(QUIET_SECONDS):
        traffic.answers.failures.append("Evidence was not acknowledged.")
    wait_until_quiet()
    run_all_jobs()
    wait_until_quiet()


def import_changed(company: Company) -> None:
    """HR uploads a roster, reads the plan, and has it applied."""
    from django.utils import timezone

    from lifow.people.roster.models import RosterImport
    from lifow.people.roster.services import upload_roster

    persistently(
        lambda: upload_roster(
            source="hris",
            mapping=company.mapping,
            is_strict=False,
            name="changed.csv",
            content=company.roster.encode(),
            uploaded_by=None,
            uploaded_at=timezone.now(),
        )
    )
    while True:
        row = persistently(lambda: RosterImport.objects.latest("pk"))
        if row.state == RosterImport.State.PLANNED:
            persistently(partial(_confirm, row))
        elif row.state in (RosterImport.State.APPLIED, RosterImport.State.REFUSED):
            return
        time.sleep(0.2)


def _confirm(row: Any) -> None:
    from django.utils import timezone

    from lifow.people.roster.services import confirm_import

    confirm_import(
        row=row,
        shown=row.shown,
        lifted=[one["kind"] for one in row.summary.get("stops", ())],
        reason="asked",
        confirmed_by=None,
        confirmed_at=timezone.now(),
    )


def run_all_jobs() -> None:
    """Have every job of the schedule run, a few at a time."""
    from django.conf import settings

    _run_jobs(sorted(set(settings.SCHEDULED_JOBS) - NOT_ASKED_FOR))


def finish() -> None:
    """Return when no work waits, and everybody was told of what the last job has left.

    A plan that has steps only now is told of by the next job, which the longer of two runs has had.
    """
    wait_until_quiet()
    _run_jobs(TOLD_BY_THE_CLOCK)
    wait_until_quiet()


def _run_jobs(names: Sequence[str]) -> None:
    from django.utils import timezone

    from lifow.base.scheduled_jobs.models import ScheduledJob
    from lifow.base.scheduled_jobs.services import ask_for_jobs

    for start in range(0, len(names), 4):
        some = names[start : start + 4]
        persistently(partial(ask_for_jobs, names=some, as_of=timezone.now()))
        deadline = time.monotonic() + QUIET_SECONDS
        due = ScheduledJob.objects.due().filter(name__in=some)
        while persistently(due.exists) and time.monotonic() < deadline:
            time.sleep(0.2)


def persistently(step: Callable[[], Any]) -> Any:
    """What a step gives, tried again while there is an outage, as a person does it."""
    from django.db import connection

    from lifow.base.outages import is_outage

    deadline = time.monotonic() + QUIET_SECONDS
    while True:
        try:
            return step()
        except Exception as error:
            if not is_outage(error) or time.monotonic() > deadline:
                raise
            connection.close()
            time.sleep(0.3)


def wait_until_quiet() -> None:
    """Return when no work waits. Raises TimeoutError that says what does."""
    deadline = time.monotonic() + QUIET_SECONDS
    left = persistently(waiting)
    while left:
        if time.monotonic() > deadline:
            raise TimeoutError(f"Still waiting after {QUIET_SECONDS} s: {left}")
        time.sleep(0.3)
        left = persistently(waiting)

"""Requests a second of three pages, beside a minimal Django site with the same rows and the same bytes.

Eight clients in a closed loop ask for the learner's home, their skills and the gap reports by the API; both
sites have two gunicorn workers and the same database, and are asked in turn.
"""

import json
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from benchmarks import company, paged_company
from benchmarks.harness import Result, measured
from benchmarks.serving import get, read, serving

PEOPLE = 1_000
CLIENTS, ROUNDS, SECONDS = 8, 3, 4.0
LEAST_RATIO = 0.6
PAGES = (("learner", "/"), ("learner", "/skills/"), ("hr", "/api/v1/gap-reports"))


def run() -> Result:
    """Serve both sites, let lifow's answers be the other's, and ask both in turn."""
    with company.database(), tempfile.TemporaryDirectory(prefix="lifow-pages-") as folder:
        paged_company.fill(PEOPLE)
        sessions = _sessions(Path(folder))
        with serving() as ours:
            answers = {page: read(ours, page, sessions[role])[2].decode() for role, page in PAGES}
            (Path(folder) / "answers.json").write_text(json.dumps(answers))
            environment = {"LIFOW_BENCH_PAGES": folder}
            with (
                serving("benchmarks.minimal_site:application", environment) as theirs,
                measured() as all_of_it,
            ):
                rates = {page: _rates((ours, theirs), page, sessions[role]) for role, page in PAGES}
    ratios = {page: one / other for page, (one, other) in rates.items()}
    return Result(
        name="web_rps",
        seconds=all_of_it.seconds,
        cpu_seconds=all_of_it.cpu_seconds,
        peak_mib=all_of_it.peak_mib,
        ratios=ratios | {f"{page} a second": one for page, (one, _other) in rates.items()},
        goal=f"each page at least {LEAST_RATIO} × as often a second as a minimal Django site",
        met=min(ratios.values()) >= LEAST_RATIO,
    )


def _sessions(folder: Path) -> dict[str, str]:
    """A session of each role; the folder gets the person of each, for the other site."""
    from lifow.people.persons.models import Person

    people = paged_company.who(PEOPLE)
    sessions = {role: paged_company.sign_in(Person.objects.get(pk=people[role])) for role, _page in PAGES}
    told = {session: people[role] for role, session in sessions.items()}
    (folder / "people.json").write_text(json.dumps(told))
    return sessions


def _rates(sites: tuple[str, str], page: str, session: str) -> tuple[float, float]:
    """Requests a second of either site: the median of three rounds, in turn, after a warm-up."""
    for site in sites:
        for _ in range(4):
            status, _seconds = get(site, page, session)
            if status != 200:
                raise ValueError(f"{page}: {status}")
    rounds = [[_rate(site, page, session) for site in sites] for _ in range(ROUNDS)]
    ours, theirs = (median(one) for one in zip(*rounds, strict=True))
    return ours, theirs


def _rate(site: str, page: str, session: str) -> float:
    """Requests a second that eight clients get answered, each asking again at once."""
    end = time.perf_counter() + SECONDS
    done = [0] * CLIENTS

    def ask(place: int) -> None:
        while time.perf_counter() < end:
            get(site, page, session)
            done[place] += 1

    clients = [threading.Thread(target=ask, args=[place]) for place in range(CLIENTS)]
    began = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(done) / (time.perf_counter() - began)


if __name__ == "__main__":
    print(run().line())

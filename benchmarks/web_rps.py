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

from benchmarks import company, paged_company, role_pages
from benchmarks.harness import Result, measured
from benchmarks.serving import get, read, serving

PEOPLE = 1_000
CLIENTS, ROUNDS, SECONDS = 8, 3, 4.0
LEAST_RATIO = 0.6
Asked = tuple[str, str, str]
"""A site, an address and a session."""
PAGES = (("learner", "/"), ("learner", "/skills/"), ("hr", "/api/v1/gap-reports"))


def run() -> Result:
    """Serve both sites, let lifow's answers be the other's, and ask both in turn."""
    with company.database(), tempfile.TemporaryDirectory(prefix="lifow-pages-") as folder:
        paged_company.fill(PEOPLE)
        environment = {"LIFOW_BENCH_PAGES": folder, "DJANGO_SETTINGS_MODULE": "benchmarks.minimal_settings"}
        with serving() as ours, measured() as all_of_it:
            asked = {page: (ours, page, _session(role)) for role, page in PAGES}
            answers = {page: read(*one)[2].decode() for page, one in asked.items()}
            (Path(folder) / "answers.json").write_text(json.dumps(answers))
            with serving("benchmarks.minimal_site:application", environment) as theirs:
                beside = {page: (theirs, page, session) for _site, page, session in asked.values()}
                for page, one in beside.items():
                    if read(*one)[2].decode() != answers[page]:
                        raise ValueError(f"{page}: the minimal site answers something else.")
                rates = {page: _rates(asked[page], beside[page]) for page in asked}
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


def _session(role: str) -> str:
    from lifow.people.persons.models import Person

    return role_pages.sign_in(Person.objects.get(pk=paged_company.who(PEOPLE)[role]))


def _rates(*asked: Asked) -> tuple[float, float]:
    """Requests a second of either site: the median of three rounds, in turn, after a warm-up."""
    for one in asked:
        for _ in range(4):
            status, _seconds = get(*one)
            if status != 200:
                raise ValueError(f"{one[1]}: {status}")
    rounds = [[_rate(one) for one in asked] for _ in range(ROUNDS)]
    ours, theirs = (median(one) for one in zip(*rounds, strict=True))
    return ours, theirs


def _rate(asked: Asked) -> float:
    """Requests a second that eight clients get answered, each asking again at once."""
    end = time.perf_counter() + SECONDS
    done = [0] * CLIENTS

    def ask(place: int) -> None:
        while time.perf_counter() < end:
            get(*asked)
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

"""The catalogue of 20,000 modules beside one of 200, on PostgreSQL and on SQLite: how long its page takes.

Each database is made for this run. A learner with gaps opens the page as in the portal: the view with its
queries, its reckoning and its template, in one process. Measured are the first page, a deep one, a facet, a
skill, a kind, minutes, a search, and all of them together; the first page after a change of the catalogue,
which is read anew then; and home, which suggests some of it. Times are of the wall and of the CPU, of this
process and of the one that PostgreSQL has for it, as the machine may have other work; `times` is the median
of CPU against that of 200 modules.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.corpus import Document, documents
from benchmarks.harness import Result, measured
from benchmarks.search_speed import databases

if TYPE_CHECKING:
    from assessments.frameworks.models import Skill
    from content.catalogue.models import Module
    from content.facets.models import FacetValue

MODULES, FEW = int(os.environ.get("CATALOGUE_MODULES", "20000")), 200
ASKED = 60
MILLISECONDS_ALLOWED = 200.0
SKILLS, NEEDED = 200, 12
FACETS: Mapping[str, int] = {"product": 12, "customer_type": 8, "account_size": 3, "region": 20}
KINDS = ("article", "video", "quiz", "checklist", "template", "case")
PAGES: Mapping[str, str] = {
    "first": "",
    "deep": "page={last}",
    "facet": "facet.product=product+3",
    "skill": "skill={skill}",
    "kind": "kind=case",
    "minutes": "minutes=5",
    "search": "q=customer+account",
    "search, filtered": "q=customer&kind=case&facet.account_size=account_size+2",
    "all filters": "kind=article&minutes=10&skill={skill}&facet.region=region+4&facet.product=product+3",
}


def fill(count: int) -> dict[str, str]:
    """So many published modules, each with two skills and four values, and a learner with gaps; what
    addresses name."""
    from tests.company import skill

    skills = [skill(f"Skill {number}") for number in range(SKILLS)]
    _add_learner(skills)
    _add_modules(count, skills, _add_values())
    return {"skill": skills[3].public_id, "last": str(count // 50)}


def _add_learner(skills: Sequence["Skill"]) -> None:
    """Somebody whose role needs twelve of these skills, half of them known to be below what is needed."""
    from tests.company import compute, give, observe, person, role

    learner = person("Abena Osei")
    needed: dict[str, Any] = {one.name.replace(" ", "_"): 3 for one in skills[:NEEDED]}
    give(learner, role(**needed))
    for one in skills[: NEEDED // 2]:
        observe(learner, one, 1)
    compute(learner)


def _add_values() -> Sequence[Sequence["FacetValue"]]:
    """The facets that modules are filed under: the values of each."""
    from content.facets.models import Facet, FacetValue

    facets = [(Facet.objects.create(key=key, name=key), most) for key, most in FACETS.items()]
    return [
        [
            FacetValue.objects.create(facet=facet, key=f"{facet.key} {number}", name=f"{facet.name} {number}")
            for number in range(most)
        ]
        for facet, most in facets
    ]


def _add_modules(count: int, skills: Sequence["Skill"], facets: Sequence[Sequence["FacetValue"]]) -> None:
    from content.catalogue.models import Module, ModuleEffect, ModuleFacet

    made = Module.objects.bulk_create(
        (_module(number, text, facets) for number, text in enumerate(documents(count))), batch_size=1_000
    )
    ModuleEffect.objects.bulk_create(
        (
            ModuleEffect(module=module, skill=skills[place], from_level=number % 3, to_level=number % 3 + 1)
            for number, module in enumerate(made)
            for place in sorted({number % SKILLS, (number * 7 + 1) % SKILLS})
        ),
        batch_size=5_000,
    )
    ModuleFacet.objects.bulk_create(
        (
            ModuleFacet(module=module, value=values[number % len(values)])
            for number, module in enumerate(made)
            for values in facets
        ),
        batch_size=5_000,
    )


def _module(number: int, text: Document, facets: Sequence[Sequence["FacetValue"]]) -> "Module":
    from content.catalogue.models import Module

    filed = [values[number % len(values)] for values in facets]
    return Module(
        key=f"document-{number}",
        title=text.title,
        summary=text.summary,
        body=text.body,
        kind=KINDS[number % len(KINDS)],
        minutes=2 + number % 11,
        status="published",
        facets={value.facet.key: [value.key] for value in filed},
    )


def timed(ask: Callable[[], Any], times: int = ASKED) -> dict[str, float]:
    """Percentiles of the milliseconds that something takes, by the wall and of CPU."""
    walls, cpus = [], []
    of_server = _server_cpu()
    for _time in range(times):
        cpu, wall = time.process_time() + of_server(), time.perf_counter()
        ask()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() + of_server() - cpu) * 1000)
    return {
        "p50": float(np.percentile(walls, 50)),
        "p95": float(np.percentile(walls, 95)),
        "cpu p50": float(np.percentile(cpus, 50)),
        "cpu p95": float(np.percentile(cpus, 95)),
    }


def _server_cpu() -> Callable[[], float]:
    """The seconds of CPU so far of the process that PostgreSQL has for this connection, as Linux tells it; 0
    where there is none."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(told.read_text().split()[0]) / 1e9 if told.exists() else 0.0


def measure(count: int) -> dict[str, dict[str, float]]:
    """Fill the database that this process is set up for, and open its pages."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from lifow.people.persons.models import Person

    call_command("migrate", verbosity=0)
    names = fill(count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.get(given_name="Abena"))
    address = reverse("content:modules")

    def opened(query: str) -> Callable[[], Any]:
        def ask() -> None:
            answer = client.get(f"{address}?{query.format(**names)}")
            if answer.status_code != 200:
                raise ValueError(f"{query} is answered {answer.status_code}.")

        ask()
        return ask

    found = {name: timed(opened(query)) for name, query in PAGES.items()}
    found["home"] = timed(lambda: client.get(reverse("portal:home")))
    found["after a change"] = _after_changes(opened(""))
    return found


def _after_changes(ask: Callable[[], Any]) -> dict[str, float]:
    """How long the first page takes of which the catalogue has just changed, so that it is read anew."""
    from content.catalogue.models import Module
    from content.catalogue.services import advance_catalogue

    times = []
    for _time in range(ASKED // 3):
        Module.objects.filter(key="document-0").update(minutes=3)
        advance_catalogue()
        times.append(timed(ask, 1))
    return {
        name: float(np.percentile([one[name] for one in times], 95 if "95" in name else 50))
        for name in times[0]
    }


def measure_apart(url: str, count: int) -> dict[str, dict[str, float]]:
    """`measure` on a database, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="lifow-bench-") as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lifow.settings",
            "DATABASE_URL": url,
            "REDIS_URL": "",
            "LIFOW_VAR": folder,
            "LIFOW_DEMO": "",
            "SECRET_KEY": "only-for-benchmarks",
            "DEBUG": "false",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "benchmarks.catalogue", "measure", str(count)]
        process = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, dict[str, float]] = json.loads(process.stdout.splitlines()[-1])
    return found


def run() -> Result:
    """Open the pages of both sizes on both databases; the goal is the slowest 95th percentile."""
    outcome: dict[str, float] = {}
    slowest = 0.0
    with measured() as opening:
        sizes = []
        for count in (FEW, MODULES):
            with databases() as urls:
                sizes.append({name: measure_apart(url, count) for name, url in urls.items()})
        few, many = sizes
        for database, pages in many.items():
            for page, numbers in pages.items():
                told = {**numbers, "times": numbers["cpu p50"] / few[database][page]["cpu p50"]}
                print(f"{database:<11}{page:<18}", *(f"{name} {value:.1f}  " for name, value in told.items()))
                outcome |= {f"{database}: {page}, {name}": value for name, value in told.items()}
                slowest = max(slowest, numbers["p95"])
    return Result(
        name="catalogue",
        seconds=opening.seconds,
        cpu_seconds=opening.cpu_seconds,
        peak_mib=opening.peak_mib,
        ratios=outcome,
        goal=f"p95 at most {MILLISECONDS_ALLOWED:.0f} ms for each page of {MODULES} modules",
        met=slowest <= MILLISECONDS_ALLOWED,
    )


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["measure"]:
        import django

        django.setup()
        print(json.dumps(measure(int(arguments[1]))))
    else:
        print(run().line())


if __name__ == "__main__":
    main(sys.argv[1:])

"""Whether the time that a search takes tells somebody of what they may not see.

A company of 5,000 modules is searched by a learner, with and without a draft of many passages that has what
is looked for: its rare word, the word misspelt, its beginning, a whole question. Two hundred times each, turn
and turn about, so that both meet the same machine. Told is the median with the draft over the median without,
by words alone and, where the extra `lifow[semantic]` is installed, by meaning too. There the passages of the
draft have their own vectors, and most others some that are drawn at random: time does not depend on them.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.corpus import documents
from benchmarks.harness import Result, measured
from benchmarks.search_speed import draw_vectors

MODULES = int(os.environ.get("SEARCH_SECRETS_MODULES", "5000"))
ASKED = 200
EMBEDDED = 64
ALLOWED = 0.10
WORD = "quintessence"
ASKED_FOR: Mapping[str, str] = {
    "its word": WORD,
    "its word misspelt": "quintesence",
    "its beginning": "quint",
    "a question": f"how long is the {WORD} of a refund kept by the customer",
    "words of many": "customer refund order",
}


def fill(count: int) -> None:
    """So many published modules, read into the index."""
    from content.catalogue.models import Module
    from lifow.base.passages.services import refresh_stale

    Module.objects.bulk_create(
        Module(
            key=f"document-{number}",
            title=text.title,
            summary=text.summary,
            body=text.body,
            kind="article",
            minutes=4,
            status="published",
        )
        for number, text in enumerate(documents(count))
    )
    while refresh_stale():
        pass


def write_secret() -> None:
    """A draft in which the word stands in every passage, beside words that all others have."""
    from content.catalogue.models import Module
    from lifow.base.passages.services import refresh_stale

    said = f"The {WORD} of a refund is kept by the customer for as long as the order. " * 8
    body = "\n\n".join(f"# Part {number}\n\n{said}" for number in range(60))
    Module.objects.create(
        key="secret", title=f"The {WORD}", body=body, kind="article", minutes=4, status="draft"
    )
    while refresh_stale():
        pass


def measure() -> dict[str, float]:
    """The median with the draft by that without, for each thing that is asked for, by words and meaning."""
    from django.core.management import call_command

    from lifow.base.passages.selectors import current_index, forget_index
    from lifow.base.passages.vectors import embed_passages
    from lifow.people.persons.models import Person

    call_command("migrate", verbosity=0)
    learner = Person.objects.create_user("learner@bench.example", given_name="Learner")
    fill(MODULES)
    if embed_passages(most=EMBEDDED):
        draw_vectors()
        forget_index()
    without = current_index()
    write_secret()
    while embed_passages(most=EMBEDDED):
        pass
    forget_index()
    with_it = current_index()
    found = compared({"without": words_of(without), "with": words_of(with_it)}, learner, "words")
    if with_it.large.vectors:
        found |= compared({"without": without, "with": with_it}, learner, "meaning")
    return found


def words_of(index: Any) -> Any:
    """An index without its vectors."""
    segments = {name: replace(getattr(index, name), vectors=()) for name in ("large", "recent")}
    return replace(index, **segments)


def compared(indexes: Mapping[str, Any], learner: Any, by: str) -> dict[str, float]:
    """The medians with the draft by those without."""
    from lifow.base.passages import reports

    found = {}
    for name, text in ASKED_FOR.items():
        times: dict[str, list[float]] = {"without": [], "with": []}
        answers: dict[str, Any] = {}
        for place in range(2 * ASKED + 8):
            # Each goes first as often as second.
            turn = ("without", "with")[(place + place // 2) % 2]
            reports.current_index = partial(indexes.__getitem__, turn)  # type: ignore[attr-defined]
            started = time.perf_counter()
            answers[turn] = reports.find(reports.Search(text), learner, most=8)
            if place >= 8:
                times[turn].append(time.perf_counter() - started)
        if answers["with"] != answers["without"]:
            raise AssertionError(f"the draft shows in what is found for {text!r} by {by}")
        found[f"{by}: {name}"] = median(times["with"]) / median(times["without"])
    return found


def run() -> Result:
    """Measure in a process of its own; the goal is the difference that is furthest from none."""
    with measured() as asking, tempfile.TemporaryDirectory(prefix="lifow-bench-") as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lifow.settings",
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            "REDIS_URL": "",
            "LIFOW_VAR": folder,
            "SECRET_KEY": "only-for-benchmarks",
            "DEBUG": "false",
        }
        command = [sys.executable, "-m", "benchmarks.search_secrets", "measure"]
        process = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    ratios: dict[str, float] = json.loads(process.stdout.splitlines()[-1])
    return Result(
        name="search_secrets",
        seconds=asking.seconds,
        cpu_seconds=asking.cpu_seconds,
        peak_mib=asking.peak_mib,
        ratios=ratios,
        goal=f"medians with and without a draft within {ALLOWED:.0%} of each other over {ASKED} searches",
        met=max(abs(ratio - 1) for ratio in ratios.values()) <= ALLOWED,
    )


def main(arguments: list[str]) -> None:
    if arguments == ["measure"]:
        import django

        django.setup()
        print(json.dumps(measure()))
    else:
        print(run().line())


if __name__ == "__main__":
    main(sys.argv[1:])

"""Sheets on which somebody judges whether questions of colleagues answer the queries of the quality files.

The files of `demo/quality` name modules, skills, people and pages; the questions with their answers were
written later, and whether one of them answers a query the files do not say. `sheet HALF` writes, for each
query that has an answer, the questions that any of the searches has among its first ten, words, meaning and
plain FTS5, in an order by hash: whoever judges sees texts, and neither which search found them nor where
(pooling, K. Sparck Jones and C. van Rijsbergen, 1975). The sheet gets `yes` or `no` in its last column and is
kept, without the answers, as `demo/quality/judged_HALF.csv`, which `search_quality` reads. Of a misspelt
query the judgement is that of its clean one.

The sheet of the sealed half is for a judge who tunes nothing, once tuning is done.
"""

import csv
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.search_quality import QUERIES, Key, Query, demo_folder, queries, searches

POOLED = 10
COLUMNS = ("query", "question", "answers", "does it answer")


def judgements(half: str) -> Mapping[str, Mapping[str, bool]]:
    """By query, the titles of questions that somebody has judged, and whether they answer it."""
    path = QUERIES / f"judged_{half}.csv"
    found: dict[str, dict[str, bool]] = {}
    if path.is_file():
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["query"], {})[row["question"]] = row["does it answer"] == "yes"
    return found


def pooled(asked: Sequence[Query]) -> Iterator[tuple[str, int]]:
    """Each query with each question that a search finds for it, in an order that tells nothing of either."""
    for query in asked:
        if not query.found or query.typo_of:
            continue
        seen: set[Key] = set()
        for search in searches().values():
            found, _is_sure = search(query.text)
            seen |= {one for one in found[:POOLED] if one[0] == "question"}
        by_hash = sorted(seen, key=lambda one: hashlib.sha256(f"{query.text}{one}".encode()).digest())
        yield from ((query.text, source_id) for _kind, source_id in by_hash)


def write_sheet(half: str, out: Any) -> None:
    """The sheet of a half, with nothing judged yet."""
    from content.answers.models import Answer, Question

    pairs = list(pooled(queries(half)))
    titles = dict(Question.objects.values_list("pk", "title"))
    answers: dict[int, list[str]] = {}
    for pk, text in Answer.objects.visible().order_by("pk").values_list("question", "text"):
        answers.setdefault(pk, []).append(" ".join(text.split()))
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerows((text, titles[pk], " | ".join(answers.get(pk, ())), "") for text, pk in pairs)


def main(arguments: Sequence[str]) -> None:
    if arguments[:1] == ["write"]:
        import django

        django.setup()
        write_sheet(arguments[1], sys.stdout)
        return
    with demo_folder() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lifow.settings",
            "LIFOW_VAR": str(Path(folder)),
            "LIFOW_DEMO": "true",
            "DEBUG": "false",
            "SECRET_KEY": "only-for-benchmarks",
        }
        command = [sys.executable, "-m", "benchmarks.search_judging", "write", arguments[1]]
        subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])

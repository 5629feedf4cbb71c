"""What somebody has judged of the open half is read, and no sheet names a misspelt query."""

import csv
from pathlib import Path

from benchmarks.search_judging import judgements
from benchmarks.search_quality import QUERIES, queries


def test_every_judgement_is_of_a_query_of_its_half():
    asked = {one.text for one in queries("open") if one.found and not one.typo_of}
    judged = judgements("open")
    assert judged
    assert set(judged) <= asked


def test_every_line_says_yes_or_no():
    path: Path = QUERIES / "judged_open.csv"
    with path.open(encoding="utf-8") as file:
        assert {row["does it answer"] for row in csv.DictReader(file)} == {"yes", "no"}


def test_a_half_that_nobody_has_judged_has_no_judgement():
    assert judgements("no_such_half") == {}

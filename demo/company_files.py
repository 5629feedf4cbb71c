"""The demo company as its files tell it, with every date moved to the present. Reads files, nothing else."""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from demo.dates import weeks_moved
from demo.item_files import ItemFile, parse_items
from demo.module_files import ModuleFile, parse_module

FOLDER = Path(__file__).parent / "company"
GONE = "terminated"


@dataclass(frozen=True)
class Company:
    """What the files say, as of `today`.

    told       company.toml: the tour, who mentors, who has which rights
    tests      tests.toml: what tests there are, and who has taken them
    evidence   evidence.toml: the generator's numbers, and what is told of single people
    roster     the lines of roster.csv by employee id, dates moved
    """

    folder: Path
    today: date
    told: Mapping[str, Any]
    tests: Sequence[Mapping[str, Any]]
    evidence: Mapping[str, Any]
    roster: Mapping[str, Mapping[str, str]]

    @property
    def seed(self) -> int:
        return int(self.told["seed"])

    @property
    def tour(self) -> Sequence[Mapping[str, str]]:
        return self.told["tour"]

    @cached_property
    def job_codes(self) -> dict[str, str]:
        """The role level of each job code."""
        return {row["job code"]: row["role level"] for row in _rows(self.folder / "framework/job_codes.csv")}

    @cached_property
    def requirements(self) -> dict[str, dict[str, float]]:
        """The level of each skill that a role level needs."""
        needed: dict[str, dict[str, float]] = {}
        for row in _rows(self.folder / "framework/requirements.csv"):
            needed.setdefault(row["role level"], {})[row["skill"]] = float(row["level"])
        return needed

    @cached_property
    def modules(self) -> tuple[ModuleFile, ...]:
        files = sorted((self.folder / "modules").glob("*.md"))
        return tuple(parse_module(file.read_text(encoding="utf-8"), name=file.name) for file in files)

    @cached_property
    def items(self) -> tuple[ItemFile, ...]:
        """The test questions, a file a skill."""
        files = sorted((self.folder / "items").glob("*.toml"))
        return tuple(parse_items(file.read_text(encoding="utf-8"), name=file.name) for file in files)

    @cached_property
    def mentored_skills(self) -> dict[str, tuple[str, ...]]:
        return {mentor["employee"]: tuple(mentor["skills"]) for mentor in self.told["mentor"]}

    def roster_file(self) -> str:
        """The roster as an HR system would send it today, in CSV."""
        return _csv(self.roster.values())

    def earlier_roster_file(self) -> str:
        """The same people while those who have left were still here."""
        stayed = {"Status": "active", "End date": ""}
        return _csv({**row, **stayed} if row["Status"] == GONE else row for row in self.roster.values())


def read_company(today: date, folder: Path = FOLDER) -> Company:
    """Read the company's files as of a day."""
    told = tomllib.loads((folder / "company.toml").read_text(encoding="utf-8"))
    evidence = tomllib.loads((folder / "evidence.toml").read_text(encoding="utf-8"))
    tests = tomllib.loads((folder / "tests.toml").read_text(encoding="utf-8"))["test"]
    shift = weeks_moved(reference=told["as_of"]["reference"], today=today)
    roster = {row["Employee ID"]: _moved(row, shift) for row in _rows(folder / "roster.csv")}
    return Company(folder=folder, today=today, told=told, tests=tests, evidence=evidence, roster=roster)


def _moved(row: Mapping[str, str], shift: timedelta) -> dict[str, str]:
    dates = {
        column: (date.fromisoformat(text) + shift).isoformat()
        for column, text in row.items()
        if column in ("Start date", "End date") and text
    }
    return {**row, **dates}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _csv(rows: Any) -> str:
    lines = list(rows)
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, fieldnames=list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    return stream.getvalue()

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
    revisions  tests.toml: questions of which a next version is written
    evidence   evidence.toml: the generator's numbers, and what is told of single people
    roster     the lines of roster.csv by employee id, dates moved
    """

    folder: Path
    today: date
    told: Mapping[str, Any]
    tests: Sequence[Mapping[str, Any]]
    revisions: Sequence[Mapping[str, Any]]
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
    def synonyms(self) -> list[dict[str, str]]:
        """What people call otherwise than the material does."""
        return _rows(self.folder / "synonyms.csv")

    @cached_property
    def requirements(self) -> dict[str, dict[str, float]]:
        """The level of each skill that a role level needs."""
        needed: dict[str, dict[str, float]] = {}
        for row in _rows(self.folder / "framework/requirements.csv"):
            needed.setdefault(row["role level"], {})[row["skill"]] = float(row["level"])
        return needed

    @cached_property
    def authoring(self) -> Mapping[str, Any]:
        """What authors are at work on together."""
        return tomllib.loads((self.folder / "authoring.toml").read_text(encoding="utf-8"))

    @cached_property
    def votes(self) -> Mapping[str, Any]:
        """What learners said of modules, and saved."""
        return tomllib.loads((self.folder / "votes.toml").read_text(encoding="utf-8"))

    @cached_property
    def assignments(self) -> Mapping[str, Any]:
        """What is assigned to whom, and stretch tasks."""
        return tomllib.loads((self.folder / "assignments.toml").read_text(encoding="utf-8"))

    @cached_property
    def writing(self) -> Mapping[str, Any]:
        """What people ask authors to write about, and who is to write what."""
        return tomllib.loads((self.folder / "writing.toml").read_text(encoding="utf-8"))

    @cached_property
    def questions(self) -> Mapping[str, Any]:
        """Who owns which skill, what people have asked each other, and what is on FAQ pages."""
        files = sorted((self.folder / "questions").glob("*.toml"))
        told = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
        return {
            "question": [one for file in told for one in file.get("question", ())],
            "owners": {skill: who for file in told for skill, who in file.get("owners", {}).items()},
            "faq": [one for file in told for one in file.get("faq", ())],
        }

    @cached_property
    def modules(self) -> tuple[ModuleFile, ...]:
        files = sorted((self.folder / "modules").glob("*.md"))
        return tuple(parse_module(file.read_text(encoding="utf-8"), name=file.name) for file in files)

    @cached_property
    def replaced(self) -> frozenset[str]:
        """Keys of the modules that a product update has outdated."""
        return frozenset(key for file in self.modules for key in file.update.get("replaced", ()))

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
    testing = tomllib.loads((folder / "tests.toml").read_text(encoding="utf-8"))
    shift = weeks_moved(reference=told["as_of"]["reference"], today=today)
    roster = {row["Employee ID"]: _moved(row, shift) for row in _rows(folder / "roster.csv")}
    return Company(
        folder=folder,
        today=today,
        told=told,
        tests=testing["test"],
        revisions=testing["revision"],
        evidence=evidence,
        roster=roster,
    )


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

"""The ratings of the O*NET database, in the files that O*NET publishes or in tables of one line a rating.

| file | published (db_29_3_text) | table |
|---|---|---|
| occupations | Occupation Data.txt | occupation_data.tsv |
| elements | Content Model Reference.txt | content_model_reference.tsv |
| anchors | Level Scale Anchors.txt | level_scale_anchors.tsv |
| skills, knowledge | Skills.txt, Knowledge.txt: a line a value | skills_im_lv.tsv, knowledge_im_lv.tsv |

Large and small letters, spaces and underscores, .txt and .tsv are the same in names. What O*NET publishes has
a line for the importance (scale IM) and one for the level (LV) of an element for an occupation.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from assessments.frameworks.interchange.faults import Fault, FrameworkError, LeftOut, Place
from assessments.frameworks.interchange.tables import Row, load, parse
from lifow.base.listing import first_names

CODE = "O*NET-SOC Code"
ELEMENT = "Element ID"
SCALE = "Scale ID"
VALUE = "Data Value"
SUPPRESS = "Recommend Suppress"
NOT_RELEVANT = "Not Relevant"

PUBLISHED = (CODE, ELEMENT, SCALE, VALUE)
TABLE = (CODE, ELEMENT, "importance", "level", "suppress_im", "suppress_lv", "not_relevant")
RATING_FILES = ("Skills.txt", "Knowledge.txt")
FILES = ("Occupation Data.txt", "Content Model Reference.txt", "Level Scale Anchors.txt", *RATING_FILES)
ENDINGS = (".txt", ".tsv", ".xlsx")

REASONS = {
    "other_scale": "It is neither an importance (IM) nor a level (LV).",
    "half_rating": "O*NET publishes only one of importance and level.",
    "duplicate": "The same rating stands on an earlier line.",
}
IMPORTANCE = (Decimal(1), Decimal(5))
LEVEL = (Decimal(0), Decimal(7))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that a rating is told by, at its place."""

    row: Row
    column: str

    @property
    def text(self) -> str:
        return self.row.cells.get(self.column, "").strip()

    @property
    def place(self) -> Place:
        return self.row.place(self.column)

    def left_out(self, code: str, reason: str) -> LeftOut:
        return LeftOut(self.row.file, self.row.line, self.column, code, reason, self.text)


@dataclass(frozen=True, slots=True)
class Rating:
    """How much one element matters for one occupation, at which level, and what O*NET says against it."""

    importance: Cell
    level: Cell
    suppressed: tuple[Cell, ...]
    not_relevant: tuple[Cell, ...]

    @property
    def occupation(self) -> str:
        return self.importance.row.cells[CODE]

    @property
    def element(self) -> str:
        return self.importance.row.cells[ELEMENT]

    @property
    def says(self) -> tuple[str, ...]:
        cells = (self.importance, self.level, *self.suppressed, *self.not_relevant)
        return tuple(cell.text for cell in cells)


def find_file(folder: Path, name: str) -> Path:
    """The file of a published name in the folder, by whatever spelling; raises FrameworkError."""
    wanted = _stem(name)
    stems = {wanted, f"{wanted}_im_lv"} if name in RATING_FILES else {wanted}
    try:
        there = sorted(folder.iterdir())
    except OSError:
        there = []
    found = [one for one in there if _stem(one.name) in stems and one.suffix.lower() in ENDINGS]
    texts = [one for one in found if one.suffix.lower() != ".xlsx"] or found
    if len(texts) > 1:
        others = ", ".join(first_names([one.name for one in texts[1:]]))
        raise FrameworkError([Fault("same_file_twice", Place(texts[0].name), expected=others)])
    return texts[0] if texts else folder / name


def read_file(folder: Path, name: str, columns: Sequence[str]) -> tuple[Row, ...]:
    """The rows of the file of a published name, which has at least the columns; raises FrameworkError."""
    path = find_file(folder, name)
    needed = f"The format needs a folder with {', '.join(FILES)}."
    return parse(path.name, load(path, needed), columns, delimiter="\t").rows


def read_rating_file(folder: Path, name: str) -> tuple[Row, ...]:
    """The rows of a file of ratings, published or a table; raises FrameworkError."""
    is_table = _stem(find_file(folder, name).name) != _stem(name)
    return read_file(folder, name, TABLE if is_table else PUBLISHED)


def pair_ratings(rows: Iterable[Row]) -> tuple[list[Rating], list[LeftOut]]:
    """The rating of each occupation and element, and the lines that are none; raises FrameworkError.

    A value that stands there twice is left out the second time; another value for the same is a fault.
    """
    pairing = _Pairing()
    for row in rows:
        pairing.take(row)
    if pairing.faults:
        raise FrameworkError(pairing.faults)
    return pairing.ratings(), pairing.left_out


def number_faults(rating: Rating) -> Iterator[Fault]:
    """What is wrong with the two numbers of a rating."""
    for cell, (lowest, highest) in ((rating.importance, IMPORTANCE), (rating.level, LEVEL)):
        try:
            number = Decimal(cell.text)
        except InvalidOperation:
            yield Fault("number", cell.place, cell.text)
            continue
        if not (number.is_finite() and lowest <= number <= highest):
            yield Fault("outside_scale", cell.place, cell.text, f"{lowest} to {highest}")


def _stem(name: str) -> str:
    return Path(name).stem.casefold().replace(" ", "_")


class _Pairing:
    """Takes the lines of ratings in any order and makes one rating of the lines that belong together."""

    def __init__(self) -> None:
        self.left_out: list[LeftOut] = []
        self.faults: list[Fault] = []
        self._tables: dict[tuple[str, str], Rating] = {}
        self._values: dict[tuple[str, str], dict[str, Row]] = {}

    def take(self, row: Row) -> None:
        if SCALE in row.cells:
            self._take_value(row)
        else:
            self._take_table(row)

    def ratings(self) -> list[Rating]:
        """In the order in which they were first named."""
        return [*self._tables.values(), *self._published()]

    def _take_table(self, row: Row) -> None:
        suppressed = (Cell(row, "suppress_im"), Cell(row, "suppress_lv"))
        rating = Rating(Cell(row, "importance"), Cell(row, "level"), suppressed, (Cell(row, "not_relevant"),))
        first = self._tables.setdefault(_pair(row), rating)
        if first is not rating:
            self._repeated(row, is_same=first.says == rating.says)

    def _take_value(self, row: Row) -> None:
        scale = Cell(row, SCALE)
        if scale.text not in ("IM", "LV"):
            self.left_out.append(scale.left_out("other_scale", REASONS["other_scale"]))
            return
        first = self._values.setdefault(_pair(row), {}).setdefault(scale.text, row)
        if first is not row:
            said = [[one.cells.get(name) for name in (VALUE, SUPPRESS, NOT_RELEVANT)] for one in (first, row)]
            self._repeated(row, is_same=said[0] == said[1])

    def _repeated(self, row: Row, *, is_same: bool) -> None:
        if is_same:
            self.left_out.append(Cell(row, ELEMENT).left_out("duplicate", REASONS["duplicate"]))
        else:
            self.faults.append(Fault("duplicate", row.place(ELEMENT), " ".join(_pair(row))))

    def _published(self) -> Iterator[Rating]:
        for rows in self._values.values():
            if len(rows) < 2:
                (lone,) = rows.values()
                self.left_out.append(Cell(lone, SCALE).left_out("half_rating", REASONS["half_rating"]))
                continue
            both = (rows["IM"], rows["LV"])
            yield Rating(
                Cell(rows["IM"], VALUE),
                Cell(rows["LV"], VALUE),
                tuple(Cell(row, SUPPRESS) for row in both),
                tuple(Cell(row, NOT_RELEVANT) for row in both),
            )


def _pair(row: Row) -> tuple[str, str]:
    return row.cells[CODE], row.cells[ELEMENT]

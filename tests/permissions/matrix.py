"""The permission matrix as a table: matrix.txt says who gets which answer from which address."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

FILE = Path(__file__).with_name("matrix.txt")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Row:
    """What everyone is answered by an address and a method. `name` may be a family, such as `admin:*_add`."""

    name: str
    method: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    def covers(self, name: str) -> bool:
        return fnmatchcase(name, self.name)


def rows() -> list[Row]:
    """The table's rows; the first line names those who ask."""
    (_, _, *actors), *lines = _lines()
    for line in lines:
        assert len(line) == len(actors) + 2, f"{FILE.name}: {len(line)} cells: {' '.join(line)}"
        assert line[1] in METHODS, f"{FILE.name}: {line[1]} is no method: {' '.join(line)}"
    return [Row(name, method, dict(zip(actors, cells, strict=True))) for name, method, *cells in lines]


def _lines() -> Iterator[list[str]]:
    for line in FILE.read_text(encoding="utf-8").splitlines():
        cells = line.split("#", 1)[0].split()
        if cells:
            yield cells

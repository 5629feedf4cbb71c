"""Delimited files that people bring and take: read by any make of CSV, judged by place, safe to open.

Under the import of rosters and of frameworks, who know what a column means.

| module | holds |
|---|---|
| `reader` | bytes to records: encoding, delimiter, headings, quotes, line and row of each |
| `guards` | cells that no spreadsheet runs as a formula, and the way back |
| `problems` | what is wrong and where, with a reason that can be translated |
| `changes` | one field as it is and as it would be |
"""

from lifow.base.tabular.changes import FieldChange
from lifow.base.tabular.guards import guarded, unguarded
from lifow.base.tabular.problems import READING_REASONS, Place, Problem
from lifow.base.tabular.reader import DELIMITERS, Record, Table, TableError, open_table

__all__ = [
    "DELIMITERS",
    "READING_REASONS",
    "FieldChange",
    "Place",
    "Problem",
    "Record",
    "Table",
    "TableError",
    "guarded",
    "open_table",
    "unguarded",
]

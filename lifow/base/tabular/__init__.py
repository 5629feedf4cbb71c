"""Delimited files that people bring and take: read by any make of CSV, judged by place, safe to open.

Under the import of rosters and of frameworks, who know what a column means.

| module | holds |
|---|---|
| `reader` | bytes to records: encoding, delimiter, headings, quotes, line and row of each |
| `kinds` | workbooks, web pages and archives that are named .csv |
| `guards` | cells that no spreadsheet runs as a formula, and the way back |
| `problems` | what is wrong and where, with a reason that can be translated |
| `changes` | one field as it is and as it would be |
| `beside` | what an import leaves beside the file that it read, never over another |
"""

from lifow.base.tabular.beside import write_beside
from lifow.base.tabular.changes import FieldChange
from lifow.base.tabular.guards import guarded, unguarded
from lifow.base.tabular.kinds import kind_of_bytes
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
    "kind_of_bytes",
    "open_table",
    "unguarded",
    "write_beside",
]

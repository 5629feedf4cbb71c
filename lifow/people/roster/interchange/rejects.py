"""The reject file: the bad records as they were, with line, column and reason in front, to be mended."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable

from lifow.base.tabular import guarded
from lifow.people.roster.interchange.columns import (
    REJECT_HEADINGS,
    match_columns,
    normalised,
    open_roster,
)
from lifow.people.roster.interchange.mapping import NO_MAPPING, RosterMapping
from lifow.people.roster.interchange.problems import RowProblem


def write_rejects(
    content: bytes | str, problems: Iterable[RowProblem], mapping: RosterMapping = NO_MAPPING
) -> str:
    """CSV text of those records of `content` that `problems` are about, in the file's own delimiter.

    The headings stay, so that the mended file can be imported as it is; it counts as part of a roster, so
    nobody leaves by being absent from it. Formulas are guarded here and read back without the guard.
    Write it as UTF-8 with BOM (`utf-8-sig`) for spreadsheets.
    """
    by_line: defaultdict[int, list[RowProblem]] = defaultdict(list)
    for problem in problems:
        by_line[problem.line].append(problem)
    table = open_roster(content, mapping.columns, mapping.usual_columns)
    front = {normalised(text) for text in REJECT_HEADINGS}
    kept = [place for place, heading in enumerate(table.headings) if normalised(heading) not in front]
    was_partial = len(kept) < len(table.headings)
    output = io.StringIO()
    writer = csv.writer(output, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerow([*REJECT_HEADINGS, *(table.headings[place] for place in kept)])
    columns = match_columns(table.headings, mapping.columns, mapping.left_out, mapping.usual_columns)
    for record in table.records(columns.ran_on):
        found = by_line.get(record.line)
        if found:
            places = [*kept, *range(len(table.headings), len(record.cells))]
            cells = [record.cells[place] for place in places if place < len(record.cells)]
            cells = cells if was_partial else [guarded(cell) for cell in cells]
            named = "; ".join(dict.fromkeys(problem.column for problem in found if problem.column))
            reasons = " ".join(dict.fromkeys(problem.reason for problem in found))
            writer.writerow([record.line, guarded(named), guarded(reasons), *cells])
    return output.getvalue()

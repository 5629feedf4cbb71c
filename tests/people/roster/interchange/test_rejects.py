"""The reject file: what it shows, that a spreadsheet runs nothing of it, and that it comes back mended."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from lifow.people.roster.interchange import parse_roster, write_rejects

HEAD = "Employee ID,First Name,Work Email,Department,Status,Note\n"
TEXTS = st.text(st.sampled_from(list("='+-@\t\rab1\"\n,;")), max_size=6)
NAMES = TEXTS.map(lambda text: " ".join(text.splitlines()))


def rejects(text):
    return write_rejects(text, parse_roster(text).problems)


def test_a_bad_record_is_kept_whole_with_line_column_and_reasons_in_front():
    written = rejects(HEAD + '1,Ama,ama@x.org,S,Active,\n2,Bo,bo,Acme / ,A,"as\nit was"\n')

    (head, row) = csv.reader(io.StringIO(written, newline=""))
    assert head == ["lifow line", "lifow column", "lifow reason", *HEAD.strip().split(",")]
    assert row[:2] == ["3", "Status"]
    assert row[2].startswith("“A” is not a known status.")
    assert row[3:] == ["2", "Bo", "bo", "Acme / ", "A", "as\nit was"]


def test_formulas_are_guarded_in_the_file_and_read_back_as_they_were():
    text = HEAD + "=2+3,-Ama,ama@x.org,S,Bad,@note\n"

    written = rejects(text)
    mended = parse_roster(written.replace("Bad", "Active"))

    assert "'=2+3,'-Ama" in written
    assert [(row.external_id, row.given_name) for row in mended.rows] == [("=2+3", "-Ama")]


def test_a_reject_file_is_a_part_of_a_roster():
    assert parse_roster(rejects(HEAD + "2,Bo,bo@x.org,S,Bad,\n")).is_partial


def test_the_delimiter_stays_and_a_record_of_the_wrong_length_is_kept():
    text = HEAD.replace(",", ";") + "2;Bo;bo@x.org;S;a;b;c\n3;Cy"

    assert [line.split(";", 3)[3] for line in rejects(text).splitlines()[1:]] == [
        "2;Bo;bo@x.org;S;a;b;c",
        "3;Cy",
    ]


@given(st.lists(st.tuples(NAMES, st.sampled_from(["A", "=Away"]), TEXTS), min_size=1, max_size=4))
def test_rejects_of_rejects_are_the_same_but_for_their_lines(rows):
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(HEAD.strip().split(","))
    writer.writerows(
        [f"p{number}", name, f"{number}@x.org", "S", status, note]
        for number, (name, status, note) in enumerate(rows)
    )

    once = rejects(output.getvalue())
    twice = rejects(once)

    def without_lines(text):
        return [cells[1:] for cells in csv.reader(io.StringIO(text, newline=""))]

    assert without_lines(twice) == without_lines(once)

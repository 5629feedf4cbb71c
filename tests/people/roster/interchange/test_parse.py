"""A roster file to rows, and each bad row to its line, column, value and reason."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.people.roster.interchange import RosterError, RosterMapping, parse_roster, write_rejects

HEAD = "Employee ID,First Name,Last Name,Work Email,Department,Status,Start Date,End Date\n"


def problems_of(*rows, head=HEAD, mapping=None):
    roster = parse_roster(head + "\n".join(rows) + "\n", mapping or RosterMapping())
    return [(each.line, each.column, each.value, each.code) for each in roster.problems]


def unread_of(*rows, head=HEAD):
    roster = parse_roster(head + "\n".join(rows) + "\n")
    assert not roster.problems
    return [(each.line, each.column, each.value, each.code) for each in roster.unread]


def row_of(text, **mapping):
    (row,) = parse_roster(text, RosterMapping(**mapping)).rows
    return row


def test_a_good_row_says_who_and_where():
    row = row_of(HEAD + "007,Ama,Osei,Ama@x.org,Sales,Active,2020-01-31,\n")

    assert (row.line, row.external_id, row.given_name, row.family_name) == (2, "007", "Ama", "Osei")
    assert (row.email, row.unit_path, row.status, row.end_on) == ("ama@x.org", ("Sales",), "active", None)
    assert row.manager_external_id is None


TWO = (
    "Employee ID,First Name,Email,Department,Manager ID,Job Title\n1,Ama,a@x.org,S,,\n2,Bo,b@x.org,S,1,Rep\n"
)


def test_neither_an_absent_column_nor_an_empty_cell_says_anything():
    ama, _ = parse_roster(TWO).rows

    assert (ama.manager_external_id, ama.job_title, ama.manager_email, ama.status) == (None, None, None, None)
    assert ama.unsaid == {"manager_external_id", "job_title"}


def test_an_empty_cell_says_none_where_the_file_is_in_charge():
    ama, bo = parse_roster(TWO, RosterMapping(in_charge=frozenset({"manager_external_id", "job_title"}))).rows

    assert (ama.manager_external_id, ama.job_title) == ("", "")
    assert (bo.manager_external_id, bo.job_title) == ("1", "Rep")


def test_a_column_without_a_word_says_nothing_whoever_is_in_charge():
    head = "Employee ID,First Name,Email,Department,Manager ID,Job Title\n"
    roster = parse_roster(
        head + "1,Ama,a@x.org,S,,Head\n2,Bo,b@x.org,S, ,\n",
        RosterMapping(in_charge=frozenset({"manager_external_id", "job_title"})),
    )

    assert roster.blank == ("Manager ID",)
    assert [row.manager_external_id for row in roster.rows] == [None, None]
    assert [row.job_title for row in roster.rows] == ["Head", ""]


def test_a_word_that_says_none_does_so_whoever_is_in_charge():
    mapping = RosterMapping(none={"manager_external_id": frozenset({"no_manager"})})
    ama, bo = parse_roster(TWO.replace("S,,", "S,NO_MANAGER,"), mapping).rows

    assert (ama.manager_external_id, bo.manager_external_id) == ("", "1")


def test_a_column_that_is_switched_off_is_not_read():
    roster = parse_roster(TWO, RosterMapping(left_out=frozenset({"job_title"})))

    assert [row.job_title for row in roster.rows] == [None, None]
    assert roster.columns.ignored == ("Job Title",)


def test_a_cell_that_cannot_be_read_is_told_and_the_row_is_good():
    found = unread_of("1,Ama,Osei,ama@x.org,S,Active,2020-01-01,", "2,Bo,Lindh,bo,S,Active,1.2.2020,")

    assert found == [(3, "Work Email", "bo", "bad_email"), (3, "Start Date", "1.2.2020", "ambiguous_date")]


def test_only_what_the_row_cannot_do_without_makes_it_bad():
    found = problems_of("1,Ama,Osei,ama@x.org,S,Active,2020-01-01,", "2,Bo,Lindh,bo,S,Away,1.2.2020,")

    assert found == [(3, "Status", "Away", "bad_status")]


def test_a_problem_says_what_to_do():
    (problem,) = parse_roster(HEAD + "2,Bo,Lindh,bo@x.org,S,Away,,").problems

    assert str(problem) == (
        "line 2, column “Status”: “Away” is not a known status. Map it in [status] of the mapping file"
        " to one of prehire, active, leave, terminated."
    )


def test_lines_after_quoted_newlines_are_the_lines_of_the_file():
    found = unread_of('1,Ama,Osei,ama@x.org,"A\n/ S\n",Active,,', "2,Bo,Lindh,bo,S,Active,,")

    assert [line for line, *_ in found] == [5]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,Ama,Osei,a@x.org,S,Active,2020-01-01,,more", "too_many_cells"),
        ('1,"Ama"x,Osei,a@x.org,S,Active,,', "bad_quote"),
        ('1,"Ama,Osei,a@x.org,S,Active,,', "bad_quote"),
    ],
)
def test_a_row_of_the_wrong_shape_is_one_problem(row, code):
    assert [found[3] for found in problems_of(row)] == [code]


def test_cells_that_a_spreadsheet_left_out_at_the_end_say_nothing():
    short, _ = parse_roster(
        HEAD + "1,Ama,Osei,a@x.org,S\n2,Bo,,b@x.org,S,Active,,\n",
        RosterMapping(in_charge=frozenset({"email"})),
    ).rows

    assert (short.email, short.status, short.end_on) == ("a@x.org", None, None)


def test_a_file_that_ends_within_a_row_was_not_written_whole():
    roster = parse_roster(HEAD + "1,Ama,Osei,a@x.org,S,Active,,\n2,Bo,Lin")

    assert [(each.line, each.code) for each in roster.problems] == [(3, "cut_off")]
    assert roster.bad_ids == {"2"}


def test_empty_cells_beyond_the_headings_do_no_harm():
    assert problems_of("1,Ama,Osei,a@x.org,S,Active,,,, ") == []


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",Ama,Osei,a@x.org,S,Active,,", "Employee ID", "missing_value"),
        ("\u200b,Ama,Osei,a@x.org,S,Active,,", "Employee ID", "missing_value"),
        ("1\0,Ama,Osei,a@x.org,S,Active,,", "Employee ID", "nul_character"),
        ("1,Ama,Osei,a@x.org,S,T,,", "Status", "bad_status"),
        ("1,Ama,Osei,a@x.org,S,Active,2020-01-02,2020-01-01", "End Date", "end_before_start"),
    ],
)
def test_a_row_is_bad_by_its_id_its_status_or_a_contradiction(row, column, code):
    assert [(found[1], found[3]) for found in problems_of(row)] == [(column, code)]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("1,A\0ma,Osei,a@x.org,S,Active,,", "First Name", "nul_character"),
        (f"1,{'A' * 151},Osei,a@x.org,S,Active,,", "First Name", "too_long"),
        ("1,Ama,Osei,a@x.org,Acme /  / S,Active,,", "Department", "bad_unit_path"),
        ("1,Ama,Osei,a@x.org,Acme / ,Active,,", "Department", "bad_unit_path"),
        ("1,Ama,Osei,a@x.org,S,Active,45322,", "Start Date", "date_as_number"),
        ("1,Ama,Osei,a@x.org,S,Active,2023-12-31T23:00:00Z,", "Start Date", "day_depends_on_zone"),
    ],
)
def test_any_other_cell_that_cannot_be_read_is_told_in_its_column(row, column, code):
    assert [(found[1], found[3]) for found in unread_of(row)] == [(column, code)]


def test_a_moment_is_the_day_where_the_person_is_by_their_line_or_by_the_mapping():
    head = "Employee ID,First Name,Email,Department,Time Zone,Hire Date\n"
    text = head + "1,Ama,a@x.org,S,{},2023-12-31T23:00:00Z\n"
    by_line = row_of(text.format("Europe/Berlin"))
    by_mapping = row_of(text.format(""), timezone="Europe/Berlin")

    assert by_line.start_on == by_mapping.start_on == date(2024, 1, 1)


def test_a_moment_that_is_another_day_there_is_read_and_told():
    text = "Employee ID,First Name,Email,Department,Hire Date\n1,Ama,a@x.org,S,2023-12-31T22:30:00Z\n"
    roster = parse_roster(text, RosterMapping(timezone="Asia/Tokyo"))

    assert roster.rows[0].start_on == date(2024, 1, 1)
    assert str(roster.unread[0]) == (
        "line 2, column “Hire Date”: “2023-12-31T22:30:00Z” was read as 2024-01-01, the day that it is in"
        " Asia/Tokyo."
    )


def test_a_second_row_of_headings_is_passed_over():
    heads = "STATUS,USERID,FIRSTNAME,EMAIL,DEPARTMENT\nStatus,User ID,First Name,Email,Department\n"

    assert row_of(heads + "active,1,Ama,a@x.org,S\n").external_id == "1"


def test_preferred_names_are_those_that_are_shown():
    names = "Legal First Name,Legal Last Name,Preferred First Name,Preferred Last Name"
    head = f"Employee ID,{names},Email,Department\n"
    roster = parse_roster(
        head + "1,Robert,Top,Rowan,,r@x.org,S\n2,Ben,Mid,,,b@x.org,S\n3,Ida,Old,,New,i@x.org,S\n"
    )

    assert [(row.given_name, row.family_name) for row in roster.rows] == [
        ("Rowan", "Top"),
        ("Ben", "Mid"),
        ("Ida", "New"),
    ]


def test_bad_rows_are_remembered_by_id_or_counted_where_no_id_can_be_read():
    roster = parse_roster(HEAD + "1,Ama,,a@x.org,S,Away,,\n,Bo,,b@x.org,S,Active,,\n3,Cy,,,,,,,9\n")

    assert roster.bad_ids == {"1", "3"}
    assert roster.unidentified == 1


def test_what_looks_like_a_formula_is_kept_as_text():
    row = row_of(HEAD + "\"=cmd|'/c calc'!A1\",@Ama,-Osei,a@x.org,+S,Active,,\n")

    assert (row.external_id, row.given_name, row.family_name) == ("=cmd|'/c calc'!A1", "@Ama", "-Osei")


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [("Ama Osei", "Ama Osei", None), ("Osei, Ama K.", "Ama K.", "Osei"), ("Osei,", "Osei,", None)],
)
def test_a_full_name_is_parted_only_where_a_comma_says_how(name, given, family):
    row = row_of(f'Employee ID,Full Name,Email,Department\n1,"{name}",a@x.org,S\n')

    assert (row.given_name, row.family_name) == (given, family)


def test_names_apart_are_preferred_to_the_full_name():
    row = row_of(
        "Employee ID,Full Name,First Name,Last Name,Email,Department\n1,A. Osei,Ama,Osei,a@x.org,S\n"
    )

    assert (row.given_name, row.family_name) == ("Ama", "Osei")


@pytest.mark.parametrize(
    ("cell", "separator", "path"),
    [
        ("Acme / Sales / EMEA", " / ", ("Acme", "Sales", "EMEA")),
        ("R/D and more", " / ", ("R/D and more",)),
        ("Acme/Sales", "/", ("Acme", "Sales")),
        ("Acme > Sales", " > ", ("Acme", "Sales")),
        ("Acme > Sales > EMEA", "", ("Acme", "Sales", "EMEA")),
        ("Acme › Sales", "", ("Acme", "Sales")),
        ("Acme » Sales", "", ("Acme", "Sales")),
        ("Acme / Sales > 5 people", "", ("Acme", "Sales > 5 people")),
        ("R&D>Tools", "", ("R&D>Tools",)),
        ("Acme > Sales", " / ", ("Acme > Sales",)),
        ("", " / ", ()),
        ("", "", ()),
    ],
)
def test_an_org_unit_is_a_path_of_names(cell, separator, path):
    text = f"Employee ID,First Name,Email,Department\n1,Ama,a@x.org,{cell}\n"

    assert row_of(text, unit_separator=separator).unit_path == path


def test_an_org_unit_made_of_columns_leaves_out_the_empty_ones():
    text = "Employee ID,First Name,Email,Company,Division,Team\n1,Ama,a@x.org,Acme,,EMEA\n"

    assert row_of(text, columns={"org_unit": ("Company", "Division", "Team")}).unit_path == ("Acme", "EMEA")


def test_blank_lines_are_no_rows():
    roster = parse_roster(HEAD + "\n,,,,,,,\n1,Ama,,a@x.org,S,Active,,\n\n")

    assert [row.line for row in roster.rows] == [4]
    assert roster.problems == ()


@given(st.text(st.sampled_from(list('1aé@.,,,,;"\n\r\t\0 =-/:')), max_size=120))
def test_any_text_below_the_headings_is_rows_and_problems_and_nothing_else(text):
    roster = parse_roster(HEAD + text)

    last_line = (HEAD + text).replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(2 <= problem.line <= last_line and problem.reason for problem in roster.problems)
    assert not {row.line for row in roster.rows} & {problem.line for problem in roster.problems}
    assert write_rejects(HEAD + text, roster.problems).startswith("lifow line,")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_as_a_whole(content):
    for whole in (content, HEAD.encode() + content):
        with suppress(RosterError):
            assert parse_roster(whole).columns.positions["external_id"] == (0,)


def forty(**changed: str) -> str:
    lines = [f"X{n},Given{n},Fam{n},p{n}@x.org,Sales,Active,,\n" for n in range(1, 41)]
    for line, text in changed.items():
        lines[int(line.removeprefix("line_")) - 2] = text
    return HEAD + "".join(lines)


def test_a_stray_quote_that_meets_another_costs_its_own_row_and_none_in_between():
    roster = parse_roster(
        forty(
            line_11='X10,"Given10,Fam10,p10@x.org,Sales,Active,,\n',
            line_14='X13,Given13",Fam13,p13@x.org,Sales,Active,,\n',
        )
    )

    assert [(each.line, each.code) for each in roster.problems] == [(11, "bad_quote")]
    assert len(roster.rows) == 39
    assert (roster.bad_ids, roster.unidentified) == ({"X10"}, 1)


def test_two_rows_that_stray_quotes_make_one_are_not_read_as_one():
    roster = parse_roster(HEAD + 'X1,"Anna,S,a@x.org,S,,,\nX2,Bea",T,b@x.org,S,Active,,\n')

    assert [(each.line, each.code) for each in roster.problems] == [(2, "bad_quote")]
    assert [(row.external_id, row.email) for row in roster.rows] == [("X2", "b@x.org")]


def test_a_stray_quote_in_a_column_of_many_lines_swallows_nobody_either():
    head = HEAD.strip() + ",Note\n"
    row = "{0},Ama,Osei,p{0}@x.org,S,Active,,,{1}\n"
    text = row.format(1, '"late') + row.format(2, "") + row.format(3, 'early"')

    roster = parse_roster(head + text)

    assert [each.line for each in roster.problems] == [2]
    assert [row.external_id for row in roster.rows] == ["2", "3"]


def test_a_quoted_line_break_is_kept_where_texts_have_them():
    text = HEAD.strip() + ',Note\n1,Ama,Osei,a@x.org,"Acme\nSales",Active,,,"12 High St,\nLondon, UK"\n'

    (row,) = parse_roster(text).rows
    assert row.unit_path == ("Acme Sales",)


def test_a_bad_row_over_several_lines_may_hide_others():
    roster = parse_roster(HEAD + '1,Ama,Osei,a@x.org,"S\nT",Away,,\n2,Bo,Lindh,b@x.org,S,Active,,\n')

    assert (roster.bad_ids, roster.unidentified) == ({"1"}, 1)


def test_a_shortened_id_makes_the_line_bad_and_a_shortened_manager_says_nothing():
    head = "Employee ID,First Name,Email,Department,Manager ID,Job Code\n"
    roster = parse_roster(head + "1.23E+05,Ama,a@x.org,S,,\n2,Bo,b@x.org,S,1.23E+05,9E+03\n")
    (bad,) = roster.problems
    assert (bad.line, bad.code) == (2, "id_as_number")
    assert "“Text”" in bad.reason
    (bo,) = roster.rows
    assert (bo.manager_external_id, bo.job_code) == (None, None)
    assert [problem.code for problem in roster.unread] == ["id_as_number", "id_as_number"]


def test_a_semicolon_hint_and_numbers_as_text_are_read_as_excel_means_them():
    head = 'sep=;\r\n"Employee\nID";First\u00a0Name;Work\u00a0 Email;Department;Manager ID\r\n'
    roster = parse_roster(head + "'00123;Ama;a@x.org;S;\r\n=\"00124\";Bo;b@x.org;S;'00123\r\n")
    assert [(row.external_id, row.manager_external_id) for row in roster.rows] == [
        ("00123", None),
        ("00124", "00123"),
    ]
    assert roster.columns.headings[:3] == ("Employee ID", "First Name", "Work Email")


@pytest.mark.parametrize("line", ["Total rows: 8", "total: 2,,,,,,,", '"Number of records: 2"', "Anzahl: 2"])
def test_a_line_below_the_people_is_about_nobody(line):
    roster = parse_roster(HEAD + "1,Ama,,a@x.org,S,Active,,\n" + line)
    assert ([row.external_id for row in roster.rows], roster.problems) == (["1"], ())
    assert [problem.code for problem in roster.unread] == ["footer"]


@pytest.mark.parametrize("line", ["Total\n", "Records-7,Ama,,a@x.org,S,Active,,\n", "T-1000\n"])
def test_an_id_is_no_footer(line):
    roster = parse_roster(HEAD + line)
    assert [problem.code for problem in roster.unread] == []

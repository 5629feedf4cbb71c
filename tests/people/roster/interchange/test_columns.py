"""Headings to fields: the known ones, a company's own, and the errors that say what to do."""

import pytest

from lifow.people.roster.interchange.columns import KNOWN_HEADINGS, match_columns, normalised
from lifow.people.roster.interchange.problems import RosterError

EXPORTS = {
    "Workday": "Worker ID,Legal First Name,Legal Last Name,Primary Work Email,Business Title,Job Profile,"
    "Supervisory Organization,Manager ID,Manager,Worker Status,Hire Date",
    "BambooHR": "Employee #,First Name,Last Name,Work Email,Job Title,Department,Supervisor ID,Status,"
    "Hire Date",
    "SuccessFactors": "STATUS,USERID,USERNAME,FIRSTNAME,LASTNAME,EMAIL,MANAGER,DEPARTMENT,JOBCODE,"
    "HIREDATE,TIMEZONE",
    "Personio": "ID,First name,Last name,Email,Position,Department,Status,Hire date,Termination date",
    "ADP": "Associate ID,Payroll First Name,Payroll Last Name,Work Contact: Work Email,Job Title Description,"
    "Home Department Description,Home Department Code,Reports To Associate ID,Position Status,Hire Date",
    "HiBob": "Employee ID in company,Display name,First name,Last name,Email,Job title,Department,Manager ID,"
    "Lifecycle status,Start date",
    "UKG": "Employee Number,First Name,Last Name,Email Address,Job Title,Job Code,Org Unit,"
    "Supervisor Employee Number,Employment Status,Last Hire Date,Original Hire Date,Termination Date",
}


@pytest.mark.parametrize("headings", EXPORTS.values(), ids=EXPORTS.keys())
def test_the_usual_export_is_understood_without_a_mapping(headings):
    found = match_columns(headings.split(","), {}).positions

    assert {
        "external_id",
        "given_name",
        "family_name",
        "email",
        "org_unit",
        "start_on",
        "status",
    } <= found.keys()


@pytest.mark.parametrize("heading", ["First Name", "first_name", "FIRSTNAME", " First-name ", "First  Name*"])
def test_case_spaces_and_punctuation_of_a_heading_do_not_matter(heading):
    assert normalised(heading) == "firstname"


def test_no_heading_stands_for_two_fields():
    headings = [
        normalised(text) for known in KNOWN_HEADINGS.values() for text in known.usual + known.fallback
    ]

    assert len(headings) == len(set(headings))


def test_a_fallback_heading_counts_only_where_no_usual_one_is():
    both = match_columns(["Employee ID", "First Name", "Work Email", "Email", "Department"], {})
    alone = match_columns(["Employee ID", "First Name", "Email", "Department"], {})

    assert both.heading("email") == "Work Email"
    assert both.ignored == ("Email",)
    assert alone.heading("email") == "Email"


def test_unknown_columns_are_ignored_by_name_and_without_a_name_by_number():
    columns = match_columns(["Employee ID", "First Name", "Email", "Department", "Shoe size", " "], {})

    assert columns.ignored == ("Shoe size", "column 6")


def test_a_missing_column_is_an_error_that_lists_what_was_found_and_what_would_do():
    with pytest.raises(RosterError) as error:
        match_columns(["Employee ID", "First Name", "Department"], {})

    assert error.value.code == "missing_columns"
    assert "no column for email" in str(error.value)
    assert "“Department”" in str(error.value)
    assert "Work Email" in str(error.value)


def test_two_headings_for_one_field_are_an_error_that_names_both():
    with pytest.raises(RosterError, match="more than one column: “Employee ID”, “Worker ID”") as error:
        match_columns(["Employee ID", "Worker ID", "First Name", "Email", "Department"], {})

    assert error.value.code == "ambiguous_columns"


def test_a_mapping_decides_between_two_headings():
    headings = ["Employee ID", "Worker ID", "First Name", "Email", "Department"]
    columns = match_columns(headings, {"external_id": ("worker id",)})

    assert columns.heading("external_id") == "Worker ID"
    assert columns.ignored == ("Employee ID",)


def test_a_mapping_to_a_heading_that_is_not_there_is_an_error():
    with pytest.raises(RosterError, match=r"external_id from “Pers\.Nr\.”") as error:
        match_columns(["Employee ID", "First Name", "Email", "Department"], {"external_id": ("Pers.Nr.",)})

    assert error.value.code == "unknown_heading"


def test_a_mapping_to_a_heading_that_is_there_twice_is_an_error():
    with pytest.raises(RosterError, match="2 columns called “Code”"):
        match_columns(["Code", "Code", "First Name", "Email", "Department"], {"external_id": ("Code",)})


def test_an_org_unit_may_be_made_of_several_columns():
    headings = ["Employee ID", "First Name", "Email", "Team", "Division"]
    columns = match_columns(headings, {"org_unit": ("Division", "Team")})

    assert columns.positions["org_unit"] == (4, 3)
    assert columns.heading("org_unit") == "Division / Team"


def test_the_columns_of_a_reject_file_make_the_roster_partial_and_are_not_reported():
    headings = [
        "lifow line",
        "lifow column",
        "lifow reason",
        "Employee ID",
        "First Name",
        "Email",
        "Department",
    ]
    columns = match_columns(headings, {})

    assert columns.is_partial
    assert columns.ignored == ()


def test_two_columns_of_one_name_are_told_as_such():
    with pytest.raises(RosterError, match="2 columns called “Employee ID”") as error:
        match_columns(["Employee ID", "First Name", "Email", "Department", "Employee\nID"], {})
    assert error.value.code == "repeated_heading"


def test_headings_that_are_not_read_may_come_twice():
    columns = match_columns(
        ["Employee ID", "First Name", "Email", "Department", "Shoe size", "Shoe size"], {}
    )
    assert columns.ignored == ("Shoe size", "Shoe size")


def test_headings_are_told_on_one_line_whatever_white_space_is_in_them():
    with pytest.raises(RosterError) as error:
        match_columns(["Employee\nID", "First\u00a0Name", "\ufeffE-Mail"], {})
    assert "“Employee ID”, “First Name”" in str(error.value)

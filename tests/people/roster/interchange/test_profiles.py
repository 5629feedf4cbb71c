"""Ready mappings: a made-up file of each system is read as the system means it, and known by its headings."""

from datetime import date

import pytest

from lifow.people.roster.interchange import (
    RosterError,
    Status,
    all_profiles,
    parse_roster,
    profile_of,
    profile_of_file,
    profile_of_headings,
    read_mapping,
    write_rejects,
)

SUCCESSFACTORS = (
    "STATUS,USERID,USERNAME,FIRSTNAME,LASTNAME,EMAIL,MANAGER,DIVISION,DEPARTMENT,JOBCODE,HIREDATE,TIMEZONE,"
    "DEFAULT_LOCALE\n"
    "STATUS,USERID,Benutzer,Vorname,Nachname,E-Mail,Chef,Bereich,Abteilung,Stelle,Eintritt,Zone,Sprache\n"
    "active,0017,atop,Ana,Top,ana@x.org,NO_MANAGER,Acme,Board,HEAD,01/02/2018,US/Eastern,en_US\n"
    "inactive,0018,bmid,Ben,Mid,ben@x.org,0017,Acme,Sales,LEAD,12/31/2019,US/Eastern,de_DE\n"
)
GOOGLE = (
    "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],"
    "Org Unit Path [Required],Status [READ ONLY],Last Sign In [READ ONLY],Employee ID,Employee Title,"
    "Manager Email,Department\n"
    "Ana,Top,ana@x.org,****,/,Active,2026/11/01 10:00:00,,Head,,\n"
    "Ben,Mid,Ben@x.org,****,/Sales/EMEA,Active,Never logged in,00042,Rep,ana@x.org,Sales\n"
    "Cy,Old,cy@x.org,****,/Sales,Suspended,2026/01/01 10:00:00,,Rep,ana@x.org,Sales\n"
)
ENTRA = (
    "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,"
    "usageLocation\n"
    "ana@x.org,Ana Top,Top,ana@x.org,Ana,7cc0-1,Member,Head,Board,True,DE\n"
    "room@x.org,Room 1,,,,7cc0-2,Member,,,False,\n"
    "ben@x.org,Ben Mid,,ben@x.org,,7cc0-3,Member,Rep,Sales,True,DE\n"
)
PERSONIO = (
    "First name;Last name;Email;Status;Hire date;End of employment;Position;Department;Supervisor\n"
    "Ana;Top;ana@x.org;Active;01.02.2018;;Head;Board;\n"
    "Ben;Mid;ben@x.org;Onboarding;01.02.2030;;Rep;Sales;Ana Top\n"
    "Cy;Old;cy@x.org;Inactive;01.02.2018;31.12.2024;Rep;Sales;Ana Top\n"
)
PERSONIO_DE = (
    "Vorname;Nachname;Email;Status;Anstelldatum;Ende des Arbeitsverhältnisses;Position;Abteilung;"
    "Vorgesetzter\n"
    "Ana;Top;ana@x.org;Aktiv;01.02.2018;;Leitung;Vorstand;\n"
    "Ben;Mid;ben@x.org;Auszeit;01.02.2019;;Vertrieb;Vertrieb;Ana Top\n"
    "Cy;Alt;cy@x.org;Inaktiv;01.02.2018;31.12.2024;Vertrieb;Vertrieb;Ana Top\n"
)
RIPPLING = (
    "Employee name,Work email,Title,Department,Manager - Work email,Employment status,Start date\n"
    '"Top, Ana",ana@x.org,Head,Board,,ACTIVE,01/02/2018\n'
    '"Mid, Ben",ben@x.org,Rep,Sales,ana@x.org,Accepted,12/31/2030\n'
    '"Old, Cy",cy@x.org,Rep,Sales,ana@x.org,Terminated,1/2/19\n'
)
BAMBOOHR = (
    "id,employeeNumber,firstName,preferredName,lastName,workEmail,jobTitle,division,department,supervisor,"
    "supervisorEId,hireDate,terminationDate,status\n"
    "1,00017,Robert,Bob,Top,bob@x.org,Head,Acme,Board,,,2018-01-02,0000-00-00,Active\n"
    '2,00018,Ben,,Mid,ben@x.org,Rep,Acme,Sales,"Top, Robert",00017,2019-12-31,0000-00-00,Active\n'
    '3,00019,Cy,,Old,cy@x.org,Rep,Acme,Sales,"Top, Robert",00017,2018-01-02,2024-12-31,Inactive\n'
)
FILES = {
    "successfactors": SUCCESSFACTORS,
    "google-workspace": GOOGLE,
    "entra-id": ENTRA,
    "personio": PERSONIO,
    "personio-de": PERSONIO_DE,
    "rippling": RIPPLING,
    "bamboohr": BAMBOOHR,
}


def read_as(key: str, content: str | bytes | None = None, own: str = ""):
    mapping = profile_of(key).mapping.with_company_mapping(read_mapping(own))
    return parse_roster(FILES[key] if content is None else content, mapping)


def rows_of(key: str, content: str | bytes | None = None, own: str = ""):
    roster = read_as(key, content, own)
    assert roster.problems == ()
    return {row.given_name: row for row in roster.rows}


def test_there_is_a_file_for_each_profile():
    assert FILES.keys() == all_profiles().keys()


@pytest.mark.parametrize("key", FILES)
def test_a_file_is_known_by_its_headings(key):
    found = profile_of_file(FILES[key])
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("key", FILES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_and_utf_16_with_tabs_make_no_difference(key, encoding):
    delimiter = ";" if ";" in FILES[key] else ","
    content = FILES[key].replace(delimiter, "\t") if '"' not in FILES[key] else FILES[key]
    found = profile_of_file(content.encode(encoding))
    assert found is not None
    assert found.key == key
    assert read_as(key, content.encode(encoding)).rows == read_as(key).rows


@pytest.mark.parametrize("key", FILES)
@pytest.mark.parametrize("footer", ["Total rows: 8", "Total Records: 3,,,", "Generated on 2026-11-29"])
def test_what_stands_below_the_people_is_told_and_about_nobody(key, footer):
    delimiter = ";" if ";" in FILES[key] else ","
    roster = read_as(key, FILES[key] + footer.replace(",", delimiter))
    assert roster.rows == read_as(key).rows
    assert [problem.code for problem in roster.unread][-1] == "footer"
    assert "is about nobody" in str(roster.unread[-1])


def test_no_file_is_known_by_headings_that_many_have():
    assert profile_of_headings(["Employee ID", "First Name", "Last name", "Email", "Status"]) is None


def test_an_unknown_profile_is_told_with_those_that_there_are():
    with pytest.raises(RosterError, match=r"no profile “workdax”\. Profiles are: bamboohr, entra-id"):
        profile_of("workdax")


def test_successfactors_has_two_rows_of_headings_and_writes_dates_as_americans_do():
    ana, ben = rows_of("successfactors").values()
    assert (ana.line, ana.external_id, ana.manager_external_id, ana.unit_path) == (
        3,
        "0017",
        "",
        ("Acme", "Board"),
    )
    assert (ana.start_on, ben.start_on) == (date(2018, 1, 2), date(2019, 12, 31))
    assert (ana.status, ben.status) == (Status.ACTIVE, Status.TERMINATED)
    assert (ben.manager_external_id, ben.languages, ben.timezone) == ("0017", ("de-DE",), "US/Eastern")


def test_successfactors_without_the_row_of_labels_loses_nobody():
    lines = SUCCESSFACTORS.splitlines(keepends=True)
    assert [row.external_id for row in read_as("successfactors", lines[0] + "".join(lines[2:])).rows] == [
        "0017",
        "0018",
    ]


def test_successfactors_with_few_columns_is_read_by_those():
    head = "STATUS,USERID,USERNAME,FIRSTNAME,LASTNAME,EMAIL,MANAGER,DEPARTMENT\n"
    (ana,) = read_as("successfactors", head + "active,1,a,Ana,Top,ana@x.org,NO_MGR,Board\n").rows
    assert (ana.unit_path, ana.manager_external_id) == (("Board",), "")


def test_google_workspace_writes_org_units_from_the_top_and_knows_people_by_address():
    rows = rows_of("google-workspace")
    assert {name: row.unit_path for name, row in rows.items()} == {
        "Ana": ("/",),
        "Ben": ("Sales", "EMEA"),
        "Cy": ("Sales",),
    }
    assert (rows["Ben"].external_id, rows["Ben"].email, rows["Ben"].manager_email) == (
        "Ben@x.org",
        "ben@x.org",
        "ana@x.org",
    )
    assert (rows["Ben"].job_title, rows["Cy"].status) == ("Rep", Status.TERMINATED)


def test_entra_id_takes_a_display_name_where_there_is_no_other():
    rows = rows_of("entra-id")
    assert rows.keys() == {"Ana", "Ben Mid", "Room 1"}
    assert (rows["Ana"].external_id, rows["Ana"].family_name) == ("7cc0-1", "Top")
    assert rows["Room 1"].status is Status.TERMINATED


def test_entra_id_called_the_id_of_an_object_otherwise_before():
    assert read_as("entra-id", ENTRA.replace(",id,", ",objectId,")).rows == read_as("entra-id").rows


@pytest.mark.parametrize(
    ("key", "statuses"),
    [
        ("personio", [Status.ACTIVE, Status.PREHIRE, Status.TERMINATED]),
        ("personio-de", [Status.ACTIVE, Status.LEAVE, Status.TERMINATED]),
    ],
)
def test_personio_names_supervisors_and_no_ids(key, statuses):
    ana, ben, cy = rows_of(key).values()
    assert [row.status for row in (ana, ben, cy)] == statuses
    assert (ana.external_id, ana.start_on, cy.end_on) == ("ana@x.org", date(2018, 2, 1), date(2024, 12, 31))
    assert ben.manager_external_id is None
    assert {"Supervisor", "Vorgesetzter"} & set(read_as(key).columns.ignored)


def test_rippling_knows_people_and_managers_by_address():
    ana, ben, cy = rows_of("rippling").values()
    assert (ana.given_name, ana.family_name, ana.external_id) == ("Ana", "Top", "ana@x.org")
    assert (ben.manager_email, ben.status, ben.start_on) == ("ana@x.org", Status.PREHIRE, date(2030, 12, 31))
    assert (cy.status, cy.start_on) == (Status.TERMINATED, date(2019, 1, 2))


def test_bamboohr_keeps_zeros_in_front_and_knows_a_day_that_is_none():
    bob, ben, cy = rows_of("bamboohr").values()
    assert (bob.external_id, bob.given_name, bob.end_on) == ("00017", "Bob", None)
    assert (ben.manager_external_id, ben.unit_path) == ("00017", ("Acme", "Sales"))
    assert (cy.status, cy.end_on) == (Status.TERMINATED, date(2024, 12, 31))


def test_what_a_company_says_of_its_own_files_counts_before_the_profile():
    own = """
    date_format = "%d/%m/%Y"
    [columns]
    org_unit = "DEPARTMENT"
    job_code = false
    [status]
    "inactive" = "leave"
    """
    content = SUCCESSFACTORS.replace("12/31/2019", "31/12/2019")
    ana, ben = rows_of("successfactors", content, own).values()
    assert (ana.start_on, ben.start_on) == (date(2018, 2, 1), date(2019, 12, 31))
    assert (ben.unit_path, ben.job_code, ben.status) == (("Sales",), None, Status.LEAVE)
    assert ana.manager_external_id == "", "what is not said otherwise stays"


def test_bad_rows_of_a_profile_are_set_aside_and_come_back():
    mapping = profile_of("successfactors").mapping
    content = SUCCESSFACTORS.replace("inactive,0018", "T,0018")
    roster = parse_roster(content, mapping)
    rejects = write_rejects(content, roster.problems, mapping)
    mended = parse_roster(rejects.replace(",T,0018", ",active,0018"), mapping)
    assert ([row.external_id for row in mended.rows], mended.problems) == (["0018"], ())

"""The plan in words, as the dry run prints it."""

import re
from datetime import date

from lifow.people.roster.interchange import (
    Brake,
    Limit,
    MassChange,
    Notice,
    RosterState,
    describe,
    parse_roster,
    plan_roster,
    sections,
)
from tests.people.roster.apply import apply_to_state

BLANK = {"column": "Manager ID", "count": "1", "field": "manager_external_id"}
TODAY = date(2026, 3, 2)
NOBODY = RosterState()
HEAD = "Employee ID,First Name,Last Name,Email,Job Title,Org Unit,Manager ID,Shoe Size\n"
BEFORE = (
    HEAD
    + "1,Ama,Osei,ama@x.org,Head,Acme,,42\n2,Bo,,bo@x.org,Rep,Acme / Sales,1,\n3,Cy,,cy@x.org,Rep,Acme,1,\n"
)
AFTER = HEAD + "1,Ama,Owusu,ama@x.org,Head,Acme,,\n2,Bo,,bo@x.org,Lead,Acme,,\n4,Di,,di,Rep,Acme,1,\n"


def planned(text, state=NOBODY, as_of=TODAY):
    return plan_roster(state, parse_roster(text), as_of=as_of, limits={MassChange.LEAVERS: Limit(number=0)})


def test_a_plan_is_told_in_counts_and_then_in_names():
    state = apply_to_state(NOBODY, planned(BEFORE, as_of=date(2026, 2, 2)))

    told = [re.sub(r"(\S)   +", r"\1 | ", line) for line in describe(planned(AFTER, state)).splitlines()]

    assert told == [
        "Roster plan as of 2026-03-02",
        "People to create | 1",
        "People to change | 1",
        "People to move | 1",
        "People who leave | 1",
        "Cells that cannot be read | 1",
        "Notes | 2",
        "Columns that are not read: Shoe Size",
        "",
        "People to create",
        "  Di (4), no email",
        "",
        "People to change",
        "  Ama Owusu (1): family name Osei → Owusu",
        "",
        "People to move",
        "  Bo (2): job title Rep → Lead; org unit Acme / Sales → Acme",
        "",
        "People who leave",
        "  Cy (3): last day 2026-03-01 (absent from the file)",
        "",
        "Cells that cannot be read",
        "  line 4, column “Email”: “di” is not an email address.",
        "",
        "Notes",
        f"  {Notice('blank_cells', BLANK)}",
        f"  {Notice('without_email', {'count': '1'})}",
        "",
        str(Brake(MassChange.LEAVERS, count=1, of=3, allowed=0)),
    ]


def test_a_long_section_says_how_much_it_leaves_out():
    text = describe(planned(BEFORE), details=1)

    assert "  Ama Osei (1), ama@x.org\n  … and 2 more, which --all-lines shows" in text


def test_every_line_is_told_where_that_is_asked_for():
    text = describe(planned(BEFORE), details=None)

    assert "  Cy (3), cy@x.org" in text
    assert "more" not in text


def test_a_plan_without_work_says_so():
    state = apply_to_state(NOBODY, planned(BEFORE))

    assert "Nothing to change." in describe(planned(BEFORE, state))


def test_sections_come_in_one_order_and_empty_ones_too():
    parts = sections(planned(BEFORE))

    assert len(parts) == 15
    assert parts[0].lines == ("Acme [acme]", "Acme / Sales [acme-sales]")

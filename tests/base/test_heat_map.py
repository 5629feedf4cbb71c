from lifow.base.heat_map import person_cell, share_cell


def test_a_gap_shows_both_numbers_on_its_step():
    cell = person_cell(level=1.2, needed=3, status="gap", critical=True, url="/x/")
    assert (cell.text, cell.step, cell.critical, cell.url) == ("1/3", "2", True, "/x/")
    assert cell.words == "Level 1, needed 3"


def test_never_assessed_is_hatched_and_has_no_number():
    cell = person_cell(level=None, needed=3, status="assess_first")
    assert (cell.text, cell.step) == ("", "assess")
    assert cell.words == "Not assessed yet, needed 3"


def test_level_zero_is_a_number():
    assert person_cell(level=0, needed=2, status="gap").text == "0/2"


def test_some_evidence_that_decides_nothing_is_hatched_with_its_number():
    cell = person_cell(level=2.8, needed=3, status="assess_first")
    assert (cell.text, cell.step) == ("2.8/3", "assess")
    assert cell.words == "About 2.8, needed 3, needs assessment"


def test_meets_is_calm_whatever_the_surplus():
    assert person_cell(level=4.6, needed=3, status="meets").step == "0"


def test_a_skill_that_is_not_required_is_empty():
    assert person_cell(level=3, needed=None, status="meets").step == "none"


def test_a_share_counts_those_who_were_assessed():
    cell = share_cell(open_gaps=3, assessed=6, unassessed=1)
    assert (cell.text, cell.step) == ("3/6", "2")
    assert cell.words == "3 of 6 people have a gap, 1 not assessed yet"


def test_a_unit_that_is_mostly_not_assessed_is_hatched():
    assert share_cell(open_gaps=2, assessed=2, unassessed=5).step == "assess"
    assert share_cell(open_gaps=0, assessed=0, unassessed=12).text == ""


def test_a_unit_without_people_is_empty():
    assert share_cell(open_gaps=0, assessed=0, unassessed=0).step == "none"

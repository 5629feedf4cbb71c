"""What was read comes in order, once a module, and mostly inside working hours."""

from demo.company_files import read_company
from demo.reading import all_reads
from demo.subjects import colleagues


def test_the_same_seed_and_day_give_the_same_reading(company):
    assert all_reads(company) == all_reads(read_company(company.today))


def test_nobody_reads_a_module_twice_or_while_they_are_away(company):
    reads = all_reads(company)
    assert len({(one.employee, one.module) for one in reads}) == len(reads)
    limits = {one.employee: (one.days_gone, one.days_here) for one in colleagues(company)}
    assert all(limits[one.employee][0] < one.days_ago < limits[one.employee][1] for one in reads)


def test_a_module_that_is_made_up_comes_after_those_that_prepare_for_it(company):
    storied = {entry["employee"] for entry in company.evidence["activity"]}
    before = {file.key: file.prerequisites for file in company.modules}
    done: dict[str, set[str]] = {}
    for one in all_reads(company):
        if one.employee not in storied:
            assert done.setdefault(one.employee, set()).issuperset(before[one.module])
            if one.is_completed:
                done[one.employee].add(one.module)


def test_a_small_share_spills_out_of_working_hours(company):
    late = [one for one in all_reads(company) if one.minute > 18 * 60]
    assert 0 < len(late) / len(all_reads(company)) < 0.12


def test_what_is_told_of_somebody_is_all_that_they_have_read(company):
    reads = [one for one in all_reads(company) if one.employee == "LF102"]
    told = [entry for entry in company.evidence["activity"] if entry["employee"] == "LF102"]
    assert [(one.module, one.days_ago) for one in reads] == [(one["module"], one["days_ago"]) for one in told]

"""The benchmark of pages opens every page and every list of the API that the site has."""

from fnmatch import fnmatchcase

from benchmarks.role_pages import OPENED, ROLES
from tests.permissions.matrix import rows
from tests.permissions.urlconf import addresses

APART = {
    "channels:*_metadata": "reads no data of the company",
    "channels:manifest": "reads no data of the company",
    "channels:offline": "reads no data of the company",
    "channels:service_worker": "reads no data of the company",
    "channels:digest": "one person's week: what home reads, which is measured, and one question",
    "channels:digest_act": "one link by its token",
    "content:put_off": "one step by its id, with a field for a day",
    "channels:calendar_feed": "one person's weeks, which bounds keep",
    "portal:question": "one question by its id with its answers, beside the list that is measured",
    "portal:private_link": "one question by its private link",
    "portal:close_help": "one conversation by its id",
    "mentoring:help": "one conversation by its id",
    "mentoring:help_conversation": "one conversation by its id",
    "content:question_history": "one question by its id, as its page",
    "content:merge_question": "one question by its id, as its page",
    "content:edit_asked": "one question by its id, as its page",
    "content:edit_answer": "one answer by its id",
    "content:review_answer": "one answer by its id, beside the list that is measured",
    "content:faq": "one page of answers by its id, of which there are a few dozen",
    "content:edit_faq": "one page of answers by its id, as its page",
    "content:faq_choice": "one answer by its id, and the pages that it can be put on",
    "content:draft": "what one draft changes of one module",
    "content:version": "what one version changed of the one before",
    "content:quiz_question": "one question by its key, of a quiz of a dozen at most",
    "content:writing_task": "one task by its id, beside the list that is measured",
    "content:decline_wish": "one topic by its id, beside the list that is measured",
    "content:walkthrough_step": "one step of one walkthrough by its key",
    "content:step_picture": "one file by the id of its walkthrough",
    "content:readers": "whom one product update concerns, a page at a time; counts are kept from 1,000",
    "content:replaced": "at most a hundred modules of one product update",
    "content:assignment": "one assignment by its id, its people paged by an index, its numbers kept",
    "content:change_assignment": "one assignment, as its page",
    "content:assignment_history": "one assignment, as its page",
    "content:waive": "one row of one person",
    "content:stretch_task": "one task of one person, beside the list that is measured",
    "content:sign_off": "one checklist by its id, beside the list that is measured",
    "content:facet": "one facet by its id, with its values, which services bound",
    "content:facet_value": "one value by its id, beside the list that is measured",
    "content:copy": "one copy of one person, beside the list that is measured",
    "content:copy_changes": "one copy of one person, beside the list that is measured",
    "assessments:question": "one question by its id, beside the list that is measured",
    "assessments:edit_question": "the form of one question, as new_question is",
    "assessments:review": "one question by its id, beside the list that is measured",
    "assessments:try_question": "one question by its id, beside the list that is measured",
    "assessments:change_question": "the form of one question, as new_question is",
    "api:*-picture": "one file by the id of its question",
    "media:picture": "one file by its id",
    "content:video": "a part of one file by its id",
    "content:video_file": "a part of one file by its id",
    "content:document*": "one file by its id, or one page of it",
    "content:package*": "one package that one person has open",
    "content:import_pages": "reads no data of the company",
    "content:pages_plan": "one upload by its id, read as it is when it is opened",
    "content:captions": "what is said in one video",
    "content:edit_captions": "the captions of one video",
    "admin:*": "records that HR keeps, row by row: apart, as exports are",
    "api:*-detail": "one row by its id, of the same shape as in its list",
    "api:*-deleted": "ids and moments of one table, by its index",
    "api:imports-*": "a handful of rows, each with the file that it came with",
    "assessments:item_import": "a handful of rows, each with the file that it came with",
    "assessments:import_remarks": "a handful of rows, each with the file that it came with",
    "portal:test": "one test by its id",
    "content:refresher": "one question of one person by its number",
    "portal:sitting_*": "one sitting by its id, and at most a few dozen questions of it",
    "assessments:edit_test": "the form of one test, as new_test is",
    "assessments:test_results": "counts of one test, by its index",
    "assessments:extra_time": "one row of one person",
    "assessments:certificate": "one row by its id",
    "api:openapi": "reads no data of the company",
    "api:docs": "reads no data of the company",
    "assessments:item_health": "numbers of one question that were computed before, for however many people",
    "assessments:calibration": "numbers of one calibration that were computed before, paged",
    "healthz": "reads no data of the company",
    "content:export": "all modules as a file to keep, built once in a long while",
    "content:folder_plan": "one upload by its id, read as it is when it is opened",
    "portal:styleguide": "reads no data of the company",
    "portal:search": "has a benchmark of its own, search_speed",
    "people:*_data_file": "the same as a file to keep, built once in a long while",
    "portal:colleague": "reads what the page of a mentor reads, and less",
    "account_*": "signs in, or changes one's own account",
    "mfa_*": "signs in, or changes one's own account",
    "idp:*": "gives tokens to machines",
}


def opened_by_somebody() -> set[str]:
    """Every address of the site that answers a GET with a page or a list, by the permission matrix."""
    reading = [row for row in rows() if row.method == "GET"]
    found = {one.name: next((row for row in reading if row.covers(one.name)), None) for one in addresses()}
    return {name for name, row in found.items() if row and "200" in row.expected.values()}


def is_apart(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in APART)


def test_every_page_and_every_list_is_opened_or_apart_for_a_reason():
    missing = opened_by_somebody() - {one.name for one in OPENED}
    missing = {name for name in missing if not is_apart(name)}
    assert not missing, f"say in benchmarks/role_pages.py who opens: {', '.join(sorted(missing))}"


def test_nothing_is_opened_that_is_apart_or_no_longer_there():
    assert {one.name for one in OPENED} <= {name for name in opened_by_somebody() if not is_apart(name)}


def test_every_reason_is_about_a_page():
    names = opened_by_somebody()
    assert [pattern for pattern in APART if not any(fnmatchcase(name, pattern) for name in names)] == []


def test_nobody_opens_the_same_twice():
    assert len(set(OPENED)) == len(OPENED)
    assert {one.role for one in OPENED} >= set(ROLES)

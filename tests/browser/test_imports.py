"""Imports on pages of the admin: stopped by each limit and let through once, by mouse and by keyboard."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from assessments.evidence.reports import evidence_of
from assessments.frameworks.interchange.framework_csv import to_files
from assessments.frameworks.reports import framework_document
from assessments.frameworks.tasks import carry_out_imports as carry_out_frameworks
from lifow.people.persons.models import Employment, ExternalId, Person
from lifow.people.roster.interchange import NO_LIMITS, MassChange, parse_roster
from lifow.people.roster.models import RosterImport
from lifow.people.roster.services import import_roster
from lifow.people.roster.tasks import carry_out_imports
from tests.backing.pages import COLOURS
from tests.company import framework, give, observe, person, role, skill
from tests.people.roster.test_brakes import HEAD, line, of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMPANY = range(1, 91)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def of_ninety(changes: dict[int, dict[str, str]]) -> str:
    """A roster of ninety people in ten teams, in which some people's cells are others."""
    return HEAD + "".join(line(number, **changes.get(number, {})) for number in COMPANY)


def past_every_limit() -> dict[int, dict[str, str]]:
    """More of each kind than a tenth, in one file."""
    changes: dict[int, dict[str, str]] = {number: {"status": "Left"} for number in range(11, 21)}
    for number in range(21, 31):
        other = {"manager": "3", "family": "Owusu", "email": f"a.{number}@x.org", "code": "LEAD"}
        changes[number] = other
    changes |= {number: {"manager": f"X{number}"} for number in range(31, 41)}
    changes |= {number: {"status": "T"} for number in (47, 48, 49, 50, 57, 58, 59, 60, 67, 68)}
    for number in COMPANY:
        if number % 10 in (4, 5, 6):
            changes.setdefault(number, {})["unit"] = "Team 7"
    return changes


@pytest.fixture
def hr(sign_in) -> Person:
    made = Person.objects.create_user("ruth@x.org", given_name="Ruth", is_hr_admin=True, is_staff=True)
    sign_in(made)
    return made


def brought_in(text: str) -> None:
    import_roster(roster=parse_roster(text), source="hris", applied_at=timezone.now(), limits=NO_LIMITS)


def chosen(page: Page, text: str) -> None:
    """A file is chosen on the page."""
    file = {"name": "roster.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("Roster*").set_input_files(file)


@pytest.fixture
def upload(page, hr) -> Callable[[str], None]:
    """`upload(text)`: upload a roster and see its plan, which a worker has made."""

    def send(text: str) -> None:
        page.goto("/admin/people/rosterimport/add/?source=hris")
        chosen(page, text)
        page.get_by_role("button", name="Upload and show the plan").click()
        planned(page)

    return send


def planned(page: Page) -> None:
    expect(page.get_by_role("status")).to_have_text("The plan is being made.")
    carry_out_imports()
    expect(page.get_by_role("status")).to_contain_text("This is the plan.")


def applied(page: Page) -> None:
    expect(page.get_by_role("status")).to_have_text("The import is being applied.")
    carry_out_imports()
    expect(page.get_by_role("status")).to_have_text("The import is applied.")


def apply(page: Page) -> None:
    page.get_by_role("button", name="Apply this import").click()


def error_of(page: Page) -> Locator:
    return page.locator("#content-main .errornote")


def test_an_import_is_stopped_by_every_limit_and_let_through_once(page, upload):
    brought_in(of_ninety({}))
    upload(of_ninety(past_every_limit()))
    boxes = page.get_by_label("Let this through this once")
    expect(boxes).to_have_count(len(MassChange))
    apply(page)
    told = error_of(page)
    expect(told).to_contain_text("Nothing was written. 10 of 90 people would leave; at most 9 may.")
    expect(told).to_contain_text("10 of 90 lines are bad; at most 9 may be.")
    for place in range(len(MassChange)):
        apply(page)
        expect(error_of(page)).to_be_visible()
        boxes.nth(place).check()
    apply(page)
    expect(error_of(page)).to_have_text(
        "Say why these changes are right. The reason is kept with the import."
    )
    assert Employment.objects.current().working().count() == 90
    page.get_by_label("Why these changes are right").fill("Teams 4 to 6 are one now.")
    apply(page)
    applied(page)
    assert Employment.objects.current().working().count() == 80
    expect(page.get_by_text("People who left")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the bad lines").click()
    assert "Ama47" in download.value.path().read_text("utf-8-sig")
    page.goto("/admin/people/rosterimport/")
    row = page.get_by_role("row", name="hris")
    expect(row).to_contain_text("People who left: 10")
    expect(row).to_contain_text("people who leave (10), changes of manager (10)")
    expect(row).to_contain_text("Ruth")
    upload(of_ninety({number: {"family": "Mensah"} for number in range(71, 81)}))
    expect(page.get_by_text("people would have another name; at most 8 may.")).to_be_visible()


def test_the_same_person_is_confirmed_and_the_next_import_goes_by_it(page, upload):
    brought_in(of([]))
    upload(of([11], id="99"))
    answer = page.get_by_label("Ama11 Osei (99) and Ama11 Osei (11)")
    expect(page.get_by_text("What speaks for it: the same email, the same name")).to_be_visible()
    page.get_by_role("button", name="Save the answers and plan again").click()
    expect(error_of(page)).to_have_text("Choose an answer first.")
    answer.select_option("The same person")
    page.get_by_role("button", name="Save the answers and plan again").click()
    planned(page)
    expect(page.get_by_text("Nothing to change.")).to_be_visible()
    apply(page)
    applied(page)
    assert ExternalId.objects.get(source="hris", value="99").person.given_name == "Ama11"
    upload(of([11], id="99", family="Owusu"))
    expect(answer).to_have_count(0)
    page.locator("summary", has_text="People to change").click()
    expect(page.get_by_text("Ama11 Owusu (99): family name Osei → Owusu")).to_be_visible()


def test_what_changed_meanwhile_is_planned_anew_and_said(page, upload):
    brought_in(of([]))
    upload(of([11], family="Owusu"))
    Person.objects.filter(given_name="Ama12").update(family_name="Mensah")
    apply(page)
    expect(page.get_by_role("status")).to_have_text("The import is being applied.")
    carry_out_imports()
    expect(page.get_by_text("what lifow knows has changed since you read the plan")).to_be_visible()
    apply(page)
    applied(page)
    assert set(
        Person.objects.filter(given_name__in=["Ama11", "Ama12"]).values_list("family_name", flat=True)
    ) == {
        "Owusu",
        "Osei",
    }


def to(page: Page, target: Locator) -> None:
    """Press Tab until something has the focus, past what stands beside each page."""
    skip = page.get_by_role("link", name="Skip to the content")
    for _ in range(60):
        if target.evaluate("here => here === document.activeElement"):
            return
        page.keyboard.press("Tab")
        if skip.evaluate("here => here === document.activeElement"):
            page.keyboard.press("Enter")
    raise AssertionError(f"{target} is not reached by Tab")


def test_a_roster_is_imported_by_keyboard_alone(page, hr):
    brought_in(of([]))
    page.goto("/admin/people/rosterimport/")
    to(page, page.get_by_role("link", name="Import a roster"))
    page.keyboard.press("Enter")
    to(page, page.get_by_role("link", name="hris", exact=True))
    page.keyboard.press("Enter")
    to(page, page.get_by_label("Roster*"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    text = of(range(11, 21), family="Owusu").encode()
    chooser.value.set_files({"name": "roster.csv", "mimeType": "text/csv", "buffer": text})
    to(page, page.get_by_role("button", name="Upload and show the plan"))
    page.keyboard.press("Enter")
    planned(page)
    to(page, page.locator("summary", has_text="People to change"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ama11 Owusu (11): family name Osei → Owusu")).to_be_visible()
    to(page, page.get_by_label("Let this through this once"))
    page.keyboard.press("Space")
    to(page, page.get_by_label("Why these changes are right"))
    page.keyboard.type("Ten people have married.")
    to(page, page.get_by_role("button", name="Apply this import"))
    page.keyboard.press("Enter")
    applied(page)
    assert Person.objects.filter(family_name="Owusu").count() == 10


@pytest.mark.parametrize(
    ("viewport", "color_scheme"), [((1280, 800), "light"), ((390, 844), "dark")], ids=["desk", "phone"]
)
def test_the_pages_are_accessible_and_no_wider_than_the_window(page, upload, axe, color_scheme):
    brought_in(of([]))
    rules = {"rules": COLOURS} if color_scheme == "dark" else {}

    def look() -> None:
        axe(page, **rules)
        assert not page.evaluate(WIDER), page.url

    page.goto("/admin/people/rosterimport/add/")
    look()
    page.goto("/admin/people/rosterimport/add/?source=hris")
    look()
    chosen(page, "a,b\n1,2\n")
    page.get_by_role("button", name="Upload and show the plan").click()
    expect(page.get_by_text("The file has no column for")).to_be_visible()
    look()
    changes = of(range(11, 21), family="Owusu").replace("\n30,", "\n99,").replace("\n29,", "\n29x,")
    chosen(page, changes)
    page.get_by_role("button", name="Upload and show the plan").click()
    expect(page.get_by_role("status")).to_have_text("The plan is being made.")
    look()
    planned(page)
    look()
    page.get_by_label("Let this through this once").check()
    page.get_by_label("Why these changes are right").fill("Ten people have married.")
    apply(page)
    applied(page)
    look()
    assert RosterImport.objects.get().state == RosterImport.State.APPLIED


def test_a_framework_is_imported_and_its_levels_are_turned_round_with_a_map(page, hr, axe):
    abena = person()
    give(abena, role(Refund_policy=3))
    observe(abena, skill(), 2)
    files = to_files(framework_document(key=framework().key))
    head, *levels = files["levels.csv"].decode("utf-8-sig").splitlines()
    names = [one.split(",")[1] for one in levels]
    lines = [",".join([str(place + 1), name, ""]) for place, name in enumerate(reversed(names))]
    files["levels.csv"] = "\r\n".join([head, *lines, ""]).encode()
    page.goto("/admin/assessments/frameworkimport/add/")
    axe(page)
    page.get_by_label("Files*").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content} for name, content in files.items()]
    )
    page.get_by_role("button", name="Upload and show the plan").click()
    expect(page.get_by_role("status")).to_have_text("The plan is being made.")
    carry_out_frameworks()
    expect(page.get_by_role("status")).to_contain_text("Something stands in its way")
    axe(page)
    page.get_by_label("Old levels on the new ones").fill("1=5, 2=4, 3=3, 4=2, 5=1")
    page.get_by_role("button", name="Plan again").click()
    expect(page.get_by_role("status")).to_have_text("The plan is being made.")
    carry_out_frameworks()
    expect(page.get_by_text("Read by the map from now on: evidence 1, people 1.")).to_be_visible()
    apply(page)
    expect(page.get_by_role("status")).to_have_text("The import is being applied.")
    carry_out_frameworks()
    expect(page.get_by_role("status")).to_have_text("The import is applied.")
    axe(page)
    assert [one.level for one in evidence_of(abena, skill())] == [Decimal(4)]

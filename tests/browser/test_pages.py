"""Every page of the site, looked at on a desk and on a phone, by day and by night."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.frameworks.models import Skill
from assessments.gaps.reports import gaps_of
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.reports import waiting_ratings
from assessments.testing.bank.models import Item
from assessments.testing.bank.services import submit_version
from assessments.testing.calibration.models import Calibration
from assessments.testing.interchange.services import carry_out_import, upload_items
from content.catalogue.models import Module, ModuleVersion
from content.catalogue.services import contents_of, save_draft, update_module
from lifow.notifications.mail import EVERY_KIND, ending_token
from lifow.people.persons.models import OrgUnit
from mentoring.pairings.models import Pairing
from mentoring.tasks.models import Task
from tests import item_bank
from tests.backing.pages import COLOURS, WCAG
from tests.browser import taken_tests
from tests.browser.targets import small_targets
from tests.company import NOON
from tests.larkfield import Larkfield
from tests.permissions.matrix import rows

pytestmark = pytest.mark.browser

SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
# What can be clicked is at least so large: for a mouse, and for a finger.
TARGETS = {"desk": 24, "phone": 44}
# From the top, two frames on, with whatever moved at its end: nothing lies under the bar, no colour fades.
SETTLED = """async () => {
    scrollTo(0, 0);
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    await Promise.all(document.getAnimations().map((moving) => moving.finished));
}"""
NO_PAGES = {"portal:start", "healthz", "api:openapi", "people:own_data_file", "people:person_data_file"}
NO_PAGES |= {"assessments:import_remarks"}
OURS = ("portal:", "people:", "notifications:", "assessments:", "content:", "mentoring:", "api:docs")


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at which page: `of` gives its arguments, `query` what follows the question mark."""

    role: str | None
    name: str
    of: Callable[[Larkfield], tuple[str, ...]] = lambda larkfield: ()
    query: str | Callable[[Larkfield], str] = ""

    def __str__(self) -> str:
        query = self.query if isinstance(self.query, str) else "…"
        return f"{self.role or 'nobody'} {self.name}" + (f"?{query}" if query else "")

    def url(self, larkfield: Larkfield) -> str:
        query = self.query if isinstance(self.query, str) else self.query(larkfield)
        return reverse(self.name, args=self.of(larkfield)) + (f"?{query}" if query else "")


def a_gap(larkfield: Larkfield) -> tuple[str, ...]:
    return (gaps_of(larkfield.learner).gaps[0].skill.public_id,)


def a_mail_to_end(larkfield: Larkfield) -> tuple[str, ...]:
    return (ending_token(larkfield.learner, EVERY_KIND),)


def abena(larkfield: Larkfield) -> tuple[str, ...]:
    return (larkfield.learner.public_id,)


def marta(larkfield: Larkfield) -> tuple[str, ...]:
    return (larkfield.manager.public_id,)


def abena_and_a_gap(larkfield: Larkfield) -> tuple[str, ...]:
    return (*abena(larkfield), *a_gap(larkfield))


def a_team(larkfield: Larkfield) -> str:
    unit = larkfield.learner.employments.current().get().org_unit
    return f"unit={unit.public_id}"


def a_department(larkfield: Larkfield) -> str:
    return f"unit={OrgUnit.objects.get(name='Customer support').public_id}"


def a_waiting_rating(larkfield: Larkfield) -> str:
    return f"rating={waiting_ratings(larkfield.manager)[-1].key}"


def a_rating_that_was_given(larkfield: Larkfield) -> str:
    given = RatingRequest.objects.filter(asked=larkfield.manager, state=RatingRequest.State.ANSWERED)
    return f"rating={given[0].public_id}"


def a_skill_to_assess(larkfield: Larkfield) -> str:
    return f"skill={Skill.objects.get(external_id='sql').public_id}&source=manager"


def somebody_who_has_seen_it(larkfield: Larkfield) -> str:
    return f"person={larkfield.learner.public_id}&source=observed"


def a_piece_of_evidence(larkfield: Larkfield) -> tuple[str, ...]:
    return (larkfield.learner.evidence.earliest("pk").public_id,)


def a_batch(larkfield: Larkfield) -> tuple[str, ...]:
    return (RequestBatch.objects.newest_first()[0].public_id,)


def a_step_to_make(larkfield: Larkfield) -> str:
    return f"skill={Skill.objects.get(external_id='sql').public_id}&from=1&to=2"


def module(kind: str) -> Callable[[Larkfield], tuple[str, ...]]:
    """The longest module of a kind."""

    def find(larkfield: Larkfield) -> tuple[str, ...]:
        modules = Module.objects.published().filter(kind=kind)
        return (max(modules, key=lambda one: len(one.body)).public_id,)

    return find


def a_module_with_a_draft(larkfield: Larkfield) -> tuple[str, ...]:
    """A module that was published twice, and has changes that wait."""
    found = Module.objects.published().get(key="explain-refund-change")
    said = contents_of(found)
    text = said.body.replace("refund", "refund or credit", 3)
    update_module(
        module=found, contents=replace(said, body=text, minutes=said.minutes + 1), by=larkfield.author
    )
    save_draft(
        module=found, contents=replace(said, title="Explain the refund change today"), by=larkfield.author
    )
    return (found.public_id,)


def a_version_of_a_module(larkfield: Larkfield) -> tuple[str, ...]:
    (module_id,) = a_module_with_a_draft(larkfield)
    newest = ModuleVersion.objects.filter(module__public_id=module_id).latest("number")
    return (module_id, newest.public_id)


def pairing(state: str) -> Callable[[Larkfield], tuple[str, ...]]:
    """A pairing of the tour's mentor in a state."""

    def find(larkfield: Larkfield) -> tuple[str, ...]:
        pairings = Pairing.objects.for_mentor(larkfield.mentor).filter(state=state)
        return (pairings.order_by("pk")[0].public_id,)

    return find


def a_task(larkfield: Larkfield) -> tuple[str, ...]:
    return (Task.objects.waiting_for(larkfield.mentor)[0].public_id,)


def a_task_with_feedback(larkfield: Larkfield) -> tuple[str, ...]:
    tasks = Task.objects.filter(pairing__mentor=larkfield.mentor, feedback__isnull=False)
    return (tasks[0].public_id,)


def a_draft(kind: str) -> Callable[[Larkfield], tuple[str, ...]]:
    """A question of this kind that its author has not sent for review."""

    def find(larkfield: Larkfield) -> tuple[str, ...]:
        made = item_bank.draft(kind, what=Skill.objects.get(external_id="sql"), author=larkfield.author)
        return (made.item.public_id,)

    return find


def an_asked_question(larkfield: Larkfield) -> tuple[str, ...]:
    """A question that is asked, of which there is another that is like it."""
    what = Skill.objects.get(external_id="sql")
    for _time in range(2):
        made = item_bank.published(
            "multiple", what=what, author=larkfield.author, reviewer=larkfield.hr_admin
        )
    return (made.item.public_id,)


def a_question_to_review(larkfield: Larkfield) -> tuple[str, ...]:
    made = item_bank.draft("scenario", what=Skill.objects.get(external_id="sql"), author=larkfield.author)
    return (submit_version(version=made, as_of=timezone.now()).public_id,)


def item(key: str) -> Callable[[Larkfield], tuple[str, ...]]:
    """A question of the company's files."""
    return lambda larkfield: (Item.objects.get(external_id=key).public_id,)


def a_calibration(larkfield: Larkfield) -> tuple[str, ...]:
    return (Calibration.objects.newest_first()[0].public_id,)


def a_new(kind: str) -> Callable[[Larkfield], str]:
    return lambda larkfield: (
        f"skill={Skill.objects.get(external_id='sql').public_id}&kind={kind}&language=en&level=2"
    )


def a_file_of_questions(larkfield: Larkfield) -> tuple[str, ...]:
    """Questions in a file that was read, of which some cannot be taken over as they are."""
    row = upload_items(
        name="questions.txt",
        data=b"Who *may* refund?{=Everybody#Up to 50 ~The lead ~%50%Nobody}\n\nHow many?{#14:1}\n\nWrite{}",
        uploaded_by=larkfield["author"],
        uploaded_at=NOON,
    )
    carry_out_import(as_of=NOON)
    return (row.public_id,)


VISITS = [
    Visit(None, "account_login"),
    Visit(None, "account_reset_password"),
    Visit(None, "portal:styleguide"),
    Visit(None, "api:docs"),
    Visit("learner", "portal:home"),
    Visit("learner", "portal:skills"),
    Visit("hr_admin", "portal:evidence", a_piece_of_evidence),
    Visit("learner", "portal:skill", a_gap),
    Visit("learner", "portal:rate", a_gap),
    Visit("learner", "portal:search", query="q=refund"),
    Visit("learner", "portal:search", query="q=qwertz"),
    Visit("learner", "portal:method"),
    Visit("learner", "content:modules"),
    Visit("learner", "content:modules", query="kind=case&q=customer"),
    Visit("learner", "content:modules", query="q=qwertz"),
    Visit("learner", "content:module", module("article")),
    Visit("learner", "content:module", module("quiz")),
    Visit("learner", "content:module", module("template")),
    Visit("learner", "content:learning_time"),
    Visit("learner", "notifications:inbox"),
    Visit("learner", "notifications:settings"),
    Visit(None, "notifications:unsubscribe", a_mail_to_end),
    Visit("learner", "portal:tests"),
    Visit("learner", "portal:quick_check"),
    Visit("learner", "portal:test", taken_tests.a_test),
    Visit("learner", "portal:sitting_question", taken_tests.a_question_of_a_check),
    Visit("learner", "portal:sitting_result", taken_tests.a_result),
    Visit("learner", "assessments:certificate", taken_tests.a_certificate),
    Visit("manager", "portal:sitting_result", taken_tests.a_result),
    Visit("learner", "mentoring:mentoring"),
    Visit("learner", "mentoring:offer"),
    Visit("learner", "account_change_password"),
    Visit("learner", "mfa_index"),
    Visit("learner", "people:email"),
    Visit("learner", "people:own_data"),
    Visit("learner", "account_logout"),
    Visit("manager", "portal:home"),
    Visit("manager", "portal:team"),
    Visit("manager", "portal:ratings"),
    Visit("manager", "portal:ratings", query=a_waiting_rating),
    Visit("manager", "portal:ratings", query=a_rating_that_was_given),
    Visit("manager", "portal:ratings_compared"),
    Visit("manager", "portal:ask_ratings"),
    Visit("manager", "portal:ask_ratings", query=somebody_who_has_seen_it),
    Visit("manager", "portal:rate_person", abena_and_a_gap),
    Visit("manager", "portal:person", abena),
    Visit("manager", "portal:person_skill", abena_and_a_gap),
    Visit("mentor", "mentoring:mentoring", query="as=mentor"),
    Visit("mentor", "mentoring:pairing", pairing("asked")),
    Visit("mentor", "mentoring:pairing", pairing("active")),
    Visit("mentor", "mentoring:task", a_task),
    Visit("mentee", "mentoring:mentoring"),
    Visit("mentee", "mentoring:pairing", pairing("active"), "panel=end"),
    Visit("mentee", "mentoring:task_new", pairing("active")),
    Visit("mentee", "mentoring:task", a_task_with_feedback),
    Visit("author", "content:authoring"),
    Visit("author", "content:authoring", query="of=everyone"),
    Visit("author", "content:new", query=a_step_to_make),
    Visit("author", "content:edit", module("article")),
    Visit("author", "content:draft", a_module_with_a_draft),
    Visit("author", "content:versions", a_module_with_a_draft),
    Visit("author", "content:version", a_version_of_a_module),
    Visit("author", "assessments:question", an_asked_question),
    Visit("author", "assessments:questions"),
    Visit("author", "assessments:questions", query="state=drafts"),
    Visit("author", "assessments:questions", query="q=refund bank"),
    Visit("author", "assessments:try_question", item("incidents-14")),
    Visit("author", "assessments:try_question", item("sql-18"), "tried=1&key=2"),
    Visit("author", "assessments:change_question", a_draft("match")),
    Visit("author", "assessments:new_question"),
    *(Visit("author", "assessments:new_question", query=a_new(kind)) for kind in ("single", "match", "text")),
    *(Visit("author", "assessments:question", a_draft(kind)) for kind in ("hotspot", "order", "numeric")),
    Visit("author", "assessments:edit_question", a_draft("hotspot")),
    Visit("hr_admin", "assessments:review", a_question_to_review),
    Visit("author", "assessments:tests"),
    Visit("author", "assessments:new_test"),
    Visit("author", "assessments:edit_test", taken_tests.a_test),
    Visit("hr_admin", "assessments:test_results", taken_tests.results_of_a_test),
    Visit("hr_admin", "assessments:extra_time", abena),
    Visit("author", "assessments:item_imports"),
    Visit("author", "assessments:item_import", a_file_of_questions),
    Visit("author", "assessments:export_items"),
    Visit("author", "assessments:question_health"),
    Visit("author", "assessments:question_health", query="show=all"),
    *(Visit("author", "assessments:item_health", item(key)) for key in ("payments-14", "sql-18", "crm-1")),
    Visit("author", "assessments:calibrations"),
    Visit("author", "assessments:calibration", a_calibration),
    Visit("hr_admin", "people:person_data", abena),
    Visit("hr_admin", "people:password_link", abena),
    Visit("hr_admin", "portal:organisation"),
    Visit("hr_admin", "portal:organisation_map"),
    Visit("hr_admin", "portal:organisation_map", query=a_department),
    Visit("hr_admin", "portal:organisation_map", query=a_team),
    Visit("hr_admin", "portal:organisation_skill", a_gap),
    Visit("hr_admin", "portal:ask_ratings", query=a_skill_to_assess),
    Visit("hr_admin", "portal:asked_ratings"),
    Visit("hr_admin", "portal:asked_batch", a_batch),
    Visit("hr_admin", "portal:missing_content"),
    Visit("hr_admin", "portal:calibration"),
    Visit("hr_admin", "portal:raters"),
    Visit("hr_admin", "portal:rater", marta),
    Visit("hr_admin", "portal:person", abena),
    Visit("hr_admin", "mentoring:programme"),
    Visit("hr_admin", "mentoring:programme", query="show=running"),
    Visit("hr_admin", "mentoring:programme", query="show=mentors"),
    Visit("hr_admin", "mentoring:programme", query="show=reserved"),
    Visit("hr_admin", "mentoring:programme", query="reason=no_free_seat"),
]


@pytest.fixture
def visiting(page: Page, larkfield: Larkfield, sign_in: Callable[[Any], None]) -> Callable[[Visit], Page]:
    """`visiting(visit)`: the page as the role sees it, with its charts drawn."""

    def go(visit: Visit) -> Page:
        if visit.role:
            sign_in(larkfield[visit.role])
        response = page.goto(visit.url(larkfield))
        assert response is not None
        assert response.status == 200, page.title()
        expect(page.locator("[data-chart]:not([data-drawn])")).to_have_count(0)
        return page

    return go


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_is_accessible_fits_the_screen_and_complains_of_nothing(visit, visiting, axe):
    page = visiting(visit)
    shown = {}
    for size, scheme in looks():
        show(page, size, scheme)
        # By night it shows what it does by day, so that only its colours are left to be checked.
        axe(page, WCAG if scheme == "light" else COLOURS)
        text = page.inner_text("body")
        assert shown.setdefault(size, text) == text
        assert overflow(page) <= 0, f"{size}: {overflow(page)} px have to be scrolled sideways"
        assert small_targets(page, TARGETS[size]) == []


@pytest.mark.parametrize("viewport", [(390, 844)])
def test_the_map_of_the_organisation_takes_two_screens_of_a_phone(visiting):
    page = visiting(Visit("hr_admin", "portal:organisation_map"))
    assert page.evaluate("document.scrollingElement.scrollHeight") <= 2 * 844


def looks() -> Iterator[tuple[str, str]]:
    for size in SIZES:
        for scheme in ("light", "dark"):
            yield size, scheme


def show(page: Page, size: str, scheme: str) -> None:
    """The open page in another size and other colours, settled."""
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme=scheme)
    page.evaluate(SETTLED)


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    return page.evaluate("document.scrollingElement.scrollWidth - innerWidth")


def test_every_page_of_the_site_is_among_them():
    opened = {row.name for row in rows() if row.method == "GET" and "200" in row.expected.values()}
    pages = {name for name in opened if name.startswith(OURS)} - NO_PAGES
    assert pages == pages & {visit.name for visit in VISITS}

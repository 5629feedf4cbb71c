"""Every page of the site, looked at on a desk and on a phone, by day and by night."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
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
from channels.digest.choices import Act
from channels.digest.models import WeekDigest
from channels.digest.reports import DigestLink
from content.answers.models import Answer, AnswerReview, FaqPage, Question
from content.answers.services import Asked, hold_question, new_key
from content.assignments.models import AssignedPerson, Assignment, StretchTask
from content.authoring.interchange import write_zip
from content.authoring.reports import module_files
from content.authoring.services import upload_folder
from content.authoring.services.pages import upload_pages
from content.catalogue.models import Module, ModuleVersion
from content.catalogue.services import contents_of, save_draft, update_module
from content.debt.reports import subject_of
from content.debt.services import Terms, ask_for_topic, open_task
from content.facets.models import Facet, FacetValue
from content.kinds.checklist.models import ChecklistCopy
from content.kinds.quiz.checks import checks_in
from content.kinds.quiz.services import begin_check, begin_quiz
from content.kinds.template.models import TemplateCopy
from content.kinds.template.services import share_copy
from content.planning.models import PlanItem
from lifow.notifications.mail import EVERY_KIND, ending_token
from lifow.people.persons.models import OrgUnit, Person
from mentoring.help.models import HelpRequest, HelpStep
from mentoring.help.services import ask_for_help, claim_help, write_message
from mentoring.mentors.reports import found_for
from mentoring.pairings.models import Pairing
from mentoring.tasks.models import Task
from portal.search.finding.colleagues import colleagues_to_find
from tests import item_bank
from tests.backing.pages import COLOURS, WCAG
from tests.browser import refreshed, taken_tests
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
NO_PAGES |= {"channels:manifest", "channels:service_worker"}
NO_PAGES |= {"assessments:import_remarks", "mentoring:help_conversation"}
# Files: what is in them is tested where they are made.
NO_PAGES |= {"content:document", "content:document_file", "content:package_file"}
# An opened package is of one session: tests/browser/test_packages.py looks at it.
NO_PAGES |= {"content:package", "content:step_picture", "content:rehearse"}
NO_PAGES |= {"content:captions", "content:export", "content:video", "content:video_file"}
NO_PAGES |= {"channels:calendar_feed", "channels:server_metadata", "channels:resource_metadata"}
OURS = (
    "portal:",
    "people:",
    "notifications:",
    "assessments:",
    "content:",
    "mentoring:",
    "channels:",
    "api:docs",
)


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


def priya(larkfield: Larkfield) -> tuple[str, ...]:
    return (larkfield.mentor.public_id,)


def a_colleague(larkfield: Larkfield) -> tuple[str, ...]:
    ids = list(colleagues_to_find().values_list("pk", flat=True))
    return (Person.objects.get(pk=min(found_for(ids))).public_id,)


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


def a_facet(larkfield: Larkfield) -> tuple[str, ...]:
    return (Facet.objects.get(key="customer_type").public_id,)


def a_waiting_value(larkfield: Larkfield) -> tuple[str, ...]:
    value = FacetValue.objects.waiting().select_related("facet").get()
    return (value.facet.public_id, value.public_id)


def a_topic(larkfield: Larkfield) -> tuple[str, ...]:
    """A topic that somebody asks for."""
    wish = ask_for_topic(person=larkfield.learner, text="Chargebacks in Norway", as_of=timezone.now())
    return (wish.public_id,)


def a_task_to_open(larkfield: Larkfield) -> str:
    return f"subject=wish:{a_topic(larkfield)[0]}"


def a_writing_task(larkfield: Larkfield) -> tuple[str, ...]:
    """A task of an author to write on a topic."""
    terms = Terms(larkfield.author, timezone.localdate() + timedelta(days=9), "With a case.")
    subject = subject_of(f"wish:{a_topic(larkfield)[0]}")
    task = open_task(subject=subject, terms=terms, by=larkfield.author, as_of=timezone.now())
    return (task.public_id,)


def a_question(larkfield: Larkfield) -> tuple[str, ...]:
    """A question that waits for an answer."""
    return (Question.objects.unanswered().order_by("pk")[0].public_id,)


def an_answered_question(larkfield: Larkfield) -> tuple[str, ...]:
    return (Answer.objects.filter(verified_at__isnull=False).order_by("pk")[0].question.public_id,)


def an_answer(larkfield: Larkfield) -> tuple[str, ...]:
    return (Answer.objects.visible().order_by("pk")[0].public_id,)


def an_answer_to_look_at(larkfield: Larkfield) -> tuple[str, ...]:
    return (AnswerReview.objects.open().order_by("pk")[0].public_id,)


def an_faq_page(larkfield: Larkfield) -> tuple[str, ...]:
    return (FaqPage.objects.order_by("pk")[0].public_id,)


def a_private_link(larkfield: Larkfield) -> tuple[str, ...]:
    key = new_key()
    hold_question(asked=Asked("May I see my own file?"), key=key)
    return (key,)


def help_that_is_taken(larkfield: Larkfield) -> tuple[str, ...]:
    """Help now that a colleague of the learner's has taken."""
    now = timezone.now()
    skill = Skill.objects.get(external_id="sql")
    request = ask_for_help(person=larkfield.learner, title="A sum that doubles", skill=skill, as_of=now)
    HelpRequest.objects.filter(pk=request.pk).update(state="waiting", closed_at=None, next_at=now)
    told = {"step": "proven", "person": larkfield.author, "asked_at": now}
    HelpStep.objects.get_or_create(request=request, person=larkfield.author, defaults=told)
    claim_help(request=request, by=larkfield.author, as_of=now)
    write_message(request=request, author=larkfield.author, text="Which join?", as_of=now)
    return (request.public_id,)


def module(kind: str) -> Callable[[Larkfield], tuple[str, ...]]:
    """The longest module of a kind."""

    def find(larkfield: Larkfield) -> tuple[str, ...]:
        modules = Module.objects.published().filter(kind=kind)
        return (max(modules, key=lambda one: len(one.body)).public_id,)

    return find


def a_question_of_a_quiz(larkfield: Larkfield) -> tuple[str, ...]:
    """The first question of a quiz that the learner has begun."""
    quiz = Module.objects.get(key="refunds-quiz")
    begin_quiz(person=larkfield.learner, module=quiz, as_of=timezone.now())
    return (quiz.public_id, "q1")


def an_asked_checklist(larkfield: Larkfield) -> tuple[str, ...]:
    return (ChecklistCopy.objects.asked().earliest("pk").public_id,)


def an_assignment(larkfield: Larkfield) -> tuple[str, ...]:
    """The one with the most people."""
    return (Assignment.objects.latest("people_count").public_id,)


def an_open_one(larkfield: Larkfield) -> tuple[str, ...]:
    return (AssignedPerson.objects.open().earliest("pk").public_id,)


def a_stretch_task(state: str) -> Callable[[Larkfield], tuple[str, ...]]:
    return lambda larkfield: (StretchTask.objects.get(state=state).public_id,)


def an_article_with_a_check(larkfield: Larkfield) -> tuple[str, ...]:
    """One in which the learner has begun to answer."""
    found = next(one for one in Module.objects.order_by("pk") if ":::check" in one.body)
    [key] = checks_in(found.body)
    begin_check(person=larkfield.learner, module=found, key=key, as_of=timezone.now())
    return (found.public_id,)


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


def a_module(key: str) -> Callable[[Larkfield], tuple[str, ...]]:
    """The module with a key."""
    return lambda larkfield: (Module.objects.get(key=key).public_id,)


def a_step(larkfield: Larkfield) -> tuple[str, ...]:
    """A step of a walkthrough in which something is to be typed."""
    return (Module.objects.get(key="refund-part-of-a-payment").public_id, "step-2")


def a_folder_of_modules(larkfield: Larkfield) -> tuple[str, ...]:
    """A zip of which one file changes a module and another cannot be read."""
    files = {name: text for name, text in module_files().items() if name.startswith("case-")}
    files |= {"notes.md": "# Notes\n", "case-missing-payout.md": files["case-missing-payout.md"] + "\nMore."}
    upload = upload_folder(name="cases.zip", data=write_zip(files), by=larkfield.author, as_of=NOON)
    return (upload.public_id,)


def a_document(larkfield: Larkfield) -> tuple[str, ...]:
    return (Module.objects.get(key="refund-policy-document").public_id,)


def some_pages(larkfield: Larkfield) -> tuple[str, ...]:
    """A page of which some is not taken over."""
    data = b"<title>Fees</title><p>What stays.</p><script></script><a href='other.html'>More</a>"
    return (upload_pages(name="fees.html", data=data, by=larkfield.author, as_of=NOON).public_id,)


def a_version_of_a_module(larkfield: Larkfield) -> tuple[str, ...]:
    (module_id,) = a_module_with_a_draft(larkfield)
    newest = ModuleVersion.objects.filter(module__public_id=module_id).latest("number")
    return (module_id, newest.public_id)


def a_copy(larkfield: Larkfield) -> tuple[str, ...]:
    """A half-finished copy of a template that has changed since."""
    return (TemplateCopy.objects.for_person(larkfield.learner).get().public_id,)


def a_planned_step(larkfield: Larkfield) -> tuple[str, ...]:
    items = PlanItem.objects.filter(plan__person=larkfield.learner, module__isnull=False)
    return (items.select_related("module").order_by("position")[0].module.public_id,)


def a_digest_link(larkfield: Larkfield) -> tuple[str, ...]:
    now = timezone.now()
    digest = WeekDigest.objects.create(person=larkfield.learner, monday=now.date(), told_at=now)
    return (DigestLink(digest, Act.PUT_OFF, *a_planned_step(larkfield)).token,)


def a_shared_copy(larkfield: Larkfield) -> tuple[str, ...]:
    copy = TemplateCopy.objects.for_person(larkfield.learner).get()
    share_copy(copy=copy, is_shared=True, as_of=timezone.now())
    return (copy.public_id,)


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
    Visit("learner", "portal:mentor", priya),
    Visit("learner", "portal:colleague", a_colleague),
    Visit("learner", "portal:found_for"),
    Visit("mentor", "portal:found_for"),
    Visit("learner", "portal:search", query="q=refund&type=article"),
    Visit("learner", "portal:search", query="q=qwertz"),
    Visit("learner", "portal:method"),
    Visit("learner", "content:modules"),
    Visit("learner", "content:modules", query="kind=case&q=customer"),
    Visit("learner", "content:modules", query="q=qwertz"),
    Visit("learner", "content:modules", query="saved=1"),
    Visit("learner", "content:modules", query="q=money&kind=video&minutes=10"),
    Visit("learner", "content:vote", module("article")),
    Visit("hr_admin", "content:facets"),
    Visit("hr_admin", "portal:searches"),
    Visit("hr_admin", "content:facet", a_facet),
    Visit("hr_admin", "content:facet_value", a_waiting_value),
    Visit("learner", "content:module", module("article")),
    Visit("learner", "content:module", module("quiz")),
    Visit("learner", "content:module", module("checklist")),
    Visit("learner", "content:module", an_article_with_a_check),
    Visit("learner", "content:quiz_question", a_question_of_a_quiz),
    Visit("learner", "content:module", a_module("lists-from-the-export-page")),
    Visit("hr_admin", "content:module", a_module("downloads-in-reports")),
    Visit("hr_admin", "content:readers", a_module("downloads-in-reports")),
    Visit("author", "content:replaced", a_module("refund-change-announcement")),
    Visit("author", "content:edit", module("announcement")),
    Visit("learner", "content:module", module("walkthrough")),
    Visit("learner", "content:walkthrough_step", a_step),
    Visit("author", "content:edit", module("walkthrough")),
    Visit("learner", "content:module", module("path")),
    Visit("author", "content:edit", module("path")),
    Visit("manager", "content:sign_offs"),
    Visit("manager", "content:sign_off", an_asked_checklist),
    Visit("author", "content:edit", module("quiz")),
    Visit("author", "content:edit", module("checklist")),
    Visit("learner", "content:module", module("template")),
    Visit("learner", "content:module", a_module("refund-policy-document")),
    Visit("learner", "content:module", a_module("scorm-reading-a-payout")),
    Visit("learner", "content:document_pages", a_document, query="find=fee&page=2"),
    Visit("author", "content:edit", a_module("refund-policy-document")),
    Visit("author", "content:edit", a_module("scorm-reading-a-payout")),
    Visit("author", "content:import_pages"),
    Visit("author", "content:pages_plan", some_pages),
    Visit("learner", "content:copies"),
    Visit("learner", "content:copy", a_copy),
    Visit("learner", "content:copy_changes", a_copy),
    Visit("manager", "content:copy", a_shared_copy),
    Visit("author", "content:import_template"),
    Visit("author", "content:edit", module("template")),
    Visit("learner", "content:learning_time"),
    Visit("learner", "content:put_off", a_planned_step),
    Visit("learner", "content:assigned"),
    Visit("manager", "content:assignments"),
    Visit("hr_admin", "content:assignments"),
    Visit("manager", "content:new_assignment"),
    Visit("hr_admin", "content:new_assignment"),
    Visit("hr_admin", "content:assignment", an_assignment),
    Visit("hr_admin", "content:change_assignment", an_assignment),
    Visit("hr_admin", "content:assignment_history", an_assignment),
    Visit("hr_admin", "content:overdue"),
    Visit("hr_admin", "content:waive", an_open_one),
    Visit("learner", "content:stretch_tasks"),
    Visit("manager", "content:stretch_tasks", query="as=manager"),
    Visit("learner", "content:stretch_task", a_stretch_task("offered")),
    Visit("manager", "content:stretch_task", a_stretch_task("finished")),
    Visit("manager", "content:offer_stretch", abena),
    Visit("learner", "content:refreshers", refreshed.waiting_for_learner),
    Visit("learner", "content:refresher", refreshed.a_question),
    Visit("learner", "content:retention", refreshed.waiting_for_learner),
    Visit("hr_admin", "content:retention_of_skills"),
    Visit("hr_admin", "content:retention_of_skill", refreshed.a_skill),
    Visit("learner", "notifications:inbox"),
    Visit("learner", "notifications:settings"),
    Visit("learner", "channels:connections"),
    Visit("learner", "channels:this_device"),
    Visit(None, "channels:offline"),
    Visit("learner", "channels:calendar"),
    Visit("learner", "channels:digest"),
    Visit("learner", "channels:digest_act", a_digest_link),
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
    Visit("mentee", "mentoring:session_propose", pairing("active")),
    Visit("mentee", "mentoring:task", a_task_with_feedback),
    Visit("author", "content:authoring"),
    Visit("author", "content:authoring", query="of=everyone"),
    Visit("author", "content:new", query=a_step_to_make),
    Visit("author", "content:edit", module("article")),
    Visit("author", "content:authoring", query="of=everyone&status=in_review"),
    Visit("author", "content:review", a_module("find-a-payment")),
    Visit("author", "content:edit_captions", a_module("fees-of-a-refund")),
    Visit("author", "content:edit_captions", a_module("fees-of-a-refund"), query="language=de"),
    Visit("author", "content:review", a_module("reminders-that-keep-customers")),
    Visit("author", "content:owner", a_module("refund-change-announcement")),
    Visit("author", "content:outdate", a_module("vat-quiz")),
    Visit("author", "content:folders"),
    Visit("author", "content:figures", a_module("refund-change-announcement")),
    Visit("author", "content:writing"),
    Visit("author", "content:writing", query="show=topics"),
    Visit("author", "content:writing", query="show=tasks"),
    Visit("author", "content:writing_task", a_writing_task),
    Visit("author", "content:decline_wish", a_topic),
    Visit("author", "content:new_task", query=a_task_to_open),
    Visit("learner", "content:wishes"),
    Visit("author", "content:writing", query="show=questions"),
    Visit("learner", "portal-ask"),
    Visit("learner", "portal-ask", query="q=refund part of a payment"),
    Visit("learner", "portal:questions"),
    Visit("learner", "portal:questions", query="show=unanswered"),
    Visit("learner", "portal:questions", query="q=refund"),
    Visit("learner", "portal:question", a_question),
    Visit("hr_admin", "portal:question", an_answered_question),
    Visit("learner", "portal:private_link", a_private_link),
    Visit("learner", "portal:help_now"),
    Visit("learner", "portal:close_help", help_that_is_taken),
    Visit("hr_admin", "portal:asking_policy"),
    Visit("hr_admin", "channels:overview"),
    Visit("hr_admin", "channels:outcomes"),
    Visit("hr_admin", "content:edit_asked", a_question),
    Visit("hr_admin", "content:merge_question", an_answered_question),
    Visit("learner", "content:question_history", an_answered_question),
    Visit("hr_admin", "content:answer_reviews"),
    Visit("hr_admin", "content:review_answer", an_answer_to_look_at),
    Visit("hr_admin", "content:edit_answer", an_answer),
    Visit("author", "content:faq_choice", an_answer),
    Visit("learner", "content:faqs"),
    Visit("learner", "content:faq", an_faq_page),
    Visit("author", "content:new_faq"),
    Visit("author", "content:edit_faq", an_faq_page),
    Visit("learner", "mentoring:help_requests"),
    Visit("learner", "mentoring:help", help_that_is_taken),
    Visit("author", "content:folder_plan", a_folder_of_modules),
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
    Visit("hr_admin", "portal:organisation_learning"),
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

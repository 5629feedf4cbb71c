"""What a page of the demo company is about: of each kind one, by the arguments of its address."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

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
from channels.slack.reports import Proposal, sealed_proposal
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
from tests.channels.slack.conftest import connect_workspace
from tests.channels.slack.sending import TEAM
from tests.company import NOON
from tests.larkfield import Larkfield


def a_gap(larkfield: Larkfield) -> tuple[str, ...]:
    return (gaps_of(larkfield.learner).gaps[0].skill.public_id,)


def a_mail_to_end(larkfield: Larkfield) -> tuple[str, ...]:
    return (ending_token(larkfield.learner, EVERY_KIND),)


def a_slack_account(larkfield: Larkfield) -> tuple[str, ...]:
    """An account in Slack that the learner has still to confirm."""
    connect_workspace()
    return (sealed_proposal(Proposal(TEAM, "U1", larkfield.learner.public_id)),)


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

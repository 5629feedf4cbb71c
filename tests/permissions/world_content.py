"""What authors and learners of the world have made of content: one row of each."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from assessments.frameworks.models import Skill
from assessments.owners.services import name_owner
from content.answers.services import (
    Asked,
    answer_question,
    ask_question,
    change_answer,
    comment_on,
    hold_question,
    put_on_faq,
    report_wrong,
    save_faq_page,
    set_answer_policy,
    vote_on_answer,
)
from content.assignments.services import AssignmentContents, assign, offer_stretch_task
from content.authoring.interchange import write_zip
from content.authoring.models import (
    CheckedLink,
    EditingSession,
    ModuleOwner,
    ReviewComment,
    ScheduledPublication,
)
from content.authoring.reports import module_files
from content.authoring.services import (
    carry_out_updates,
    comment_on_module,
    submit_module,
    take_back_module,
    upload_folder,
)
from content.authoring.services.pages import upload_pages
from content.catalogue.models import Module
from content.catalogue.services import publish_module
from content.debt.models import ContentDebt, ContentDebtState
from content.debt.reports import subject_of
from content.debt.services import Terms, ask_for_topic, open_task
from content.effect.models import MeasuredEffect
from content.facets.services import add_facet, add_value
from content.figures.models import ModuleFigures
from content.kinds.checklist.services import note_pairing, tick_line
from content.kinds.document.services import read_documents
from content.kinds.scorm.services import launch_module, note_report
from content.kinds.scorm.tokens import token_of
from content.kinds.template.models import TemplateCopy
from content.kinds.template.services import make_copy, share_copy
from content.kinds.update.models import ReplacedModule
from content.kinds.walkthrough.services import keep_step_picture, note_followed
from content.searches.models import AbandonedSearch, FailedSearch, LedSearch, RephrasedSearch
from lifow.base.passages.models import EmbeddedUntil, PassageVector, SearchPassage, StaleSource
from lifow.base.passages.services import add_synonym, note_opening, refresh_stale
from lifow.base.uploads.services import store_bytes
from lifow.people.persons.models import Person
from mentoring.help.services import ask_for_help, claim_help, set_help_policy, write_message
from mentoring.pairings.models import Pairing
from tests import item_bank
from tests.company import NOON, module, skill
from tests.packages import package
from tests.pdfs import pdf


def ids_of_content(people: Mapping[str, Person], pairing: Pairing, reading: Module) -> dict[str, str]:
    """One of each thing of content about the learner, by the names that addresses have for their ids."""
    learner, author, refunds = people["learner"], people["author"], skill("Refund policy")
    return {
        **document(author),
        **checklist(pairing, refunds),
        **assigned(learner, people["line"], reading, refunds),
        **product_update(refunds),
        **walkthrough(learner, refunds),
        **wish(learner, author),
        **facets(),
        **help_now(pairing, refunds),
        **question(learner, people["hr"], refunds),
        "copy_id": template_copy(learner).public_id,
    }


def question(learner: Person, owner: Person, refunds: Skill) -> dict[str, str]:
    """A question of the learner's with an answer that is said to be wrong, and an FAQ page with it; the owner
    of the skill."""
    name_owner(skill=refunds, person=owner)
    asked = Asked("How is a part of it refunded?")
    row = ask_question(asker=learner, asked=asked, as_of=NOON)
    answer = answer_question(question=row, author=owner, text="By the ledger.", as_of=NOON)
    change_answer(answer=answer, text="By the new ledger.", kind="product", by=owner, as_of=NOON)
    comment_on(question=row, answer=answer, author=owner, text="In dollars too.", as_of=NOON)
    vote_on_answer(answer=answer, person=learner, is_helpful=True, as_of=NOON)
    review = report_wrong(answer=answer, reporter=learner, words="", as_of=NOON)
    page = save_faq_page(page=None, title="Refunds", intro="")
    put_on_faq(page=page, answer=answer)
    days = {"product": 90, "procedure": 180, "rule": 365}
    set_answer_policy(allows_anonymous=True, days=days)
    key = "k" * 43
    hold_question(asked=Asked("May I see my own file?"), key=key)
    refresh_stale()
    add_synonym(words="give back", means="refund", is_both_ways=True, as_of=NOON)
    note_opening(seconds=4, day=NOON.date())
    told = {"model": "a" * 64}
    PassageVector.objects.create(passage=SearchPassage.objects.earliest("pk"), numbers=bytes(16), **told)
    EmbeddedUntil.objects.create(passage_pk=1, **told)
    StaleSource.objects.create(kind="question", source_id=row.pk)
    return {
        "asked_id": row.public_id,
        "answer_id": answer.public_id,
        "answer_review_id": review.public_id,
        "faq_id": page.public_id,
        "link_key": key,
        "api:questions-detail": row.public_id,
        "api:questions-answer": row.public_id,
    }


def help_now(pairing: Pairing, refunds: Skill) -> dict[str, str]:
    """Help that the learner asked for, and that the mentor has taken."""
    row = ask_for_help(person=pairing.mentee, title="A refund in dollars", skill=refunds, as_of=NOON)
    claim_help(request=row, by=pairing.mentor, as_of=NOON)
    write_message(request=row, author=pairing.mentor, text="Which one?", as_of=NOON)
    set_help_policy(steps=["owner", "mentor"], numbers={})
    return {"help_id": row.public_id}


def checklist(pairing: Pairing, refunds: Skill) -> dict[str, str]:
    """A checklist that waits for the sign-off of the learner's manager or mentor."""
    parts = {"lines": [{"key": "a", "text": "Amount checked"}], "sign_off": "manager_or_mentor"}
    steps = module("Before a refund", refunds, 1, 2, kind="checklist", parts=parts)
    pair = {"pairing_id": pairing.pk, "mentor_id": pairing.mentor_id, "learner_id": pairing.mentee_id}
    note_pairing(ended_at=None, as_of=NOON, **pair)
    copy = tick_line(person=pairing.mentee, module=steps, key="a", is_ticked=True, as_of=NOON)
    return {"checklist_id": steps.public_id, "sign_off_id": copy.public_id}


def facets() -> dict[str, str]:
    """A facet with a value, in the company's list."""
    product = add_facet(name="Product")
    return {"facet_id": product.public_id, "value_id": add_value(facet=product, name="Payments").public_id}


def assigned(learner: Person, manager: Person, what: Module, refunds: Skill) -> dict[str, str]:
    """What the learner's manager has assigned to them, and a stretch task that the manager has offered."""
    contents = AssignmentContents(
        title="Refunds",
        modules=[what],
        audience="people",
        people=[learner],
        due_from="assigned",
        due_days=30,
    )
    made = assign(contents=contents, by=manager, as_of=NOON)
    task = offer_stretch_task(
        person=learner,
        by=manager,
        skill=refunds,
        level=3,
        title="Ten refunds",
        text="Answer ten.",
        hours=3,
        due_on=NOON.date(),
        as_of=NOON,
    )
    row = made.assigned.get()
    return {
        "assignment_id": made.public_id,
        "assigned_id": row.public_id,
        "stretch_id": task.public_id,
        **{f"api:assignments-{name}": made.public_id for name in ("detail", "change", "end")},
        **{f"api:assigned-people-{name}": row.public_id for name in ("detail", "waive")},
    }


def document(author: Person) -> dict[str, str]:
    """A document of two pages that has been read."""
    data = pdf("Refunds", "Fees")
    file = store_bytes(owner=author, purpose="document", name="a.pdf", data=data, as_of=NOON)
    read_documents(as_of=NOON)
    parts = {"file": file.public_id}
    policy = module("The policy", skill("Empathy"), 1, 2, kind="document", parts=parts)
    return {"document_id": policy.public_id, "pdf_id": file.public_id}


def open_package(learner: Person, author: Person, session_key: str) -> dict[str, str]:
    """A package that the learner has open, and whose progress is known."""
    file = store_bytes(owner=author, purpose="scorm", name="a.zip", data=package(), as_of=NOON)
    course = module("A course", skill("Empathy"), 1, 2, kind="scorm", parts={"file": file.public_id})
    now = timezone.now()
    launch = launch_module(person=learner, module=course, session_key=session_key, as_of=now)
    note_report(launch=launch, sequence=1, elements={}, as_of=now)
    return {
        "package_id": course.public_id,
        "launch_id": launch.public_id,
        "launch_token": token_of(launch.public_id),
        "file_name": "index.html",
    }


def product_update(refunds: Skill) -> dict[str, str]:
    """A product update that has outdated a module."""
    old = module("Fees of before", refunds, 1, 2)
    parts = {"from_day": "2026-03-01", "replaced": [{"key": "a", "ref": old.public_id}]}
    update = module("Fees now", refunds, 1, 2, kind="announcement", status="draft", parts=parts)
    publish_module(module=update)
    carry_out_updates(as_of=NOON)
    return {
        "update_id": update.public_id,
        "replaced_id": ReplacedModule.objects.get().public_id,
    }


def walkthrough(learner: Person, refunds: Skill) -> dict[str, str]:
    """A walkthrough with a place to click, of which the learner says that they have followed it."""
    shown = keep_step_picture(data=item_bank.png(90, 40, "navy"), as_of=NOON)
    sides = {"x": 10, "y": 10, "width": 20, "height": 20}
    step = {"key": "a", "text": "Click.", "act": "click", "picture": shown.public_id, "alt": "It.", **sides}
    made = module("Where it is", refunds, 1, 2, kind="walkthrough", parts={"steps": [step]})
    note_followed(person=learner, module=made, as_of=NOON)
    return {"walkthrough_id": made.public_id, "step_picture_id": shown.public_id, "step_key": "a"}


def template_copy(learner: Person) -> TemplateCopy:
    """What the learner has made of a template, and shared."""
    parts = {"comments": [{"key": "a", "quote": "Who?", "text": "One person."}]}
    brief = module("A brief", skill("Empathy"), 1, 2, kind="template", body="Who?", parts=parts)
    made = make_copy(person=learner, module=brief, idempotency_key="1", as_of=NOON)
    share_copy(copy=made, is_shared=True, as_of=NOON)
    return made


def making_of(reading: Module, author: Person) -> ReviewComment:
    """What authors keep of a module while they make it: one row of each."""
    submit_module(module=reading, by=author, as_of=NOON)
    take_back_module(module=reading, by=author, as_of=NOON)
    later = timezone.now() + timedelta(days=30)
    ScheduledPublication.objects.create(module=reading, publish_at=later, set_by=author, set_at=NOON)
    ModuleOwner.objects.create(module=reading, owner=author)
    EditingSession.objects.create(module=reading, person=author)
    upload_pages(name="a.html", data=b"<p>A</p>", by=author, as_of=NOON)
    upload_folder(name="a.zip", data=write_zip(module_files()), by=author, as_of=NOON)
    CheckedLink.objects.create(digest="0" * 64, url="https://help.example.org/")
    used(reading)
    return comment_on_module(module=reading, by=author, text="Which day?", as_of=NOON)


def used(reading: Module) -> None:
    """What is counted of a module and of searches, and what is to be written."""
    told = {"times": 5, "people_bits": 31, "last_at": NOON}
    LedSearch.objects.create(module=reading, query="refund", **told)
    FailedSearch.objects.create(query="chargeback", **told)
    AbandonedSearch.objects.create(query="payout", **told)
    RephrasedSearch.objects.create(query="payout", later="settlement", **told)
    ModuleFigures.objects.create(module=reading, opened=9, done=5, counted_at=NOON)
    for effect in reading.effects.all():
        MeasuredEffect.objects.create(module=reading, skill=effect.skill, read_at=NOON)
        debt = {"kind": "past_review", "skill": effect.skill, "from_level": 1, "to_level": 2}
        ContentDebt.objects.create(module=reading, people=1, critical=0, gap=1, weight=1, **debt)
    ContentDebtState.objects.create(computed_at=NOON)


def wish(learner: Person, author: Person) -> dict[str, str]:
    """A topic that the learner asks for, and another that the author is to write about."""
    wish = ask_for_topic(person=learner, text="Chargebacks", as_of=NOON)
    other = ask_for_topic(person=learner, text="Disputes", as_of=NOON)
    day = timezone.localdate() + timedelta(days=9)
    subject = subject_of(f"wish:{other.public_id}")
    task = open_task(subject=subject, terms=Terms(author, day), by=author, as_of=timezone.now())
    return {"wish_id": wish.public_id, "writing_task_id": task.public_id}

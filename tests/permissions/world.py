"""Everyone whom the permission matrix asks about, and what they ask for: all of it the learner's."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client as ApiClient
from auditlog.models import LogEntry
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_mcpz.oauth.models import Client as Assistant

from assessments.frameworks.models import LevelMap, Requirement, RoleLevel, Skill, SkillReplacement
from assessments.gaps.models import GapReport
from assessments.raters.services import adopt_estimated_severity
from assessments.requests.reports import Ask
from assessments.testing.bank.services import submit_version
from assessments.testing.interchange.models import ItemImport
from assessments.testing.interchange.services import carry_out_import, upload_items
from assessments.testing.sittings.models import Certificate
from assessments.testing.sittings.services import (
    FormContents,
    SectionContents,
    create_form,
    publish_form,
    start_quick_check,
    start_refreshers,
)
from channels.calendar.services import connect_calendar
from channels.digest.choices import Act
from channels.digest.models import DigestPreference, WeekDigest
from channels.digest.reports import DigestLink
from content.activity.services import start_module
from content.authoring.models import (
    ModuleImport,
)
from content.catalogue.models import Module
from content.catalogue.services import contents_of, publish_module, save_draft
from content.kinds.quiz.services import begin_quiz
from content.kinds.video.services import ask_for_captions
from content.planning.models import Plan, PutOffStep
from content.planning.services import refresh_plans
from lifow.base.file_imports.packing import packed
from lifow.base.uploads.services import begin_upload, store_bytes
from lifow.notifications.kinds import TEST_MESSAGE
from lifow.notifications.mail import EVERY_KIND, ending_token
from lifow.notifications.models import Message
from lifow.notifications.services import notify
from lifow.people.persons.models import Person
from lifow.people.roster.models import RosterImport
from lifow.people.roster.services import PLAN, REJECTS
from mentoring.mentors.services import choose_findable_skills
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    accept_pairing,
    ask_mentor,
    begin_pairing,
    complete_pairing,
    offer_mentoring,
)
from mentoring.sessions.models import Session
from mentoring.sessions.reports import times_to_propose
from mentoring.sessions.services import propose_times
from mentoring.tasks.services import give_feedback, hand_in_task
from tests import item_bank
from tests.backing.asking import ask
from tests.company import NOON, compute, give, module, observe, person, role, skill, unit
from tests.item_answers import with_health
from tests.permissions import world_content
from tests.videos import CAPTIONS, mp4

SECRET = "only-for-tests"
OLD_WORDS = ("Ticket 4390", "What I wrote then.", "Read the policy first.", "May I ask you of refunds?")
"""What the learner and a former mentor told each other; the mentor reads none of it any more."""
STEPS = ("apply", "cancel", "roll-back")
ALL_SCOPES = [scope for scope in get_adapter().scope_display if ":" in scope]


@dataclass(frozen=True, slots=True)
class World:
    """People by actor, the session of each, tokens of API clients, and the ids that addresses need.

    `own_ids` are those by which an actor has something else there, as the former mentor has a past pairing.
    """

    people: dict[str, Person]
    sessions: dict[str, str]
    tokens: dict[str, str]
    ids: dict[str, str]
    own_ids: dict[str, dict[str, str]]

    def ids_of(self, actor: str) -> dict[str, str]:
        """The ids that addresses need where the actor asks."""
        return self.ids | self.own_ids.get(actor, {})

    def client(self, actor: str, **options: Any) -> Client:
        """A new client that is signed in as the actor; nobody's for those who have no session or token."""
        if actor in self.tokens:
            return Client(headers={"Authorization": f"Bearer {self.tokens[actor]}"}, **options)
        client = Client(**options)
        if actor in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[actor]
        return client


def build_world() -> World:
    """A learner with a manager, a teammate and a mentor, and others who have nothing to do with them."""
    people = _people()
    learner, mentor = people["learner"], people["mentor"]
    refunds = skill("Refund policy")
    specialist = role("Support specialist", Refund_policy=(3, 2, True), Empathy=3)
    give(learner, specialist)
    observe(learner, refunds, 1)
    evidence = observe(learner, refunds, 2, source="self")
    reading, ids = _reading(people["author"], learner, refunds)
    _rated_by(learner, other=people["other"], what=refunds)
    colleague = _findable(refunds, specialist)
    compute(*Person.objects.all())
    refresh_plans(person_ids=[one.pk for one in people.values()], as_of=NOON)
    past_ids = _past_pairing(learner, people["former"], refunds)
    pairing = _pairing(learner, mentor)
    task = hand_in_task(
        pairing=pairing, title="Ticket 4411", body="What I answered.", skill=refunds, as_of=NOON
    )
    message = _message(learner)
    about = Ask(learner.pk, skill("Empathy").pk, "manager")
    asked = ask(about=about, as_of=NOON, asked_by=people["hr"])
    ids |= {
        "mentor_id": mentor.public_id,
        "colleague_id": colleague.public_id,
        "pairing_id": pairing.public_id,
        "task_id": task.public_id,
        "secret": connect_calendar(person=learner, as_of=NOON),
        "session_id": _meeting(pairing).public_id,
        "message_id": message.public_id,
        "batch_id": asked.batch.public_id,
        "merge_id": "0",
        "erasure_id": "0",
        "piece_id": str(evidence.pk),
        "issuer": "assistant/oauth",
        "evidence_id": evidence.public_id,
        "api:evidence-detail": evidence.public_id,
        "api:evidence-withdraw": evidence.public_id,
        "api:evidence-restore": evidence.public_id,
        "api:pairings-detail": pairing.public_id,
    }
    ids |= world_content.ids_of_content(people, pairing, reading)
    ids |= _ids_of(learner, refunds) | _questions(people["author"], refunds) | _tests(learner, refunds)
    # The log is off while a world is built; this row is there to be asked for.
    LogEntry.objects.log_create(
        learner, action=LogEntry.Action.CREATE, changes={"email": ["", learner.email]}
    )
    sessions = {actor: _session(one) for actor, one in people.items()}
    ids |= world_content.open_package(learner, people["author"], sessions["learner"])
    tokens = _tokens()
    return World(people, sessions, tokens, ids | _rows_of_the_admin(), {"former": past_ids})


def _reading(author: Person, learner: Person, refunds: Skill) -> tuple[Module, dict[str, str]]:
    """A published video with a draft that changes it, which the learner has begun; and ids of its making."""
    shown = store_bytes(owner=author, purpose="video", name="a.mp4", data=mp4(), as_of=NOON)
    ask_for_captions(file=shown, by=author, as_of=NOON)
    parts = {"file": shown.public_id, "captions": [{"key": "a", "language": "en", "text": CAPTIONS}]}
    reading = module("The refund change", refunds, 1, 3, author=author, kind="video", parts=parts)
    start_module(person=learner, module=reading, started_at=NOON)
    publish_module(module=reading)
    save_draft(module=reading, contents=replace(contents_of(reading), title="Refunds now"), by=None)
    comment = world_content.making_of(reading, author)
    upload = begin_upload(owner=author, purpose="video", name="b.mp4", length=9, as_of=NOON)
    return reading, {
        "module_id": reading.public_id,
        "step_id": reading.public_id,
        "digest_token": _digest_link(learner, reading),
        "api:modules-detail": reading.public_id,
        "comment_id": comment.public_id,
        "module_import_id": ModuleImport.objects.get(form="modules").public_id,
        "page_import_id": ModuleImport.objects.get(form="pages").public_id,
        "file_id": shown.public_id,
        "language": "en",
        "upload_id": upload.public_id,
        "module_version_id": reading.versions.get().public_id,
    }


def _tests(learner: Person, refunds: Skill) -> dict[str, str]:
    """A quick check that the learner has begun, a test that anybody may take, and what the learner passed."""
    red = item_bank.picture("red")
    item_bank.items(refunds, each=1, picture=red, picture_alt="Red")
    check = start_quick_check(person=learner, skills=[refunds], most=3, as_of=timezone.now())
    contents = FormContents(
        title="Refunds", kind="fixed", purpose="practice", sections=[SectionContents(refunds, questions=1)]
    )
    form = publish_form(form=create_form(contents=contents, by=None), by=None, as_of=NOON)
    now, refreshed = (
        timezone.now(),
        item_bank.items(refunds, each=1, levels=(2,), picture=red, picture_alt="Red"),
    )
    asked = start_refreshers(
        person=learner,
        item_ids=[one.item_id for one in refreshed],
        ends_at=now + timedelta(hours=1),
        as_of=now,
    )
    passed = Certificate.objects.create(sitting=check, person=learner, title="Refunds", issued_at=NOON)
    item = item_bank.items(refunds, each=1)[0].item.public_id
    quiz = module("Refunds?", refunds, 1, 2, kind="quiz", parts={"questions": [{"key": "q", "item": item}]})
    begin_quiz(person=learner, module=quiz, as_of=timezone.now())
    text = module("With a check", refunds, 1, 2, body=f":::check {item}")
    return {
        "article_id": text.public_id,
        "check_key": item,
        "quiz_id": quiz.public_id,
        "question_key": "q",
        "sitting_id": check.public_id,
        "refreshers_id": asked.public_id,
        **{f"api:refreshers-{name}": asked.public_id for name in ("detail", "answer", "picture")},
        "number": "1",
        "form_id": form.public_id,
        "certificate_id": passed.public_id,
        **{f"api:quick-checks-{name}": check.public_id for name in ("detail", "answer", "end", "picture")},
        "api:sittings-detail": check.public_id,
    }


def _ids_of(learner: Person, refunds: Skill) -> dict[str, str]:
    """What there is one of about the learner and the skill."""
    request, import_id = learner.requests_about.get(), _import().public_id
    return {
        "app_label": "auditlog",
        "person_id": learner.public_id,
        "skill_id": refunds.public_id,
        "token": ending_token(learner, EVERY_KIND),
        **{f"api:imports-{name}": import_id for name in ("detail", "plan", "rejects", *STEPS)},
        "api:people-detail": learner.public_id,
        "api:org-units-detail": unit().public_id,
        "api:employments-detail": learner.employments.get().public_id,
        "api:frameworks-detail": refunds.framework.public_id,
        "api:skills-detail": refunds.public_id,
        "api:roles-detail": refunds.framework.roles.get().public_id,
        "api:requirements-detail": Requirement.objects.get(skill=refunds).public_id,
        "api:role-levels-detail": RoleLevel.objects.get(role__framework=refunds.framework).public_id,
        "api:role-assignments-detail": learner.role_assignments.get().public_id,
        "api:activities-detail": learner.activities.earliest("pk").public_id,
        "api:activity-entries-detail": learner.activity_entries.earliest("pk").public_id,
        "api:rating-requests-detail": request.public_id,
        "api:rating-requests-withdraw": request.public_id,
        "api:gap-reports-detail": GapReport.objects.current().get(person=learner).public_id,
        "api:plans-detail": Plan.objects.get(person=learner).public_id,
    }


def _questions(author: Person, what: Skill) -> dict[str, str]:
    """A draft of the author's with a picture, and a question of theirs that waits for review."""
    shown = item_bank.picture()
    draft = item_bank.draft(what=what, author=author, picture=shown, picture_alt="An invoice")
    waiting = submit_version(version=item_bank.draft("order", what=what, author=author), as_of=NOON)
    # Whichever question of this skill a check asks first, it has a picture.
    asked = item_bank.published(
        what=what, author=author, picture=item_bank.picture("navy"), picture_alt="Blue"
    )
    health = with_health(asked)
    return {
        "question_id": health.version.item.public_id,
        "calibration_id": health.calibration.public_id,
        "api:item-health-detail": health.version.public_id,
        "api:calibrations-detail": health.calibration.public_id,
        "item_id": draft.item.public_id,
        "import_id": _item_import(author).public_id,
        "version_id": waiting.public_id,
        "picture_id": shown.public_id,
        "api:items-detail": draft.item.public_id,
        "api:items-submit": draft.item.public_id,
        "api:items-picture": draft.item.public_id,
    }


def _item_import(author: Person) -> ItemImport:
    """A file of questions that was read, and waits for its author."""
    row = upload_items(name="a.txt", data=b"Why?{=a ~b}", uploaded_by=author, uploaded_at=NOON)
    carry_out_import(as_of=NOON)
    return row


def _import() -> RosterImport:
    """A roster that is planned, with a bad line."""
    made = {PLAN: b"Roster plan", REJECTS: b"lifow line"}
    return RosterImport.objects.create(
        source="hris",
        state=RosterImport.State.PLANNED,
        files=["roster.csv"],
        size=1,
        digest="0" * 64,
        outcome=packed(made),
        uploaded_at=NOON,
    )


def _rows_of_the_admin() -> dict[str, str]:
    """The first row of each model by its addresses in the admin; 0, which nothing has, where it has none."""
    somebody = str(Person.objects.earliest("pk").pk)
    ids = dict.fromkeys(("admin:people_person_send_password_link", "admin:people_person_kept_data"), somebody)
    for model in admin.site._registry:
        first = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        ids |= {f"{name}_{verb}": str(first or 0) for verb in ("change", "delete", "history")}
    return ids


def _people() -> dict[str, Person]:
    manager = person("Marta Kowalczyk")
    outsider = person("Farida Rahmani", org_unit=unit("Sales"))
    person("Kateryna Bondar", manager=outsider, org_unit=unit("Sales"))
    return {
        "learner": person("Abena Osei", manager=manager),
        "other": person("Kofi Mensah", manager=manager),
        "line": manager,
        "outside": outsider,
        "mentor": person("Priya Nair", org_unit=unit("Sales")),
        "former": person("Eva Berg", org_unit=unit("Sales")),
        "author": person("Ines Carvalho", org_unit=unit("People"), is_author=True),
        "hr": person("Ruth Amankwah", org_unit=unit("People"), is_hr_admin=True, is_staff=True),
    }


def _findable(what: Skill, needs_it: RoleLevel) -> Person:
    """Somebody whose work has shown a skill, and who lets colleagues find them for it."""
    made = person("Noor Haddad", org_unit=unit("Sales"))
    give(made, needs_it)
    for days in range(5):
        observe(made, what, 5, observed_at=NOON - timedelta(days=days))
    choose_findable_skills(person=made, skill_ids=[what.pk], as_of=NOON)
    return made


def _pairing(learner: Person, mentor: Person) -> Pairing:
    offer_mentoring(person=mentor, capacity=2, as_of=NOON)
    pairing = Pairing.objects.create(mentee=learner, mentor=mentor, proposed_at=NOON)
    ask_mentor(pairing=pairing, message="Would you?", as_of=NOON)
    pairing = accept_pairing(pairing=pairing, as_of=NOON)
    return begin_pairing(pairing=pairing)


def _meeting(pairing: Pairing) -> Session:
    """Times for a session, which the mentor has proposed."""
    now = timezone.now()
    days, _more = times_to_propose(pairing, pairing.mentor, 30, as_of=now)
    starts = [days[-1].times[0].starts_at]
    return propose_times(pairing=pairing, by=pairing.mentor, starts=starts, minutes=30, as_of=now)


def _past_pairing(learner: Person, former: Person, what: Skill) -> dict[str, str]:
    """A pairing that was completed, with a task and feedback: the ids of all that."""
    title, body, feedback, message = OLD_WORDS
    offer_mentoring(person=former, capacity=1, as_of=NOON)
    pairing = Pairing.objects.create(mentee=learner, mentor=former, proposed_at=NOON)
    ask_mentor(pairing=pairing, message=message, as_of=NOON)
    pairing = begin_pairing(pairing=accept_pairing(pairing=pairing, as_of=NOON))
    task = hand_in_task(pairing=pairing, title=title, body=body, skill=what, as_of=NOON)
    given = give_feedback(task=task, level=Decimal(2), text=feedback, as_of=NOON)
    complete_pairing(pairing=pairing, as_of=NOON)
    evidence = given.evidence
    return {
        "pairing_id": pairing.public_id,
        "task_id": task.public_id,
        "piece_id": str(evidence.pk),
        "evidence_id": evidence.public_id,
        "api:pairings-detail": pairing.public_id,
        "api:evidence-detail": evidence.public_id,
        "api:evidence-withdraw": evidence.public_id,
        "api:evidence-restore": evidence.public_id,
    }


def _rated_by(rater: Person, *, other: Person, what: Skill) -> None:
    """A rating that the rater gave, and how it differs."""
    observe(other, what, 3, source="peer", rater=rater)
    _levels_corrected(what)
    _replaced(what)
    adopt_estimated_severity(adopted_at=NOON)


def _levels_corrected(what: Skill) -> None:
    """A name of a level that was corrected while evidence stood on it."""
    levels = [[level.value, level.name] for level in what.framework.scale.levels.order_by("value")]
    LevelMap.objects.create(
        framework=what.framework, before=levels, after=levels, pairs=[], top_before=5, mapped_at=NOON
    )


def _replaced(what: Skill) -> None:
    """A skill whose place another one took."""
    old = skill("Money back", retired_at=NOON)
    SkillReplacement.objects.create(old=old, new=what, replaced_at=NOON)


def _digest_link(who: Person, step: Module) -> str:
    """What puts a step off, from the mail of a digest of theirs."""
    now = timezone.now()
    digest = WeekDigest.objects.create(person=who, monday=now.date(), told_at=now)
    DigestPreference.objects.create(person=who, weekday=2)
    PutOffStep.objects.create(person=who, module=step, until=now.date(), put_off_at=now)
    return DigestLink(digest, Act.PUT_OFF, step.public_id).token


def _message(who: Person) -> Message:
    notify(person=who, kind=TEST_MESSAGE, refs={}, key="1", as_of=NOON)
    return Message.objects.get(receiver=who, kind=TEST_MESSAGE)


def _session(who: Person) -> str:
    client = Client()
    client.force_login(who)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _tokens() -> dict[str, str]:
    """Access tokens as two machines get them: one with every scope of the API, one with none."""
    Assistant.objects.create(client_id="an-assistant", name="An assistant", redirect_uris=[])
    return {"client": _token("all-scopes", ALL_SCOPES), "bare": _token("no-scope", ["profile"])}


def _token(name: str, scopes: list[str]) -> str:
    machine = ApiClient(id=name, name=name, type=ApiClient.Type.CONFIDENTIAL)
    machine.set_secret(SECRET)
    machine.set_scopes(scopes)
    machine.set_default_scopes(scopes)
    machine.grant_types = ApiClient.GrantType.CLIENT_CREDENTIALS
    machine.save()
    asked = {"grant_type": "client_credentials", "client_id": name, "client_secret": SECRET}
    answer = Client().post(reverse("idp:oidc:token"), {**asked, "scope": " ".join(scopes)})
    assert answer.status_code == 200, answer.content
    return answer.json()["access_token"]


def is_login(location: str) -> bool:
    """Whether an address is a page to sign in on: the site's or the admin's."""
    return location.startswith((str(settings.LOGIN_URL), reverse("admin:login")))

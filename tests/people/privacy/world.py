"""Somebody of whom everything is kept that can be: each name, address, id and text is there once only."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client as ApiClient
from allauth.idp.oidc.models import Token
from allauth.mfa.models import Authenticator
from auditlog.context import disable_auditlog, set_actor
from auditlog.models import LogEntry
from django.contrib.admin.models import CHANGE
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from assessments.evidence.choices import TO_CONFIRM
from assessments.evidence.models import Evidence
from assessments.evidence.services import withdraw_evidence
from assessments.gaps.models import GapPolicyVersion
from assessments.raters.models import RaterSeverity, SeverityContest, SeverityEstimate
from assessments.requests.reports import Ask
from content.kinds.template.services import make_copy, save_copy
from lifow.base.file_imports.packing import packed
from lifow.base.models import IdempotencyKey
from lifow.events.models import Delivery, Event
from lifow.notifications.kinds import TEST_MESSAGE
from lifow.notifications.models import Bounce, KindPreference, PausedAddress, Preferences
from lifow.notifications.services import notify
from lifow.people.merging.services import merge_people
from lifow.people.persons.models import Employment, ExternalId, Person
from lifow.people.roster.models import FormerExternalId, PersonMatch, RosterImport, RosterWrite
from mentoring.mentors.models import ExcludedPair
from mentoring.mentors.services import choose_findable_skills
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import complete_pairing, end_pairing, offer_mentoring
from mentoring.tasks.services import give_feedback
from tests.backing.asking import ask
from tests.company import NOON, compute, give, module, observe, person, role, skill
from tests.mentoring.programme import handed_in, mentor, proven_mentor, running

GIVEN, FAMILY = "Zébulon", "Quirkefjord"
ADDRESS, OTHER_ADDRESS = "zebulon.quirkefjord@larkfield.example", "zq.contractor@agency.example"
IDS = ("E-ZQ-7771", "C-ZQ-7772", "OLD-ZQ-7773")
TEXTS = [f"zqtext{number:02}" for number in range(20)]
AT = NOON + timedelta(days=3)


class World:
    """The person, the two who erase, and others who knew them."""

    def __init__(self) -> None:
        texts = iter(TEXTS)
        self.used: list[str] = []

        def text() -> str:
            self.used.append(next(texts))
            return f"{self.used[-1]} was said"

        self.ruth = self.hr("Ruth Amankwah")
        self.ines = self.hr("Ines Carvalho")
        self.manager = person("Marta Kowalczyk")
        with set_actor(self.ruth):
            self.who = person(f"{GIVEN} {FAMILY}", manager=self.manager, email=ADDRESS)
            self.other = person("Kofi Mensah", manager=self.who)
            contractor = person(f"{GIVEN} {FAMILY}-Lund", email=OTHER_ADDRESS)
        self._names(contractor)
        self._assessed(text)
        self._mentored(text)
        self._told()
        self._logged_in()
        self._imported(text)
        with set_actor(self.ruth):
            merge_people(kept=self.who, merged=contractor, merged_by=self.ruth, merged_at=AT)
            self.who.refresh_from_db()
            self.module = module("Refunds by heart", skill(), 1, 3, author=self.who, body=text())
            self.for_everybody = self.used.pop()
            template = module("A brief", skill(), 1, 2, kind="template", body="Who?")
            copy = make_copy(person=self.who, module=template, idempotency_key="1", as_of=NOON)
            save_copy(copy=copy, title=text(), text=text(), replies={})
        self.public_ids = (self.who.public_id, contractor.public_id)

    def hr(self, name: str) -> Person:
        with disable_auditlog():
            made = person(name, is_hr_admin=True, is_staff=True)
        Person.objects.filter(pk=made.pk).update(created_at=NOON - timedelta(days=90))
        made.refresh_from_db()
        return made

    @property
    def needles(self) -> list[str]:
        """What may be found nowhere once the person is erased."""
        return [GIVEN, FAMILY, ADDRESS, OTHER_ADDRESS, *IDS, *self.used, *self.public_ids]

    def _names(self, contractor: Person) -> None:
        with set_actor(self.ruth):
            ExternalId.objects.create(source="hris", value=IDS[0], person=self.who)
            ExternalId.objects.create(source="agency", value=IDS[1], person=contractor)
            FormerExternalId.objects.create(source="hris", value=IDS[2], person=self.who)
            PersonMatch.objects.create(
                source="agency", external_id=IDS[1], person=self.other, name=f"{GIVEN} Q.", asked_at=NOON
            )
            # A row that is gone, of which the log still tells.
            Employment.objects.create(
                person=self.who,
                org_unit=self.who.employments.get().org_unit,
                job_title="Once",
                starts_on=NOON.date() - timedelta(days=900),
                ends_on=NOON.date() - timedelta(days=850),
            ).delete()
        EmailAddress.objects.create(user=self.who, email=ADDRESS, primary=True)

    def _assessed(self, text: Any) -> None:
        refunds = skill()
        give(self.who, role("Support specialist", Refund_policy=3, Empathy=3))
        give(self.other, role("Adviser", Refund_policy=3))
        observe(self.who, refunds, 2, source="manager", rater=self.manager, origin={"text": text()})
        before = observe(self.who, refunds, 1, source="self", origin={"text": text()})
        observe(self.who, refunds, 2, source="self", supersedes=before)
        self.given = observe(
            self.other, refunds, 4, source="manager", rater=self.who, origin={"text": text()}
        )
        sent_twice = observe(self.other, refunds, 1, source="peer", rater=self.who)
        withdraw_evidence(evidence=sent_twice, reason=text(), by=self.who, as_of=NOON)
        withdraw_evidence(evidence=said_by_manager(self.who), reason=text(), by=self.ruth, as_of=NOON)
        ask(about=Ask(self.other.pk, skill("Empathy").pk, "manager"), as_of=NOON, asked_by=self.ruth)
        estimate = SeverityEstimate.objects.create(
            asked_by=self.who, asked_at=NOON, last_error=f"no {ADDRESS}"
        )
        RaterSeverity.objects.create(
            rater=self.who, estimate=estimate, mean=0.1, sd=0.1, ratings=5, compared=4
        )
        SeverityContest.objects.create(rater=self.who, text=text(), opened_at=NOON)
        SeverityContest.objects.create(
            rater=self.other,
            state="dismissed",
            opened_at=NOON,
            decided_by=self.who,
            decided_at=NOON,
            note=text(),
        )
        compute(self.who, self.other)
        newest = GapPolicyVersion.objects.latest("version")
        newest.parameters = {**newest.parameters, "severity": [[self.who.pk, 0.1], [self.manager.pk, 0.2]]}
        newest.save()

    def _mentored(self, text: Any) -> None:
        guide = proven_mentor("Priya Nair", capacity=2)
        row = running(self.who, guide, skill())
        Pairing.objects.filter(pk=row.pk).update(message=text())
        task = handed_in(row, skill(), title=text(), body=text())
        give_feedback(task=task, level=3, text=text(), as_of=NOON)
        row.refresh_from_db()
        complete_pairing(pairing=row, as_of=NOON, by=self.who, note=text())
        as_mentor = mentor("Yusuf Kaya", about="")
        own = mentor_of(self.who, text())
        learner = person("Lena Fischer")
        theirs = running(learner, own, skill())
        done = handed_in(theirs, skill(), title="A late refund", body="By Lena")
        self.mentored = give_feedback(task=done, level=3, text=text(), as_of=NOON).evidence
        theirs.refresh_from_db()
        end_pairing(pairing=theirs, as_of=NOON, by=self.who, note=text())
        choose_findable_skills(person=self.who, skill_ids=[skill().pk], as_of=NOON)
        with set_actor(self.ruth):
            ExcludedPair.objects.create(mentee=self.who, mentor=as_mentor.person, note=text())

    def _told(self) -> None:
        notify(person=self.who, kind=TEST_MESSAGE, refs={}, key="1", as_of=NOON)
        notify(
            person=self.manager,
            kind=TO_CONFIRM,
            refs={"person": self.who.pk},
            key=self.who.public_id,
            as_of=NOON,
        )
        Bounce.objects.create(
            person=self.who,
            address=ADDRESS,
            is_permanent=True,
            reason="no",
            occurred_at=NOON,
            idempotency_key="b",
        )
        PausedAddress.objects.create(person=self.who, address=ADDRESS, paused_at=NOON)
        Preferences.objects.create(person=self.who)
        KindPreference.objects.create(person=self.who, kind=TEST_MESSAGE, way="email", is_on=False)
        event = Event.objects.create(type="roster.changed", payload={"person_ids": [1]}, occurred_at=NOON)
        Delivery.objects.create(event=event, subscription="x", last_error=f"Key (email)=({ADDRESS}) exists")

    def _logged_in(self) -> None:
        client = Client()
        client.force_login(self.who)
        self.session = client.session.session_key
        Authenticator.objects.create(user=self.who, type="totp", data={"secret": "s"})
        machine = ApiClient.objects.create(id="own", name="A machine", owner=self.who)
        Token.objects.create(user=self.who, client=machine, type="at", hash="h", data={"email": ADDRESS})
        kind = ContentType.objects.get_for_model(Person)
        AdminLogEntry.objects.create(
            user=self.ruth,
            content_type=kind,
            object_id=str(self.who.pk),
            object_repr=str(self.who),
            action_flag=CHANGE,
        )
        AdminLogEntry.objects.create(
            user=self.who, content_type=kind, object_id="0", object_repr="Somebody", action_flag=CHANGE
        )
        with set_actor(self.who, remote_addr="10.9.8.7"):
            self.other.save()
        LogEntry.objects.log_create(
            self.other,
            action=LogEntry.Action.UPDATE,
            changes={"job_title": ["a", "b"]},
            actor=self.who,
            actor_email=ADDRESS,
            remote_addr="10.9.8.7",
        )
        body = '{"person": "' + self.who.public_id + '"}'
        IdempotencyKey.objects.create(client="m", key="k", request_digest="d", status=201, body=body)
        IdempotencyKey.objects.create(
            client=self.who.public_id, key="k", request_digest="d", status=201, body=""
        )

    def _imported(self, text: Any) -> None:
        content = f"employee id,name,email\n{IDS[0]},{GIVEN} {FAMILY},{ADDRESS}\n".encode()
        RosterImport.objects.create(
            source="hris",
            state="applied",
            files=["people.csv"],
            size=len(content),
            digest="d",
            upload=packed({"people.csv": content}),
            summary={
                "parts": [{"code": "changed", "title": "x", "count": 1, "lines": [f"{GIVEN} {FAMILY}"]}]
            },
            uploaded_by=self.who,
            confirmed_by=self.ruth,
            uploaded_at=timezone.now(),
            problem=f"{GIVEN} {FAMILY} is there twice",
        )
        RosterWrite.objects.create(
            source="hris",
            written_by=self.who.public_id,
            written_at=NOON,
            lifted={"leavers": 1},
            reason=text(),
        )
        RosterWrite.objects.create(
            source="hris", written_by="hr-sync", written_at=NOON, reason=f"{GIVEN} {FAMILY} has moved"
        )


def said_by_manager(who: Person) -> Evidence:
    """What a manager has said of somebody."""
    return Evidence.objects.filter(person=who, source="manager").get()


def mentor_of(who: Person, about: str) -> Any:
    """Somebody's own offer to mentor, in their words."""
    return offer_mentoring(person=who, capacity=1, about=about, as_of=NOON - timedelta(days=30))


def build_world() -> World:
    """All of it, with the log of changes on where the test has it on."""
    return World()

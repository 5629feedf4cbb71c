"""Two records of one person in every app: what is read as one, what moves, and what undoing it gives back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assessments.evidence.models import Evidence
from assessments.evidence.reports import corroborated_skills, evidence_of
from assessments.evidence.services import EvidenceError, record_evidence
from assessments.gaps.models import GapReport
from assessments.gaps.reports import gaps_of
from assessments.gaps.services import rebuild, refresh_gap_reports
from assessments.marks.models import StaleMark
from assessments.raters.models import RaterSeverity, SeverityContest
from assessments.requests.models import RatingRequest
from assessments.requests.reports import Ask
from assessments.roles.models import JobCodeRule, RoleAssignment
from assessments.roles.services import apply_job_code_rules
from content.activity.models import Activity
from content.activity.services import start_module
from content.planning.models import LearningTime, Plan, PlanItem
from content.planning.services import complete_module, refresh_plans, set_learning_time
from lifow.base.passages.services import refresh_stale
from lifow.events.services import deliver_due
from lifow.notifications.kinds import TEST_MESSAGE
from lifow.notifications.models import Message
from lifow.notifications.services import notify
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.reports import merge_preview
from lifow.people.merging.services import MergeError, merge_people, undo_merge
from lifow.people.persons.models import Employment, ExternalId, Person
from lifow.people.persons.services import save_employment
from mentoring.mentors.models import ExcludedPair, Mentor, Seat
from mentoring.pairings.models import Pairing, Waiting
from mentoring.pairings.services import accept_pairing, ask_mentor, close_pairings, offer_mentoring
from tests.backing.asking import ask
from tests.backing.examples import examples
from tests.company import NOON, compute, give, module, observe, person, role, skill, unit
from tests.flows.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
MERGED_AT = NOON + timedelta(days=3)
UNDONE_AT = NOON + timedelta(days=5)
LATER = NOON + timedelta(days=6)
HOUR = timedelta(hours=1)


class Company:
    """Abena, who has two records, her manager, a peer and a mentor, and what is known of them."""

    def __init__(self) -> None:
        self.marta = person("Marta Kowalczyk")
        self.abena = person("Abena Osei", manager=self.marta, job_code="SUP-2")
        self.other = person("Abena Mensah", manager=self.marta, job_code="SUP-1")
        self.kofi = person("Kofi Mensah", manager=self.other)
        self.priya = person("Priya Nair", org_unit=unit("Sales"))
        self.refunds, self.empathy, self.sql = skill("Refund policy"), skill("Empathy"), skill("SQL")
        self.role = role("Support specialist", Refund_policy=(3, 2, True), Empathy=3)
        JobCodeRule.objects.create(job_code="SUP-2", role_level=self.role)
        JobCodeRule.objects.create(job_code="SUP-1", role_level=self.role)
        apply_job_code_rules(as_of=NOON - timedelta(days=30), marked_at=NOON)
        self.by_hand = role("SQL expert", SQL=4)
        give(self.other, self.by_hand)
        observe(self.abena, self.refunds, 2)
        observe(self.other, self.refunds, 4, source="peer", rater=self.kofi)
        observe(self.other, self.sql, 2, source="self")
        self.module = module("The refund change", self.refunds, 1, 3)

    @property
    def people(self) -> list[Person]:
        return [self.marta, self.abena, self.other, self.kofi, self.priya]

    def merge(self, at=MERGED_AT) -> PersonMerge:
        made = merge_people(kept=self.abena, merged=self.other, merged_by=None, merged_at=at)
        drain()
        return made

    def undo(self, merge: PersonMerge, at=UNDONE_AT) -> None:
        undo_merge(merge=merge, undone_by=None, undone_at=at)
        drain()

    def packed(self, as_of) -> dict[int, bytes]:
        return rebuild(person_ids=[one.pk for one in self.people], as_of=as_of)


def drain() -> None:
    """Deliver all events, and compute what they made stale."""
    for day in range(1, 4):
        deliver_due(as_of=LATER + timedelta(days=day), limit=1000)
    while marked := list(StaleMark.objects.values_list("person_id", flat=True)):
        refresh_gap_reports(person_ids=marked, as_of=UNDONE_AT)
        deliver_due(as_of=LATER + timedelta(days=9), limit=1000)


@pytest.fixture
def company() -> Company:
    made = Company()
    compute(*made.people)
    drain()
    return made


def levels(person):
    report = gaps_of(person)
    return {row.skill.name: row.evidence_count for row in (*report.required, *report.others)}


def test_evidence_of_both_is_one_persons_from_the_merge_on(company):
    before, ledger = company.packed(MERGED_AT - HOUR), list(Evidence.objects.order_by("pk").values())

    company.merge()

    assert levels(company.abena) == {"Refund policy": 2, "Empathy": 0, "SQL": 1}
    assert company.packed(MERGED_AT - HOUR) == before
    assert company.packed(MERGED_AT)[company.abena.pk] != before[company.abena.pk]
    assert list(Evidence.objects.order_by("pk").values()) == ledger
    assert not GapReport.objects.current().filter(person=company.other).exists()
    assert corroborated_skills([company.abena.pk]) == {(company.abena.pk, company.refunds.pk)}


def test_a_report_between_merge_and_undo_is_computed_the_same_after_it(company):
    merge = company.merge()
    during = company.packed(MERGED_AT + HOUR)

    company.undo(merge)

    assert company.packed(MERGED_AT + HOUR) == during
    assert levels(company.abena) == {"Refund policy": 1, "Empathy": 0}
    assert levels(company.other) == {"Refund policy": 1, "Empathy": 0, "SQL": 1}


def test_two_voices_of_one_person_are_one_voice(company):
    observe(company.kofi, company.empathy, 2, source="peer", rater=company.abena)
    observe(company.kofi, company.empathy, 4, source="peer", rater=company.other)
    observe(company.kofi, company.refunds, 4, source="peer", rater=company.abena)
    compute(company.kofi)
    alone = person("Nobody Else", manager=company.marta)
    observe(alone, company.empathy, 2, source="peer", rater=company.abena)
    observe(alone, company.empathy, 4, source="peer", rater=company.abena, observed_at=NOON)
    before = company.packed(MERGED_AT)

    company.merge()

    pair = rebuild(person_ids=[company.kofi.pk, alone.pk], as_of=MERGED_AT)
    assert pair[company.kofi.pk] != before[company.kofi.pk]
    assert (
        GapReport.objects.current().get(person=company.kofi).packed
        == rebuild(
            person_ids=[company.kofi.pk], as_of=GapReport.objects.current().get(person=company.kofi).as_of
        )[company.kofi.pk]
    )


def test_what_is_said_of_the_record_is_said_of_the_person_and_corrections_go_with_what_they_correct(company):
    first = Evidence.objects.get(person=company.other, skill=company.refunds)
    merge = company.merge()
    company.other.refresh_from_db()

    said = observe(company.other, company.empathy, 3, observed_at=MERGED_AT + HOUR)
    corrected = record_evidence(
        person=company.abena,
        skill=company.refunds,
        level=Decimal(1),
        source="peer",
        rater=company.kofi,
        observed_at=first.observed_at,
        recorded_at=MERGED_AT + HOUR,
        supersedes=first,
    )

    assert (said.person, corrected.person) == (company.abena, company.other)
    assert [one.level for one in evidence_of(company.abena, company.refunds)] == [1, 2]
    company.undo(merge)
    assert [one.level for one in evidence_of(company.other, company.refunds)] == [1]
    with pytest.raises(EvidenceError):
        record_evidence(
            person=company.abena,
            skill=company.refunds,
            level=Decimal(1),
            source="peer",
            rater=company.kofi,
            observed_at=first.observed_at,
            recorded_at=UNDONE_AT,
            supersedes=Evidence.objects.get(pk=corrected.pk),
        )


def test_a_key_that_the_record_had_is_the_same_evidence(company):
    sent = {
        "skill": company.empathy,
        "level": Decimal(2),
        "source": "peer",
        "rater": company.other,
        "observed_at": NOON,
        "recorded_at": NOON,
        "idempotency_key": "sent-once",
    }
    first = record_evidence(person=company.kofi, **sent)
    company.merge()
    company.other.refresh_from_db()

    assert record_evidence(person=company.kofi, **sent) == first


def test_roles_by_hand_go_along_and_end_with_the_person(company):
    company.merge()
    assert {row.skill.name for row in gaps_of(company.abena).required} == {"Refund policy", "Empathy", "SQL"}

    Employment.objects.current().filter(person=company.abena).update(status="terminated")
    apply_job_code_rules(as_of=LATER, marked_at=LATER)

    assert not RoleAssignment.objects.current().by_rule().filter(person=company.abena).exists()
    assert RoleAssignment.objects.get(role_level=company.by_hand).ends_on == LATER.date() - timedelta(days=1)


def test_open_requests_are_asked_of_the_person(company):
    about_other = Ask(company.other.pk, company.empathy.pk, "self")
    about_kofi = Ask(company.kofi.pk, company.empathy.pk, "manager")
    ask(about=about_other, as_of=NOON)
    ask(about=about_kofi, as_of=NOON)
    ask(about=Ask(company.abena.pk, company.sql.pk, "observed", company.other.pk), as_of=NOON)

    merge = company.merge()

    rows = {(one.person, one.asked): one.state for one in RatingRequest.objects.all()}
    assert rows[company.abena, company.abena] == "open"
    assert rows[company.kofi, company.abena] == "open"
    assert rows[company.abena, company.other] == "withdrawn"
    company.undo(merge)
    rows = {(one.person, one.asked): one.state for one in RatingRequest.objects.all()}
    assert set(rows.values()) == {"open"}
    assert (company.other, company.other) in rows


def test_modules_done_under_either_record_are_done(company):
    another = module("Another", company.empathy, 1, 3)
    complete_module(person=company.other, module=company.module, completed_at=NOON)
    start_module(person=company.abena, module=company.module, started_at=NOON)
    complete_module(person=company.other, module=another, completed_at=NOON)
    set_learning_time(person=company.other, minutes_per_week=45, as_of=NOON)

    company.merge()

    done = Activity.objects.completed().filter(person=company.abena)
    assert {one.module for one in done} == {company.module, another}
    assert LearningTime.objects.get(person=company.abena).minutes_per_week == 45
    assert not Plan.objects.filter(person=company.other).exists()
    refresh_plans(person_ids=[company.abena.pk, company.other.pk], as_of=LATER)
    assert not Plan.objects.filter(person=company.other).exists()
    assert Plan.objects.get(person=company.abena).gap_digest == current_digest(company.abena)


def current_digest(person):
    return GapReport.objects.current().get(person=person).digest


def test_pairings_and_the_offer_go_along_and_come_back(company):
    offer_mentoring(person=company.priya, capacity=2, as_of=NOON)
    offer_mentoring(person=company.other, capacity=3, as_of=NOON, about="SQL")
    pairing = Pairing.objects.create(mentee=company.other, mentor=company.priya, proposed_at=NOON)
    ask_mentor(pairing=pairing, message="Would you?", as_of=NOON)
    accept_pairing(pairing=pairing, as_of=NOON)
    Waiting.objects.create(person=company.abena, since=NOON)
    Waiting.objects.create(person=company.other, since=NOON - HOUR)

    merge = company.merge()
    close_pairings(as_of=LATER)

    pairing.refresh_from_db()
    assert (pairing.mentee, pairing.state) == (company.abena, "accepted")
    assert Mentor.objects.get(person=company.abena).about == "SQL"
    assert Waiting.objects.get().since == NOON - HOUR
    company.undo(merge)
    close_pairings(as_of=LATER)
    pairing.refresh_from_db()
    assert (pairing.mentee, pairing.state) == (company.other, "accepted")
    assert {one.person: one.since for one in Waiting.objects.all()} == {
        company.abena: NOON,
        company.other: NOON - HOUR,
    }


def test_two_mentors_of_one_learner_are_settled_before(company):
    for mentee in (company.abena, company.other):
        mentor = person("Mentor Of", org_unit=unit("Sales"))
        offer_mentoring(person=mentor, capacity=1, as_of=NOON)
        row = Pairing.objects.create(mentee=mentee, mentor=mentor, proposed_at=NOON)
        ask_mentor(pairing=row, message="", as_of=NOON)

    with pytest.raises(MergeError, match="Both have a mentor"):
        company.merge()


def test_messages_are_in_one_inbox(company):
    for who, key in ((company.abena, "a"), (company.other, "a"), (company.other, "b")):
        notify(person=who, kind=TEST_MESSAGE, refs={}, key=key, as_of=NOON)

    merge = company.merge()

    mine = Message.objects.open().for_receiver(company.abena).filter(kind=TEST_MESSAGE)
    assert {one.idempotency_key for one in mine} == {"a", "b"}
    company.undo(merge)
    assert Message.objects.open().for_receiver(company.other).filter(kind=TEST_MESSAGE).count() == 2


def test_whoever_was_left_out_as_a_rater_is_left_out(company):
    contest = SeverityContest.objects.create(rater=company.other, text="No", opened_at=NOON)

    merge = company.merge()

    contest.refresh_from_db()
    assert contest.rater == company.abena
    company.undo(merge)
    contest.refresh_from_db()
    assert contest.rater == company.other
    assert not RaterSeverity.objects.exists()


def test_counts_say_what_there_is(company):
    counts = dict(merge_preview(kept=company.abena, merged=company.other).counts)

    assert counts["pieces of evidence about them"] == 2
    assert counts["direct reports"] == 1
    assert counts["roles given by hand"] == 1


def test_a_handler_that_runs_again_or_too_late_changes_nothing(company):
    from assessments.requests.services import move_requests, put_requests_back
    from content.planning.services import move_learning
    from mentoring.pairings.services import move_mentoring, put_mentoring_back

    complete_module(person=company.other, module=company.module, completed_at=NOON)
    merge = company.merge()
    moved = merge.changes.count()
    move_learning(merge_id=merge.pk, as_of=LATER)
    move_requests(merge_id=merge.pk, as_of=LATER)
    move_mentoring(merge_id=merge.pk, as_of=LATER)
    put_requests_back(merge_id=merge.pk, as_of=LATER)
    put_mentoring_back(merge_id=merge.pk, as_of=LATER)
    assert merge.changes.count() == moved
    assert Activity.objects.get().person == company.abena

    company.undo(merge)
    move_learning(merge_id=merge.pk, as_of=LATER)
    assert Activity.objects.get().person == company.other


def test_pages_and_the_api_lead_to_the_kept_person(company, client):
    hr = person("Ruth Amankwah", is_hr_admin=True)
    client.force_login(hr)
    merge = company.merge()

    page = client.get(reverse("portal:person", args=[company.other.public_id]))
    assert page.headers["Location"] == reverse("portal:person", args=[company.abena.public_id])
    refresh_stale()
    found = client.get(reverse("portal:search"), {"q": "Mensah"})
    assert "Kofi Mensah" in words(found)
    assert "Abena Mensah" not in words(found)
    answer = client.get(f"/api/v1/people/{company.other.public_id}")
    assert (answer.status_code, answer.json()["merged_into"]) == (307, company.abena.public_id)
    assert answer.headers["Location"].endswith(f"/people/{company.abena.public_id}")
    ids = [one["id"] for one in client.get("/api/v1/people").json()["data"]]
    assert company.other.public_id not in ids
    mine = client.get(f"/api/v1/people/{company.abena.public_id}").json()
    assert mine["merged_ids"] == [company.other.public_id]
    evidence = client.get("/api/v1/evidence", {"person": company.other.public_id}).json()["data"]
    assert {one["person"] for one in evidence} == {company.abena.public_id}
    assert len(evidence) == 3

    company.undo(merge)
    assert client.get(f"/api/v1/people/{company.other.public_id}").status_code == 200
    assert client.get(reverse("portal:person", args=[company.other.public_id])).status_code == 200


STORED = (
    Person,
    Employment,
    ExternalId,
    Evidence,
    RoleAssignment,
    RatingRequest,
    Activity,
    LearningTime,
    Pairing,
    Mentor,
    Seat,
    ExcludedPair,
    Waiting,
    Message,
    SeverityContest,
)
MOMENTS = {"updated_at", "created_at"}


def everything(company: Company) -> dict[str, object]:
    """Rows of every app as they stand, but for when they were last written, and what is derived from them."""
    rows = {
        model.__name__: sorted(
            str(sorted((name, str(value)) for name, value in row.items() if name not in MOMENTS))
            for row in model.objects.values()
        )
        for model in STORED
    }
    plans = Plan.objects.order_by("person_id")
    items = PlanItem.objects.order_by("plan__person_id", "position")
    return {
        **rows,
        "reports": dict(GapReport.objects.current().values_list("person_id", "digest")),
        "plans": list(plans.values_list("person_id", "gap_digest", "minutes", "outcome", "gain")),
        "items": list(items.values_list("plan__person_id", "position", "module_id", "skill_id", "minutes")),
        "teams": {one.pk: set(Person.objects.in_reporting_line_of(one)) for one in company.people},
    }


def rate(company: Company, who: Person, whom: Person, number: int) -> None:
    what = (company.refunds, company.empathy, company.sql)[number % 3]
    if who == whom:
        observe(whom, what, number)
    else:
        observe(whom, what, number, source="peer", rater=who)


def asked(company: Company, who: Person, whom: Person, number: int) -> None:
    what = (company.refunds, company.empathy, company.sql)[number % 3]
    observer = None if who == whom else whom.pk
    ask(about=Ask(who.pk, what.pk, "self" if who == whom else "observed", observer), as_of=NOON)


def report(company: Company, who: Person, whom: Person, number: int) -> None:
    if who != whom and not Person.objects.in_reporting_line_of(who).filter(pk=whom.pk).exists():
        employment = Employment.objects.get(person=who)
        employment.manager = whom
        save_employment(employment=employment, saved_at=NOON)


STEPS_BY_NAME = {
    "rate": rate,
    "asked": asked,
    "report": report,
    "done": lambda company, who, whom, number: complete_module(
        person=who, module=company.module, completed_at=NOON
    ),
    "start": lambda company, who, whom, number: start_module(
        person=who, module=company.module, started_at=NOON
    ),
    "exclude": lambda company, who, whom, number: (
        ExcludedPair.objects.get_or_create(mentee=who, mentor=whom) if who != whom else None
    ),
    "minutes": lambda company, who, whom, number: set_learning_time(
        person=who, minutes_per_week=10 * number, as_of=NOON
    ),
    "mentor": lambda company, who, whom, number: offer_mentoring(person=who, capacity=number, as_of=NOON),
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(STEPS_BY_NAME)), st.integers(0, 4), st.integers(0, 4), st.integers(1, 5)
    ),
    max_size=8,
)


@settings(
    max_examples=examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(steps=STEPS)
@example(steps=[("asked", 0, 0, 1), ("report", 2, 4, 1)])
def test_merged_and_undone_leaves_no_trace(db, steps):
    """And what was before the merge is computed to the byte, before it, during it and after it."""
    of_example = transaction.atomic()
    # As each test is, of which an example is a part: it is rolled back in the end.
    of_example._from_testcase = True
    with of_example:
        company = Company()
        for what, who, whom, number in steps:
            STEPS_BY_NAME[what](company, company.people[who], company.people[whom], number)
        compute(*company.people, as_of=UNDONE_AT)
        drain()
        refresh_plans(person_ids=[one.pk for one in company.people], as_of=LATER)
        before, packed = everything(company), company.packed(NOON)

        merge = company.merge()
        assert company.packed(NOON) == packed
        company.undo(merge)
        # Levels age: what is compared is computed for the same day.
        compute(*company.people, as_of=UNDONE_AT)
        refresh_plans(person_ids=[one.pk for one in company.people], as_of=LATER)

        assert everything(company) == before
        assert company.packed(NOON) == packed
        transaction.set_rollback(True)

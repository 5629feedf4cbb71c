"""A made-up company with all that pages show, of any size and always of the same shape: how it is filled.

Teams of nine, each an org unit with one role below its manager's; person 1 is above all. So two companies
differ in their size only. Gap reports and plans of 450 people are made by lifow's own services; the others
have the same role and evidence as one of these, and copies of what was made for them. HR's lists of requests
and of learners without a mentor fill a page at 1,000 people already: like is compared with like.
"""

from collections.abc import Mapping
from datetime import timedelta

from benchmarks import company

SPAN = 9
TEMPLATES = SPAN * company.ROLES
MODULES = 2_000
MENTOR_EVERY = 20
FIRST_PAIRED, PAIRED_EVERY = 7, 25
RATED, CONFIRMED, TESTED = 6, 5, 8
"""Of the role's skills: those a person has rated, of these the manager has confirmed, and others tested."""


def fill(people: int) -> None:
    """Fill an empty, migrated database with `people` people and all that their pages show."""
    _fill_people(people)
    company.fill_framework()
    _fill_knowledge(people)
    _fill_requests(people)
    _fill_raters(people)
    _fill_modules(people)
    _fill_plans(people)
    _fill_mentoring(people)
    _fill_the_rest(people)
    _count_up()
    company.settle()


def who(people: int) -> Mapping[str, int]:
    """The person of each role."""
    return {
        "executive": 1,
        "manager": people // SPAN - 2,
        "learner": people // 2 + 5,
        "mentor": people // 2 // MENTOR_EVERY * MENTOR_EVERY,
        "mentee": FIRST_PAIRED + (people // 2 // MENTOR_EVERY - 1) * PAIRED_EVERY,
        "hr": people - 1,
        "author": people - 2,
    }


def _unit(person: str) -> str:
    """The unit of a person, and the manager of all but the first: both count alike."""
    return f"(greatest({person} - 2, 0) / {SPAN} + 1)"


def _template(person: str) -> str:
    """The person with the same role and the same evidence whose report is computed."""
    return f"(2 + greatest({person} - 2, 0) % {TEMPLATES})"


def _role(person: str) -> str:
    return f"(1 + {_unit(_template(person))} % {company.ROLES})"


def _fill_people(people: int) -> None:
    from lifow.people.persons.models import Employment, OrgUnit, Person

    units = (people - 2) // SPAN + 1
    company.insert(
        OrgUnit,
        f"generate_series(1, {units}) AS i",
        key="'unit-' || i",
        name="'Team ' || i",
        parent_id=f"CASE WHEN i > 1 THEN (i - 2) / {SPAN} + 1 END",
    )
    company.insert(
        Person,
        f"generate_series(1, {people}) AS i",
        email="'p' || i || '@larkfield.example'",
        given_name="'Given' || i",
        family_name="'Family' || i % 1000",
        password="'!'",
        is_hr_admin=f"i = {who(people)['hr']}",
        is_author=f"i = {who(people)['author']}",
    )
    company.insert(
        Employment,
        f"generate_series(1, {people}) AS i",
        person_id="i",
        org_unit_id=_unit("i"),
        manager_id=f"CASE WHEN i > 1 THEN {_unit('i')} END",
        status="'active'",
        starts_on="'2020-01-01'",
    )


def _fill_knowledge(people: int) -> None:
    from assessments.evidence.models import Evidence
    from assessments.roles.models import RoleAssignment

    company.insert(
        RoleAssignment,
        f"generate_series(1, {people}) AS i",
        person_id="i",
        role_level_id=_role("i"),
        source="'rule'",
        starts_on="'2020-01-01'",
    )
    pieces = (
        ("'self'", "i", 0, RATED, 20),
        ("'manager'", f"CASE WHEN i > 1 THEN {_unit('i')} END", 0, CONFIRMED, 10),
        ("'test'", "NULL", RATED, RATED + TESTED, 15),
    )
    for source, rater, first, end, days in pieces:
        company.insert(
            Evidence,
            f"generate_series(1, {people}) AS i, generate_series({first}, {end - 1}) AS k",
            person_id="i",
            skill_id=company._skill(_role("i"), "k"),
            level=f"1 + ({_template('i')} + k) % {company.TOP}",
            source=source,
            rater_id=rater,
            public_id=f"'evd_' || substr(md5({source} || i || '-' || k), 1, 16)",
            observed_at=f"now() - interval '{days} days'",
            recorded_at=f"now() - interval '{days} days'",
        )


def _fill_requests(people: int) -> None:
    """Every manager is asked about each of the team, a third of the people about themselves, once in vain."""
    from assessments.requests.models import RatingRequest, RequestBatch

    company.insert(
        RequestBatch,
        f"generate_series(1, {people // SPAN}) AS i",
        public_id="'rqb_' || substr(md5('batch' || i), 1, 16)",
        origin="'person'",
        asked_by_id=f"{who(people)['hr']}",
        asked_at="now() - interval '2 days'",
        expires_at="now() + interval '12 days'",
        skipped="'{}'::jsonb",
    )
    skill = company._skill(_role("i"), "k")
    rows = (
        ("manager", f"generate_series(2, {people}) AS i", _unit("i"), "open", RATED + TESTED + 1),
        ("self", f"generate_series(2, {people}, 3) AS i", "i", "open", RATED + TESTED + 2),
        ("self", f"generate_series(2, {people}, 2) AS i", "i", "expired", RATED + TESTED + 3),
    )
    for source, series, asked, state, place in rows:
        company.insert(
            RatingRequest,
            f"{series}, generate_series({place}, {place}) AS k",
            public_id=f"'rrq_' || substr(md5('{source}{state}' || i), 1, 16)",
            batch_id=f"least({people // SPAN}, {_unit('i')})",
            person_id="i",
            skill_id=skill,
            source=f"'{source}'",
            asked_id=asked,
            asked_by_id=f"{who(people)['hr']}",
            origin="'person'",
            state=f"'{state}'",
            asked_at="now() - interval '2 days'",
            expires_at="now() + interval '12 days'",
            closed_at="NULL" if state == "open" else "now() - interval '1 day'",
            closing_reason="''",
        )


def _fill_raters(people: int) -> None:
    """How the ratings of every manager differ by the last estimate, and who contests it.

    HR's page of it is full at both sizes.
    """
    from django.utils import timezone

    from assessments.gaps.services import policy_in_force
    from assessments.raters.models import RaterSeverity, SeverityContest, SeverityEstimate

    now = timezone.now()
    raters = people // SPAN
    estimate = SeverityEstimate.objects.create(
        state="done", asked_at=now, finished_at=now, policy=policy_in_force(now), raters=raters
    )
    company.insert(
        RaterSeverity,
        f"generate_series(1, {raters}) AS i",
        rater_id="i",
        estimate_id=f"{estimate.pk}",
        mean="(i % 41 - 20) / 200.0",
        sd="0.03",
        ratings="40",
        compared="30",
    )
    company.insert(
        SeverityContest,
        f"generate_series(1, {raters}) AS i",
        rater_id="i",
        state="(ARRAY['open', 'upheld', 'dismissed'])[1 + i % 3]",
        text="'I see my team’s best work.'",
        opened_at="now() - interval '2 days'",
        decided_at="CASE WHEN i % 3 > 0 THEN now() - interval '1 day' END",
    )


def _fill_modules(people: int) -> None:
    from content.catalogue.models import Module, ModuleEffect

    company.insert(
        Module,
        f"generate_series(1, {MODULES}) AS i",
        key="'module-' || i",
        title="'Module ' || i",
        kind="(ARRAY['article', 'video', 'quiz', 'case'])[1 + i % 4]",
        minutes="2 + i % 9",
        body="'# Module ' || i",
        status="(ARRAY['draft', 'retired', 'published'])[least(3, 1 + i % 20)]",
        author_id=f"{who(people)['author']} - i % 3",
    )
    company.insert(
        ModuleEffect,
        f"generate_series(1, {MODULES}) AS i WHERE i % {company.SKILLS} % 20 <> 0",
        module_id="i",
        skill_id=f"1 + i % {company.SKILLS}",
        from_level=f"i / {company.SKILLS} % 4",
        to_level=f"i / {company.SKILLS} % 4 + 1",
    )


def _fill_plans(people: int) -> None:
    """Reports and plans of the first by lifow's own services; copies for the others; one report of before."""
    from django.utils import timezone

    from assessments.gaps.models import GapReport
    from assessments.gaps.services import refresh_gap_reports
    from assessments.marks.services import mark_stale
    from content.planning.models import Plan, PlanItem
    from content.planning.services import refresh_plans

    now = timezone.now()
    first = list(range(1, TEMPLATES + 2))
    mark_stale(person_ids=first, reason="benchmark", marked_at=now)
    refresh_gap_reports(person_ids=first, as_of=now - timedelta(minutes=1))
    refresh_plans(person_ids=first, as_of=now)
    others = f"generate_series({TEMPLATES + 2}, {people}) AS i"
    for made in (GapReport, Plan):
        columns = _copied(made) | {"person_id": "i", "public_id": _public_id(made)}
        company.insert(
            made, f"{others} JOIN {made._meta.db_table} AS one ON one.person_id = {_template('i')}", **columns
        )
    company.insert(
        PlanItem,
        f"""{others} JOIN content_plan AS mine ON mine.person_id = i
            JOIN content_plan AS theirs ON theirs.person_id = {_template("i")}
            JOIN content_planitem AS one ON one.plan_id = theirs.id""",
        **_copied(PlanItem) | {"plan_id": "mine.id"},
    )
    company.insert(
        GapReport,
        "assessments_gapreport AS one",
        **_copied(GapReport)
        | {
            "public_id": "'gap_' || substr(md5('before' || one.id), 1, 16)",
            "as_of": "now() - interval '100 days'",
            "superseded_at": "one.as_of",
        },
    )


def _copied(model: type) -> dict[str, str]:
    fields = model._meta.local_concrete_fields  # type: ignore[attr-defined]
    return {field.column: f"one.{field.column}" for field in fields if not field.primary_key}


def _public_id(model: type) -> str:
    prefix = model._meta.get_field("public_id").prefix  # type: ignore[attr-defined]
    return f"'{prefix}_' || substr(md5(one.id || '-' || i), 1, 16)"


def _fill_mentoring(people: int) -> None:
    from mentoring.mentors.models import Mentor, Seat
    from mentoring.pairings.models import Unmatched
    from mentoring.tasks.models import Task

    mentors = people // MENTOR_EVERY
    company.insert(Mentor, f"generate_series(1, {mentors}) AS m", person_id=f"m * {MENTOR_EVERY}")
    company.insert(
        Seat, f"generate_series(1, {2 * mentors}) AS s", mentor_id="(s + 1) / 2", number="2 - s % 2"
    )
    _fill_pairings(people, mentors)
    company.insert(
        Unmatched,
        f"generate_series(5, {people}, 5) AS i",
        person_id="i",
        reason="(ARRAY['no_free_seat', 'nobody_covers', 'no_gaps'])[1 + i % 3]",
        since="now()",
        waiting_since="CASE WHEN i % 3 < 2 THEN now() - i % 90 * interval '1 day' END",
    )
    company.insert(
        Task,
        "mentoring_pairing AS one, generate_series(1, 2) AS k WHERE one.state = 'active'",
        pairing_id="one.id",
        title="'Task ' || k",
        body="'What was done'",
        skill_id=company._skill(_role("one.mentee_id"), "6"),
        handed_in_at="now() - interval '3 days'",
    )


def _fill_pairings(people: int, mentors: int) -> None:
    """Proposals to a fifth of the people, three each; requests, pairings that run, and some that are over."""
    from mentoring.pairings.models import Pairing

    one_each = "generate_series(0, 0) AS k"
    rows = {
        "proposed": f"generate_series(1, {people}) AS i, generate_series(0, 2) AS k"
        f" WHERE i % {MENTOR_EVERY} IN (1, 4, 9, 14)",
        "asked": f"generate_series(3, {people}, 20) AS i, {one_each}",
        "completed": f"generate_series(11, {people}, 20) AS i, {one_each}",
        "active": f"generate_series({FIRST_PAIRED}, {people}, {PAIRED_EVERY}) AS i, {one_each}",
    }
    covered = company._skill(_role("i"), "6")
    reason = f"""jsonb_build_object('skills', jsonb_build_array(jsonb_build_object('skill', {covered},
        'share', 0.5)), 'shared_hours', 20, 'languages', jsonb_build_array('en'))"""
    mentor = f"(1 + (i / {PAIRED_EVERY} + k * 7) % {mentors})"
    for state, source in rows.items():
        is_active = state == "active"
        company.insert(
            Pairing,
            source,
            public_id=f"'par_' || substr(md5('{state}' || i || '-' || k), 1, 16)",
            mentee_id="i",
            mentor_id=f"{mentor} * {MENTOR_EVERY}",
            state=f"'{state}'",
            seat_id=f"2 * {mentor}" if is_active else "NULL",
            score="0.5",
            reason=reason,
            is_recommended="k = 0" if state == "proposed" else "false",
            recommended_at="CASE WHEN k = 0 THEN now() - i % 14 * interval '1 day' END",
            proposed_at="now() - interval '9 days'",
            asked_at="NULL" if state == "proposed" else "now() - interval '8 days'",
            accepted_at="now() - interval '7 days'" if is_active else "NULL",
            closed_at="now() - interval '1 day'" if state == "completed" else "NULL",
        )


def _count_up() -> None:
    """What jobs keep of the whole company."""
    from django.utils import timezone

    from assessments.aggregates.services import keep_month_ends, list_needs, rebuild
    from assessments.calibration.services import check_statements
    from content.coverage.services import refresh_missing_steps

    now = timezone.now()
    rebuild(as_of=now)
    list_needs()
    keep_month_ends(as_of=now)
    check_statements(as_of=now)
    refresh_missing_steps(as_of=now, at_once=True)


def _fill_the_rest(people: int) -> None:
    from content.activity.models import Activity
    from lifow.notifications.models import Message

    company.insert(
        Activity,
        f"generate_series(1, {people}) AS i, generate_series(0, 2) AS k",
        person_id="i",
        module_id=f"1 + (i * 7 + k * 13) % {MODULES}",
        started_at="now() - interval '30 days'",
        touched_at="now() - interval '20 days'",
        completed_at="CASE WHEN k > 0 THEN now() - interval '20 days' END",
    )
    company.insert(
        Message,
        f"generate_series(1, {people}) AS i, generate_series(0, 4) AS k",
        receiver_id="i",
        kind="'benchmark'",
        is_act="false",
        idempotency_key="k::text",
        created_at="now() - interval '3 days'",
        done_at="now()",
    )

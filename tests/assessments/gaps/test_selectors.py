"""Columns that reports are computed from say what the rows say, on every database."""

from datetime import UTC, date, timedelta
from decimal import Decimal
from random import Random

import numpy as np
import pytest

from assessments.evidence.choices import Source
from assessments.frameworks.models import Requirement
from assessments.gaps import selectors
from assessments.gaps.compute.columns import NO_EXPIRY, NO_RATER
from assessments.models import Evidence, GapReport
from lifow.people.persons.models import Employment
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
EPOCH = date(1970, 1, 1)


@world
def company() -> np.ndarray:
    """A team of six, one without a role and one with two, with 120 pieces of evidence of every source."""
    draw = Random(7)
    manager = person("Grace")
    people = [person(name, manager=manager) for name in ("Abena", "Priya", "Jonas", "Marta", "Kofi", "Tom")]
    Employment.objects.update(starts_on=date(2020, 1, 1))
    agent = role("Agent", SQL=(3, 0.5, True), Empathy=2, Refunds=(4, 2, False))
    lead = role("Lead", SQL=5, Planning=(3.5, 1, True))
    for one in people[1:]:
        give(one, agent)
    give(people[2], lead)
    latest: dict[tuple[int, int], Evidence] = {}
    for number in range(120):
        who, what = draw.choice(people), skill(draw.choice(["SQL", "Empathy", "Refunds", "Chess"]))
        before = latest.get((who.pk, what.pk))
        source = draw.choice(list(Source))
        others = [one for one in people if one != who]
        rater = {Source.SELF: who, Source.MANAGER: manager}.get(source) or draw.choice(others)
        latest[who.pk, what.pk] = observe(
            who,
            what,
            draw.randrange(0, 50) / 10,
            source=source.key,
            rater=None if source == Source.TEST else rater,
            standard_error=Decimal(number) / 50 if source == Source.TEST and number % 3 else None,
            observed_at=NOON - timedelta(days=draw.randrange(900), microseconds=draw.randrange(10**6)),
            recorded_at=NOON + timedelta(seconds=number),
            valid_until=date(2026, 4, 1) + timedelta(days=number) if draw.random() < 0.2 else None,
            supersedes=before if draw.random() < 0.2 else None,
        )
    return np.array(sorted(one.pk for one in people))


def test_a_ledger_holds_each_piece_of_evidence_as_it_was_recorded(company, monkeypatch):
    # In several queries.
    monkeypatch.setattr(selectors, "PEOPLE_AT_A_TIME", 4)
    found = selectors.ledger(company)
    told = list(
        zip(
            found.rows.evidence.tolist(),
            company[found.rows.person].tolist(),
            found.rows.skill.tolist(),
            found.rows.level.tolist(),
            found.rows.source.tolist(),
            found.rows.rater.tolist(),
            found.rows.observed_on.tolist(),
            found.rows.valid_until.tolist(),
            found.rows.standard_error.tolist(),
            found.supersedes.tolist(),
            found.recorded_at.tolist(),
            strict=True,
        )
    )
    assert told == [
        (
            one.pk,
            one.person_id,
            one.skill_id,
            float(one.level),
            next(int(source) for source in Source if source.key == one.source),
            one.rater_id or NO_RATER,
            (one.observed_at.astimezone(UTC).date() - EPOCH).days,
            (one.valid_until - EPOCH).days if one.valid_until else NO_EXPIRY,
            float(one.standard_error or 0),
            one.supersedes_id or 0,
            one.recorded_at.replace(tzinfo=None),
        )
        for one in Evidence.objects.order_by("person_id", "skill_id", "pk")
    ]


@pytest.mark.parametrize("seconds", [0, 60, 119])
def test_evidence_as_of_a_moment_is_what_was_recorded_and_not_superseded_then(company, seconds):
    moment = NOON + timedelta(seconds=seconds)
    there = Evidence.objects.filter(recorded_at__lte=moment)
    standing = there.exclude(pk__in=there.filter(supersedes__isnull=False).values("supersedes"))
    assert sorted(selectors.ledger(company).as_of(moment).evidence.tolist()) == sorted(
        standing.values_list("pk", flat=True)
    )


def test_each_role_of_a_person_brings_what_it_requires(company):
    found = selectors.requirement_columns(company, NOON)
    told = zip(
        company[found.person].tolist(),
        found.role_level.tolist(),
        found.skill.tolist(),
        found.required.tolist(),
        found.weight.tolist(),
        found.critical.tolist(),
        found.family.tolist(),
        strict=True,
    )
    rows = Requirement.objects.select_related("role_level__role").order_by("role_level_id", "skill_id")
    assert sorted(told) == sorted(
        (
            given.person_id,
            one.role_level_id,
            one.skill_id,
            float(one.level),
            float(one.weight),
            one.is_critical,
            one.role_level.role.family_id,
        )
        for one in rows
        for given in one.role_level.assignments.all()
    )


def test_a_report_says_the_same_only_by_the_same_digest_and_policy(company):
    from lifow.people.models import Person

    priya = Person.objects.get(given_name="Priya")
    compute(priya, as_of=NOON + timedelta(days=1))
    stored = GapReport.objects.get()
    current = selectors.current_reports(company)
    digests = [stored.digest] * len(company)
    assert current.says(company, digests, stored.policy_id).tolist() == (company == priya.pk).tolist()
    assert not current.says(company, digests, stored.policy_id + 1).any()
    assert not current.says(company, ["0" * 64] * len(company), stored.policy_id).any()


def test_of_nobody_there_is_nothing(company):
    nobody = company[:0]
    ledger, current = selectors.ledger(nobody), selectors.current_reports(company)
    assert (len(ledger.rows.evidence), ledger.newest(), current.newest()) == (0, None, None)
    assert len(selectors.requirement_columns(nobody, NOON).person) == 0
    assert not current.says(company, ["0" * 64] * len(company), 1).any()

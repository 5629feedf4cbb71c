import datetime as dt
import hashlib
import random

import numpy as np
import pytest
import scipy  # its parts, slow to import, with their first use
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.evidence.choices import Source
from assessments.gaps.choices import GapStatus
from assessments.gaps.compute import blocks
from assessments.gaps.compute.columns import (
    NO_EXPIRY,
    EvidenceColumns,
    InputError,
    RequirementColumns,
    SkillScales,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.formula_1.policy import NormalPolicy, Prior, SourceTrust
from assessments.gaps.compute.gap import compute_gaps
from assessments.gaps.compute.packing import CRITICAL, CRITICAL_GAP, NEVER, REQUIRED
from tests.backing.examples import examples

TODAY = dt.date(2026, 3, 2)
NOW = day_number(TODAY)
SCALES = SkillScales.of([(7, 4), (3, 8)])
POLICY = NormalPolicy(
    sources=dict.fromkeys(Source, SourceTrust(sd=0.125, half_life_days=365, shared_error=0.25)),
    default_prior=Prior(0.5, 0.25),
)


def report(requirements=(), evidence=(), policy=POLICY, people=1):
    """Reports from (person, skill, required, weight, critical, role level, family) and
    (id, person, skill, level, source, rater, day, valid until)."""
    return compute_gaps(
        RequirementColumns.of(requirements),
        EvidenceColumns.of(evidence),
        SCALES,
        policy,
        as_of=TODAY,
        people=people,
    )


def a_test(person, skill, level, number=1):
    return (number, person, skill, level, Source.TEST, 0, NOW, NO_EXPIRY)


def test_a_report_row_by_hand():
    # Span 4: prior N(2, 1²), one test 1 ± ½. Precisions 1 and 4: μ = (2 + 4·1)/5 = 1.2, σ² = 1/5.
    row = report([(0, 7, 3, 2, True, 11, 1)], [a_test(0, 7, 1)]).of(0)[0]
    assert row["mu"] == pytest.approx(1.2)
    assert row["sigma"] == pytest.approx(0.2**0.5)
    assert row["gap"] == pytest.approx(1.8)
    assert row["p_meets"] == pytest.approx(scipy.stats.norm.sf(2.5, 1.2, 0.2**0.5), rel=1e-6)
    assert row["status"] == GapStatus.GAP
    assert (row["skill"], row["role_level"], row["required"], row["weight"]) == (7, 11, 3, 2)
    assert (row["flags"], row["n_evidence"], row["last_observed"]) == (
        CRITICAL | CRITICAL_GAP | REQUIRED,
        1,
        NOW,
    )


def test_a_level_above_the_required_one_meets_it_without_a_gap():
    row = report([(0, 7, 2, 1, False, 11, 1)], [a_test(0, 7, 4)]).of(0)[0]
    assert (row["status"], row["gap"], row["flags"]) == (GapStatus.MEETS, 0, REQUIRED)


@pytest.mark.parametrize("prior_mean", [0.0, 0.5, 1.0])
def test_never_assessed_is_assess_first_whatever_the_prior(prior_mean):
    policy = NormalPolicy(default_prior=Prior(prior_mean, 0.01))
    row = report([(0, 7, 2, 1, False, 11, 1)], policy=policy).of(0)[0]
    assert (row["status"], row["n_evidence"], row["last_observed"]) == (GapStatus.ASSESS_FIRST, 0, NEVER)
    assert row["mu"] == pytest.approx(4 * prior_mean)


def test_assessed_at_level_0_is_a_gap_and_never_assessed_is_not():
    rows = report([(0, 7, 2, 1, False, 11, 1), (0, 3, 2, 1, False, 11, 1)], [a_test(0, 7, 0)]).of(0)
    assert rows["skill"].tolist() == [3, 7]
    assert rows["status"].tolist() == [GapStatus.ASSESS_FIRST, GapStatus.GAP]


def test_evidence_that_leaves_doubt_is_assess_first_with_its_count():
    row = report([(0, 7, 3, 1, False, 11, 1)], [a_test(0, 7, 2.5)]).of(0)[0]
    assert 0.2 < row["p_meets"] < 0.8
    assert (row["status"], row["n_evidence"]) == (GapStatus.ASSESS_FIRST, 1)


def test_skills_with_evidence_but_no_requirement_are_known_too():
    row = report(evidence=[a_test(0, 3, 8)]).of(0)[0]
    assert row["mu"] == pytest.approx((4 + 4 * 8) / 5)
    assert (row["required"], row["weight"], row["flags"], row["role_level"]) == (0, 0, 0, 0)
    assert (row["p_meets"], row["gap"], row["status"]) == (1, 0, GapStatus.MEETS)


def test_skills_that_are_not_required_have_no_row_once_their_evidence_has_expired():
    expired = (1, 0, 3, 8, Source.TEST, 0, NOW - 9, NOW - 1)
    assert len(report(evidence=[expired]).of(0)) == 0


def test_the_prior_of_the_role_family_is_used():
    policy = NormalPolicy(priors={(5, 7): Prior(0.75, 0.1)})
    rows = report([(0, 7, 2, 1, False, 11, 5), (1, 7, 2, 1, False, 12, 6)], policy=policy, people=2).rows
    assert rows["mu"] == pytest.approx([3, 2])
    assert rows["sigma"] == pytest.approx([0.4, 1])


def test_people_without_rows_have_empty_reports():
    reports = report([(1, 7, 2, 1, False, 11, 5)], people=3)
    assert [len(reports.of(person)) for person in range(3)] == [0, 1, 0]
    assert reports.person.tolist() == [1]


@pytest.mark.parametrize(
    ("requirements", "evidence", "code"),
    [
        ([(0, 7, 5, 1, False, 11, 1)], [], "requirement-level"),
        ([(0, 7, 0, 1, False, 11, 1)], [], "requirement-level"),
        ([(0, 7, float("nan"), 1, False, 11, 1)], [], "requirement-level"),
        ([(0, 7, 2, 0, False, 11, 1)], [], "requirement-weight"),
        ([(0, 8, 2, 1, False, 11, 1)], [], "skill-without-scale"),
        ([(2, 7, 2, 1, False, 11, 1)], [], "person-index"),
        ([], [a_test(-1, 7, 2)], "person-index"),
        ([], [a_test(0, 99, 2)], "skill-without-scale"),
        ([], [a_test(0, 7, 4.5)], "evidence-level"),
        ([], [a_test(0, 7, float("nan"))], "evidence-level"),
        ([], [(1, 0, 7, 2, 9, 0, NOW, NO_EXPIRY)], "evidence-source"),
    ],
)
def test_what_cannot_be_is_refused_by_name(requirements, evidence, code):
    with pytest.raises(InputError) as caught:
        report(requirements, evidence, people=2)
    assert caught.value.code == code


PEOPLE = 12
SKILLS = [3, 7, 12, 40]
EVIDENCE = st.lists(
    st.tuples(
        st.integers(0, PEOPLE - 1),
        st.sampled_from(SKILLS),
        st.sampled_from([0, 0.5, 1, 2.3, 3, 4]),
        st.sampled_from(Source),
        st.integers(0, 3),
        st.integers(NOW - 900, NOW + 20),
        st.sampled_from([NO_EXPIRY, NOW - 1, NOW, NOW + 50]),
    ),
    max_size=150,
)
REQUIREMENTS = st.lists(
    st.tuples(
        st.integers(0, PEOPLE - 1),
        st.sampled_from(SKILLS),
        st.sampled_from([0.5, 1, 2, 3.7, 4]),
        st.sampled_from([0.3, 1, 2]),
        st.booleans(),
        st.integers(1, 4),
        st.integers(1, 2),
    ),
    max_size=60,
    unique_by=lambda row: (row[0], row[1], row[5]),
)
BROAD = SkillScales.of([(skill, 4 + skill % 2) for skill in SKILLS])
WITH_PRIORS = NormalPolicy(priors={(1, 7): Prior(0.4, 0.2), (2, 40): Prior(0.6, 0.15)})


def packed(requirements, evidence, people=PEOPLE):
    reports = compute_gaps(
        RequirementColumns.of(requirements),
        EvidenceColumns.of(evidence),
        BROAD,
        WITH_PRIORS,
        as_of=TODAY,
        people=people,
    )
    ready = [
        tuple(getattr(reports.readiness, name)[person].tobytes() for name in ("mean", "low", "high"))
        for person in range(people)
    ]
    return list(zip(reports.packed(), ready, strict=True))


@settings(max_examples=examples(60))
@given(EVIDENCE, REQUIREMENTS, st.randoms(use_true_random=False), st.sampled_from([1, 9, 20]))
def test_a_report_is_the_same_bytes_alone_in_any_block_and_in_any_order(
    evidence, requirements, random, cells
):
    numbered = [(number, *row) for number, row in enumerate(evidence, 1)]
    together = packed(requirements, numbered)
    random.shuffle(numbered)
    random.shuffle(requirements)
    assert packed(requirements, numbered) == together
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_CELLS", cells)
        assert packed(requirements, numbered) == together
    for person in range(PEOPLE):
        own_requirements = [(0, *row[1:]) for row in requirements if row[0] == person]
        own_evidence = [(row[0], 0, *row[2:]) for row in numbered if row[1] == person]
        assert packed(own_requirements, own_evidence, people=1) == [together[person]]


def test_a_large_company_gives_each_person_the_bytes_of_a_company_of_one():
    random = np.random.default_rng(4)
    people, count = 400, 4000
    evidence = EvidenceColumns(
        evidence=random.permutation(count) + 1,
        person=random.integers(0, people, count),
        skill=random.choice(SKILLS, count),
        level=random.uniform(0, 4, count),
        source=random.integers(1, 7, count),
        rater=random.integers(0, 30, count),
        observed_on=NOW - random.integers(0, 1500, count),
        valid_until=np.full(count, NO_EXPIRY),
    )
    requirements = RequirementColumns.of(
        [(p, s, 3, 1 + p % 3, s == 7, 1, 1 + p % 2) for p in range(people) for s in SKILLS]
    )
    together = compute_gaps(requirements, evidence, BROAD, WITH_PRIORS, as_of=TODAY, people=people)
    for person in range(0, people, 7):
        mine, about = evidence.person == person, requirements.person == person
        alone = compute_gaps(
            RequirementColumns(**columns_of(requirements, about) | {"person": np.zeros(about.sum())}),
            EvidenceColumns(**columns_of(evidence, mine) | {"person": np.zeros(mine.sum())}),
            BROAD,
            WITH_PRIORS,
            as_of=TODAY,
            people=1,
        )
        assert alone.rows.tobytes() == together.of(person).tobytes()
        assert alone.readiness.low[0] == together.readiness.low[person]


def test_reports_of_a_company_are_the_bytes_that_they_were():
    # The digest is that of the last version in which this was the only formula.
    needs, words, tops = first_company(11)
    policy = NormalPolicy(priors={(1, 3): Prior(0.4, 0.2), (2, 8): Prior(0.6, 0.15)})
    reports = compute_gaps(
        RequirementColumns.of(needs),
        EvidenceColumns.of(words),
        SkillScales.of(list(tops.items())),
        policy,
        as_of=TODAY,
        people=40,
    )
    digest = hashlib.sha256(b"".join(reports.packed())).hexdigest()
    assert digest == "9def8e3aad7dbae60a828332c64008d4d8983c977fed92fe766a7a329fba76fc"


def first_company(seed):
    """Needs and words of 40 people in every combination, with the tops of scales."""
    rng = random.Random(seed)
    tops = {skill: (1, 4, 5, 7, 10)[skill % 5] for skill in range(1, 12)}
    needs, words = [], []
    for person in range(40):
        for skill, top in tops.items():
            for role in range(1, rng.randint(0, 2) + 1):
                level, weight = float(rng.randint(1, top)), rng.randint(1, 5)
                needs.append((person, skill, level, weight, rng.random() < 0.3, role, skill % 2 + 1))
    for person in range(40):
        for skill, top in tops.items():
            for _ in range(rng.randint(0, 5)):
                source, day = rng.randint(1, 6), NOW - rng.randint(-3, 1500)
                until = NOW + rng.randint(-200, 50) if rng.random() < 0.15 else NO_EXPIRY
                rater = 0 if source == Source.TEST else rng.randint(0, 4)
                level = rng.randint(0, 4 * top) / 4
                words.append((len(words) + 1, person, skill, level, source, rater, day, until))
    return needs, words, tops


def columns_of(columns, which):
    return {name: getattr(columns, name)[which] for name in columns.types}

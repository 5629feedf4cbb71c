"""The ledger of the demo company, and the gap reports as they were month by month."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from assessments.evidence.models import Evidence
from assessments.evidence.services import Observation, record_evidence_batch
from assessments.frameworks.models import Skill
from assessments.gaps.models import GapReport
from assessments.gaps.services import adopt_estimated_expectations, keep_past_reports
from assessments.marks.services import mark_stale
from assessments.raters.services import adopt_estimated_severity
from demo.company_files import Company
from demo.dates import local_moment, month_ends, workday_before
from demo.generator import Reading
from demo.services.roster import people_of
from demo.subjects import all_readings
from lifow.people.persons.models import Employment, Person

KEY = "demo:"
MONTHS_OF_HISTORY = 6


def load_evidence(company: Company, as_of: datetime) -> int:
    """Record all evidence as if it had been recorded when it was observed; how many pieces."""
    if Evidence.objects.filter(idempotency_key__startswith=KEY).exists():
        return 0
    people = people_of(company)
    skills = {skill.external_id: skill for skill in Skill.objects.active()}
    observations = [_observation(one, people, skills, company) for one in all_readings(company)]
    return record_evidence_batch(observations=sorted(observations, key=lambda one: one.observed_at))


def load_history(company: Company, as_of: datetime) -> int:
    """Compute everyone's reports as of the end of each month, by what was expected at the first; how many.

    A report depends on nothing later than its moment, so these are what would have been computed then.
    """
    if GapReport.objects.exists():
        return 0
    moments = month_ends(as_of.date(), MONTHS_OF_HISTORY)
    adopt_estimated_expectations(adopted_at=moments[0])
    for moment in moments:
        working = Employment.objects.as_of(moment.date()).working().values_list("person_id", flat=True)
        keep_past_reports(person_ids=set(working), as_of=moment)
    adopt_estimated_severity(adopted_at=as_of)
    mark_stale(person_ids=[one.pk for one in people_of(company).values()], reason="demo", marked_at=as_of)
    return GapReport.objects.count()


def _observation(
    one: Reading, people: Mapping[str, Person], skills: Mapping[str, Skill], company: Company
) -> Observation:
    person = people[one.employee]
    lasts = None if one.valid_days is None else timedelta(days=one.valid_days)
    seen_at = local_moment(workday_before(company.today, one.days_ago), one.minute, person.timezone)
    return Observation(
        person=person,
        skill=skills[one.skill],
        level=one.level,
        source=one.source,
        observed_at=seen_at,
        recorded_at=seen_at,
        idempotency_key=f"{KEY}{one.key}",
        rater=people[one.rater] if one.rater else None,
        origin={"kind": "demo", "text": one.text},
        valid_until=None if lasts is None else seen_at.date() + lasts,
    )

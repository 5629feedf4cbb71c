"""What people are known to be good at: what a colleague may be told who looks for somebody to ask."""

from collections import defaultdict
from collections.abc import Sequence

from assessments.evidence.reports import corroborated_skills
from assessments.frameworks.models import Skill
from assessments.gaps.choices import GapStatus
from assessments.gaps.reports.measured import measured_reports


def strengths_shown(person_ids: Sequence[int]) -> dict[int, list[Skill]]:
    """By person, the skills that their role needs, whose level is met, and of which others have spoken.

    Without levels, in the order of their reports; nobody is in it who has none. Three queries.
    """
    reports = measured_reports(person_ids)
    seen = corroborated_skills(person_ids)
    met = reports.status == GapStatus.MEETS
    people = reports.person_id[reports.owner[met]].tolist()
    pairs = [pair for pair in zip(people, reports.skill[met].tolist(), strict=True) if pair in seen]
    skills = Skill.objects.in_bulk({skill for _person, skill in pairs})
    found: dict[int, list[Skill]] = defaultdict(list)
    for person_id, skill in pairs:
        found[person_id].append(skills[skill])
    return dict(found)

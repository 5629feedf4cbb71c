"""All reports that somebody had, with their skills: for what people read of what is kept about them."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from assessments.gaps.models import GapReport
from assessments.gaps.reports.people import named_skills, standings_of
from assessments.gaps.reports.reading import read_rows

Row = dict[str, object]


def report_history(*, person_ids: Collection[int]) -> list[Row]:
    """Each report as plain values, the oldest first: two queries and the names of skills."""
    rows = GapReport.objects.filter(person__in=person_ids).select_related("policy").order_by("as_of", "pk")
    reports = list(rows)
    standings, offsets, is_readable = read_rows(
        [bytes(one.packed) for one in reports], [one.pk for one in reports]
    )
    names = named_skills(standings["skill"].tolist())
    told = [
        {
            "skill": str(one.skill),
            "status": one.status.key,
            "level": _short(one.level),
            "needed": _short(one.required),
            "chance": _short(one.p_meets),
        }
        for one in standings_of(standings, names, with_roles=False)
    ]
    return [
        {
            "public_id": one.public_id,
            "as_of": one.as_of.isoformat(),
            "policy": one.policy.version,
            "readiness": _short(one.readiness),
            "skills": told[offsets[place] : offsets[place + 1]]
            if is_readable[place]
            else _("cannot be read"),
        }
        for place, one in enumerate(reports)
    ]


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 3)

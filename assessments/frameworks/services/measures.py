"""What people are measured against, and who is measured again when it changes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import QuerySet

from assessments.frameworks.interchange.level_maps import LevelMapping
from assessments.frameworks.models import Framework, FrameworkVersion, Requirement, RoleLevel, Skill
from assessments.frameworks.services.level_maps import mapped
from assessments.marks.services import mark_stale
from lifow.events.services import publish
from lifow.events.types import RoleLevelsChanged, in_chunks
from lifow.people.persons.models import Person

BATCH = 2000


def mark_measured(*, framework: Framework, marked_at: datetime) -> None:
    """Mark stale whomever a framework measures: all with a role of it, all with evidence for its skills."""
    holders = Person.objects.filter(role_assignments__role_level__role__framework=framework)
    assessed = Person.objects.filter(evidence__skill__in=Skill.objects.counting_in(framework).values("pk"))
    people = {one for rows in (holders, assessed) for one in rows.values_list("pk", flat=True).distinct()}
    mark_stale(person_ids=people, reason="framework", marked_at=marked_at)


def mark_holders(*, role_levels: QuerySet[RoleLevel], marked_at: datetime) -> None:
    """Mark stale all who have, or once had, one of the role levels."""
    holders = Person.objects.filter(role_assignments__role_level__in=role_levels.values("pk"))
    mark_stale(person_ids=holders.values_list("pk", flat=True), reason="role", marked_at=marked_at)


def publish_version(
    *, framework: Framework, requirements: Iterable[Requirement], published_at: datetime
) -> FrameworkVersion:
    """Publish the next version of a framework, with rows that have no version yet as its requirements."""
    newest = framework.versions.select_for_update().order_by("-number").first()
    number = newest.number + 1 if newest else 1
    version = FrameworkVersion.objects.create(framework=framework, number=number, published_at=published_at)
    rows = list(requirements)
    for row in rows:
        row.version = version
    Requirement.objects.bulk_create(rows, batch_size=BATCH)
    return version


def measure_anew(*, framework: Framework, changed_at: datetime, mapping: LevelMapping | None = None) -> None:
    """Publish what a framework requires once more, on a scale that is another, and measure everyone again.

    With a `mapping`, the levels required are those of before as they read now; what would require level 0 is
    left out. One that has never required anything has no version to follow.
    """
    newest = framework.versions.order_by("-number").first()
    if newest is not None:
        copies = [
            Requirement(
                role_level_id=one.role_level_id,
                skill_id=one.skill_id,
                level=level,
                weight=one.weight,
                is_critical=one.is_critical,
            )
            for one in newest.requirements.all()
            if (level := mapped(one.level, mapping)) > 0
        ]
        publish_version(framework=framework, requirements=copies, published_at=changed_at)
    mark_measured(framework=framework, marked_at=changed_at)


@contextmanager
def following_role_levels(framework: Framework, changed_at: datetime) -> Iterator[None]:
    """Publish which role levels of a framework have come into use, or have been retired, meanwhile."""
    in_use = RoleLevel.objects.active().filter(role__framework=framework).values_list("pk", flat=True)
    before = set(in_use.all())
    yield
    changed = before.symmetric_difference(in_use.all())
    publish(*in_chunks(RoleLevelsChanged, role_level_ids=changed), occurred_at=changed_at)

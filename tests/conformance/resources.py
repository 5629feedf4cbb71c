"""Every resource of the API, as one table that the conformance tests go through."""

from collections.abc import Callable
from dataclasses import dataclass

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Framework, Requirement, Role, RoleLevel
from assessments.gaps.models import GapReport
from assessments.roles.models import RoleAssignment
from assessments.testing.bank.models import Item
from assessments.testing.calibration.models import Calibration, ItemHealth
from content.assignments.models import Assignment
from content.planning.models import Plan
from lifow.people.persons.models import Employment
from lifow.people.roster.models import RosterImport
from tests.conformance.worlds import World


@dataclass(frozen=True, slots=True)
class Resource:
    """An address with its scope.

    one, hidden    public ids of something that the learner may see, and of something that they may not
    is_for_hr      whether HR admins and machines alone see any
    """

    path: str
    scope: str
    one: Callable[[World], str]
    hidden: Callable[[World], str] | None = None
    is_for_hr: bool = False

    def __str__(self) -> str:
        return self.path

    @property
    def url(self) -> str:
        return f"/api/v1/{self.path}"

    @property
    def prefix(self) -> str:
        return PREFIXES[self.path]


RESOURCES = (
    Resource("people", "people:read", lambda w: w.learner.public_id, lambda w: w.other.public_id),
    Resource("org-units", "people:read", lambda w: w.learner.employments.get().org_unit.public_id),
    Resource(
        "employments",
        "people:read",
        lambda w: w.learner.employments.get().public_id,
        lambda w: Employment.objects.get(person=w.other).public_id,
    ),
    Resource("imports", "people:read", lambda w: RosterImport.objects.first().public_id, is_for_hr=True),
    Resource("frameworks", "skills:read", lambda w: Framework.objects.first().public_id),
    Resource("skills", "skills:read", lambda w: w.skill.public_id),
    Resource("roles", "skills:read", lambda w: Role.objects.first().public_id),
    Resource("role-levels", "skills:read", lambda w: RoleLevel.objects.first().public_id),
    Resource("requirements", "skills:read", lambda w: Requirement.objects.first().public_id),
    Resource(
        "role-assignments",
        "people:read",
        lambda w: RoleAssignment.objects.get(person=w.learner).public_id,
        lambda w: RoleAssignment.objects.get(person=w.other).public_id,
    ),
    Resource(
        "evidence",
        "evidence:read",
        lambda w: Evidence.objects.filter(person=w.learner).first().public_id,
        lambda w: Evidence.objects.filter(person=w.other).first().public_id,
    ),
    Resource(
        "rating-requests",
        "evidence:read",
        lambda w: w.learner.requests_about.get().public_id,
        lambda w: w.other.requests_about.get().public_id,
    ),
    Resource("items", "items:read", lambda w: Item.objects.first().public_id, is_for_hr=True),
    *(
        Resource(
            path,
            "sittings:read",
            lambda w: w.learner.sittings.tests().get().public_id,
            lambda w: w.other.sittings.tests().get().public_id,
        )
        for path in ("quick-checks", "sittings")
    ),
    Resource(
        "refreshers",
        "sittings:read",
        lambda w: w.learner.sittings.refreshers().get().public_id,
        lambda w: w.other.sittings.refreshers().get().public_id,
    ),
    Resource(
        "questions",
        "questions:read",
        lambda w: w.learner.questions.get().public_id,
        lambda w: w.hr_admin.questions.get().public_id,
    ),
    Resource(
        "item-health", "items:read", lambda w: ItemHealth.objects.first().version.public_id, is_for_hr=True
    ),
    Resource("calibrations", "items:read", lambda w: Calibration.objects.first().public_id, is_for_hr=True),
    Resource(
        "gap-reports",
        "gaps:read",
        lambda w: GapReport.objects.current().get(person=w.learner).public_id,
        lambda w: GapReport.objects.current().get(person=w.other).public_id,
    ),
    Resource(
        "plans",
        "plans:read",
        lambda w: Plan.objects.get(person=w.learner).public_id,
        lambda w: Plan.objects.get(person=w.other).public_id,
    ),
    Resource("modules", "content:read", lambda w: w.module.public_id),
    Resource(
        "activities",
        "activities:read",
        lambda w: w.learner.activities.get().public_id,
        lambda w: w.other.activities.get().public_id,
    ),
    Resource(
        "activity-entries",
        "activities:read",
        lambda w: w.learner.activity_entries.earliest("pk").public_id,
        lambda w: w.other.activity_entries.earliest("pk").public_id,
    ),
    Resource(
        "assignments",
        "assignments:read",
        lambda w: Assignment.objects.earliest("pk").public_id,
        is_for_hr=True,
    ),
    Resource(
        "assigned-people",
        "assignments:read",
        lambda w: w.learner.assigned.get().public_id,
        lambda w: w.other.assigned.get().public_id,
    ),
    Resource(
        "pairings",
        "mentoring:read",
        lambda w: w.learner.pairings_as_mentee.get().public_id,
        lambda w: w.other.pairings_as_mentee.get().public_id,
    ),
)
PREFIXES = {
    "people": "per",
    "org-units": "org",
    "employments": "emp",
    "imports": "imp",
    "frameworks": "frm",
    "skills": "skl",
    "roles": "rol",
    "role-levels": "rlv",
    "requirements": "req",
    "role-assignments": "ras",
    "evidence": "evd",
    "rating-requests": "rrq",
    "items": "itm",
    "item-health": "itv",
    "calibrations": "cal",
    "quick-checks": "sit",
    "sittings": "sit",
    "refreshers": "sit",
    "gap-reports": "gap",
    "plans": "pln",
    "modules": "mod",
    "activities": "act",
    "activity-entries": "ace",
    "assignments": "asg",
    "assigned-people": "asp",
    "pairings": "par",
    "questions": "qst",
}
WRITTEN = (
    *("assignments", "evidence", "rating-requests", "items", "quick-checks", "refreshers"),
    *("questions", "imports"),
)
# What is read and written under the ids of other systems.
BY_EXTERNAL_ID = ("people", "org-units", "employments", "role-assignments")
# What else can be done to a thing, below its address.
ACTS = (
    "evidence/{id}/withdraw",
    "evidence/{id}/restore",
    "rating-requests/{id}/withdraw",
    "items/{id}/submit",
    "items/{id}/picture",
    "quick-checks/{id}/answer",
    "quick-checks/{id}/end",
    "quick-checks/{id}/picture",
    "refreshers/{id}/answer",
    "refreshers/{id}/picture",
    "assignments/{id}/change",
    "assignments/{id}/end",
    "assigned-people/{id}/waive",
    "questions/{id}/answer",
    "imports/{id}/apply",
    "imports/{id}/cancel",
    "imports/{id}/roll-back",
    "imports/{id}/plan",
    "imports/{id}/rejects",
)
# What is a list alone, without things that are kept: `test_search` holds what it promises.
LISTS = ("search",)
OF_PERSONS = tuple(one for one in RESOURCES if one.hidden)

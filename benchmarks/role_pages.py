"""What each role opens of the made-up company: every page and every list of the API.

What is apart stands in `tests/benchmarks/test_role_pages.py`, with its reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import paged_company

if TYPE_CHECKING:
    from assessments.frameworks.models import Skill
    from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that a role opens: its name among the addresses, and what is found there.

    `of` names the things in its path, and `query` follows with those it names in braces; see `_things`.
    """

    role: str
    name: str
    of: tuple[str, ...] = ()
    query: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a role opens, with its address in a company."""

    role: str
    name: str
    address: str


ROLES = ("executive", "manager", "learner", "mentor", "hr", "author")
FOR_ALL = ("portal:home", "content:modules", "mentoring:mentoring")
LISTS = (
    *("people", "employments", "evidence", "gap-reports", "plans", "pairings", "modules", "org-units"),
    *("frameworks", "skills", "roles", "role-levels", "requirements", "role-assignments", "activities"),
    *("rating-requests", "items", "calibrations", "item-health", "quick-checks", "sittings", "refreshers"),
    *("activity-entries", "assignments", "assigned-people", "questions"),
)
OF_PEOPLE = (
    *("people", "employments", "evidence", "gap-reports", "plans", "rating-requests", "role-assignments"),
    *("activities", "activity-entries", "assigned-people"),
)
SINCE = "{}=2099-01-01T00:00:00Z"

OPENED = (
    *(Opened(role, name) for role in ROLES for name in FOR_ALL),
    Opened("learner", "portal:skills"),
    Opened("learner", "portal:skill", ("own_skill",)),
    Opened("learner", "portal:rate", ("own_skill",)),
    *(Opened(role, "portal:evidence", ("evidence",)) for role in ("learner", "hr")),
    Opened("learner", "portal:method"),
    Opened("learner", "portal:tests"),
    Opened("learner", "portal:quick_check"),
    Opened("learner", "content:module", ("module",)),
    Opened("learner", "content:vote", ("module",)),
    Opened("hr", "content:facets"),
    Opened("hr", "portal:searches"),
    Opened("learner", "content:copies"),
    Opened("learner", "content:learning_time"),
    *(Opened(role, "content:sign_offs") for role in ("executive", "manager", "mentor", "learner")),
    Opened("learner", "content:assigned"),
    *(Opened(role, "content:stretch_tasks") for role in ("learner", "manager")),
    *(Opened(role, "content:assignments") for role in ("executive", "manager", "hr")),
    *(Opened(role, "content:new_assignment") for role in ("manager", "hr")),
    *(Opened(role, "content:overdue") for role in ("executive", "manager", "hr")),
    Opened("manager", "content:offer_stretch", ("report",)),
    Opened("learner", "content:refreshers"),
    Opened("learner", "content:retention"),
    Opened("hr", "content:retention_of_skills"),
    Opened("hr", "content:retention_of_skill", ("skill",)),
    Opened("learner", "notifications:inbox"),
    Opened("learner", "notifications:settings"),
    Opened("learner", "channels:connections"),
    Opened("learner", "channels:this_device"),
    Opened("learner", "channels:calendar"),
    Opened("learner", "notifications:unsubscribe", ("ending_token",)),
    Opened("learner", "people:email"),
    Opened("learner", "people:own_data"),
    Opened("hr", "people:person_data", ("report",)),
    Opened("hr", "people:password_link", ("report",)),
    Opened("mentor", "mentoring:mentoring", query="as=mentor"),
    Opened("mentor", "mentoring:offer"),
    Opened("mentor", "mentoring:pairing", ("pairing",)),
    Opened("mentor", "mentoring:task", ("task",)),
    Opened("mentee", "mentoring:pairing", ("pairing",)),
    Opened("mentee", "mentoring:task_new", ("pairing",)),
    Opened("mentee", "mentoring:session_propose", ("pairing",)),
    *(Opened(role, "portal:team") for role in ("executive", "manager", "hr")),
    *(Opened(role, "portal:person", ("report",)) for role in ("executive", "manager", "hr")),
    *(Opened(role, "portal:person_skill", ("report", "skill")) for role in ("executive", "manager", "hr")),
    Opened("executive", "portal:team", query="manager={manager}"),
    Opened("manager", "portal:ratings"),
    Opened("manager", "portal:ratings_compared"),
    Opened("manager", "portal:rate_person", ("report", "skill")),
    *(Opened(role, "portal:ask_ratings", query="person={report}") for role in ("executive", "manager", "hr")),
    *(Opened(role, "portal:ask_ratings", query="manager={manager}") for role in ("executive", "manager")),
    *(Opened("hr", "portal:ask_ratings", query=f"skill={{skill}}{unit}") for unit in ("", "&unit={top}")),
    *(Opened(role, "portal:asked_ratings") for role in ("manager", "hr")),
    Opened("hr", "portal:asked_batch", ("batch",)),
    Opened("hr", "portal:organisation"),
    Opened("hr", "portal:organisation_map"),
    Opened("hr", "portal:organisation_map", query="skills=all"),
    Opened("hr", "portal:organisation_map", query="unit={top}&direct=1"),
    Opened("hr", "portal:organisation_map", query="unit={leaf}"),
    Opened("hr", "portal:organisation_skill", ("skill",)),
    Opened("hr", "portal:organisation_skill", ("skill",), query="unit={top}"),
    Opened("hr", "portal:missing_content"),
    Opened("hr", "portal:organisation_learning"),
    Opened("hr", "portal:calibration"),
    Opened("hr", "portal:raters"),
    Opened("hr", "portal:rater", ("rater",)),
    Opened("hr", "portal:missing_content", query="steps=all"),
    *(
        Opened("hr", "mentoring:programme", query=f"show={show}")
        for show in ("unmatched", "asked", "running", "reserved", "proposed", "over", "mentors")
    ),
    Opened("hr", "mentoring:programme", query="reason=no_free_seat"),
    Opened("author", "content:authoring"),
    Opened("author", "content:authoring", query="of=everyone"),
    Opened("author", "assessments:questions"),
    Opened("author", "assessments:questions", query="q=the"),
    Opened("author", "assessments:new_question"),
    Opened("author", "content:new"),
    Opened("author", "content:import_template"),
    Opened("author", "content:edit", ("module",)),
    Opened("author", "content:versions", ("module",)),
    Opened("author", "content:review", ("module",)),
    Opened("author", "content:owner", ("module",)),
    Opened("author", "content:outdate", ("module",)),
    Opened("author", "content:figures", ("module",)),
    *(Opened("author", "content:writing", query=f"show={show}") for show in ("gaps", "topics", "tasks")),
    Opened("author", "content:writing", query="show=searches"),
    Opened("learner", "content:wishes"),
    Opened("learner", "portal-ask"),
    *(
        Opened("learner", "portal:questions", query=f"show={show}")
        for show in ("newest", "unanswered", "own")
    ),
    Opened("learner", "portal:help_now"),
    Opened("learner", "portal:mentor", ("mentor",)),
    Opened("learner", "portal:found_for"),
    Opened("hr", "portal:asking_policy"),
    Opened("hr", "channels:overview"),
    Opened("hr", "channels:outcomes"),
    Opened("hr", "channels:outcomes_pdf"),
    Opened("author", "content:writing", query="show=questions"),
    Opened("author", "content:answer_reviews"),
    Opened("author", "content:new_faq"),
    Opened("learner", "content:faqs"),
    Opened("learner", "mentoring:help_requests"),
    Opened("author", "content:folders"),
    Opened("author", "content:authoring", query="of=everyone&status=in_review"),
    Opened("author", "assessments:tests"),
    Opened("author", "assessments:new_test"),
    Opened("author", "assessments:item_imports"),
    Opened("author", "assessments:export_items"),
    Opened("author", "assessments:question_health"),
    Opened("author", "assessments:question_health", query="show=all"),
    Opened("author", "assessments:calibrations"),
    *(Opened("hr", f"api:{name}-list") for name in LISTS),
    *(
        Opened("hr", f"api:{name}-list", query=SINCE.format(since))
        for name in OF_PEOPLE
        for since in ("recorded_since" if name == "evidence" else "updated_since",)
    ),
    *(Opened(role, f"api:{name}-list") for name in OF_PEOPLE for role in ("executive", "learner")),
)


def pages(people: int) -> Iterator[Page]:
    """Every page and list of the API that each role opens."""
    from django.urls import reverse

    things = _things(people)
    for one in OPENED:
        query = f"?{one.query.format(**things)}" if one.query else ""
        address = reverse(one.name, args=[things[name] for name in one.of])
        yield Page(one.role, one.name, address + query)


def sign_in(person: "Person") -> str:
    """A session of somebody, as the sign-in makes it; its key."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _things(people: int) -> Mapping[str, str]:
    """What the addresses name, by what they are called in `OPENED`."""
    from assessments.evidence.models import Evidence
    from assessments.gaps.reports import gaps_of
    from assessments.requests.models import RequestBatch
    from content.catalogue.models import Module
    from lifow.notifications.mail import EVERY_KIND, ending_token
    from lifow.people.persons.models import OrgUnit, Person
    from mentoring.pairings.models import Pairing
    from mentoring.tasks.models import Task

    who = {role: Person.objects.get(pk=key) for role, key in paged_company.who(people).items()}
    report = Person.objects.reporting_to(who["manager"]).by_name()[0]
    pairing = Pairing.objects.get(mentor=who["mentor"], state="active")
    found = {
        "evidence": Evidence.objects.for_person(who["learner"]).earliest("pk"),
        "own_skill": gaps_of(who["learner"]).required[0].skill,
        "module": Module.objects.published().order_by("pk")[10],
        "manager": who["manager"],
        "rater": who["manager"],
        "report": report,
        "skill": _required_of(report),
        "top": OrgUnit.objects.earliest("pk"),
        "leaf": OrgUnit.objects.latest("pk"),
        "pairing": pairing,
        "task": Task.objects.filter(pairing=pairing).earliest("pk"),
        "mentor": who["mentor"],
        "batch": RequestBatch.objects.earliest("pk"),
    }
    ending = ending_token(who["learner"], EVERY_KIND)
    return {name: one.public_id for name, one in found.items()} | {"ending_token": ending}


def _required_of(person: "Person") -> "Skill":
    from assessments.frameworks.models import Requirement

    role_level = person.role_assignments.get().role_level
    rows = Requirement.objects.filter(role_level=role_level).select_related("skill").order_by("pk")
    return rows[3].skill

"""The home where nothing is left to do but to wait: for whom, since when, and never that all is met."""

from django.urls import reverse
from django.utils import timezone

from assessments.requests.reports import Ask
from assessments.requests.services import decline_to_rate
from content.planning.models import Plan
from lifow.people.persons.models import Employment
from tests.backing.asking import ask
from tests.backing.worlds import world
from tests.company import observe, skill
from tests.flows.reading import section, words
from tests.portal.conftest import bring_up_to_date, lately
from tests.portal.home.test_home import home_of

SKILLS = ("Refund policy", "SQL", "Empathy")


@world
def kofi_has_said(company):
    """Kofi has rated himself above what his role needs; nobody else has said anything."""
    for name in SKILLS:
        observe(company.kofi, skill(name), 5, source="self", observed_at=lately())
    bring_up_to_date(company.kofi)
    return company.kofi


def test_what_waits_is_told_with_for_whom_and_since_when(company, kofi_has_said):
    assert kofi_has_said.plan.outcome == Plan.Outcome.WAITING
    page = words(home_of(company, kofi_has_said))
    assert "Now Waiting for ratings by others" in page
    assert "Refund policy Waiting for Marta since" in page
    assert "You meet every skill" not in page
    assert "No gaps for your role" not in page
    assert "I have more time today" not in page


def test_the_one_who_is_waited_for_reads_that_first(company, kofi_has_said):
    assert "3 ratings to give" in section(home_of(company, company.marta), "Waiting for you")


def test_where_nobody_else_is_asked_it_says_who_can_ask(company, kofi_has_said):
    for name in SKILLS:
        about = {"person": kofi_has_said, "skill": skill(name), "asked": company.marta}
        decline_to_rate(**about, reason="cannot_judge", as_of=timezone.now())
    page = words(home_of(company, kofi_has_said))
    assert "Now Your plan needs ratings by others" in page
    assert "Refund policy Nobody else is asked yet. Your manager or HR can ask somebody" in page


def test_without_a_manager_nobody_is_named(company, kofi_has_said):
    Employment.objects.filter(person=kofi_has_said).update(manager=None)
    assert "Nobody else is asked yet." in words(home_of(company, kofi_has_said))


def test_what_somebody_is_asked_themselves_is_their_step_and_no_waiting(company):
    ask(about=Ask(company.kofi.pk, company.sql.pk, "self"), as_of=lately())
    bring_up_to_date(company.kofi)
    page = words(home_of(company, company.kofi))
    assert "Now Rate yourself in" in page
    assert "Waiting for ratings by others" not in page


def test_declining_to_rate_oneself_takes_the_step_out_of_the_plan(company):
    ask(about=Ask(company.kofi.pk, company.sql.pk, "self"), as_of=lately())
    bring_up_to_date(company.kofi)
    steps = kofis_steps(company)
    assert company.sql.pk in steps
    address = reverse("portal:decline_rating", args=[company.kofi.public_id, company.sql.public_id])
    company.browser(company.kofi).post(address, {"reason": "cannot_judge"})
    assert company.sql.pk not in kofis_steps(company)


def kofis_steps(company) -> set[int]:
    plan = Plan.objects.get(person=company.kofi)
    return set(plan.items.values_list("skill", flat=True))

"""How levels are worked out: read by everybody, with the numbers in force beside the shipped ones."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.formula_2 import SecondPolicy
from assessments.gaps.compute.policy import Expected, GapPolicy
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.services import adopt_policy
from portal.method.reports import guide_page
from tests.flows.reading import section, words
from tests.portal.conftest import queries_of

LINK = 'href="/how-levels-are-worked-out/"'


def read(company, who=None):
    return company.browser(who or company.abena).get(reverse("portal:method"))


def test_the_page_tells_what_the_guide_tells(company):
    page = words(read(company))
    for one in guide_page("method").sections:
        assert one.title in page
    assert "L(θ) = Φ((k + ½ − θ − o) ÷ s) − Φ((k − ½ − θ − o) ÷ s)" in page


def test_a_new_line_of_the_guide_is_none_of_the_page(company):
    assert "<br" not in guide_page("method").intro
    assert "<br" not in "".join(one.body for one in guide_page("method").sections)


def test_shipped_numbers_are_called_so(company):
    page = words(read(company))
    assert "Policy version 1, as lifow is shipped" in page
    assert "Met above 0.8 0.8" in section(read(company), "Numbers in force")
    assert "No expectation is estimated from this company’s evidence." in page


def test_the_numbers_in_force_are_those_of_the_version_that_holds_now(company):
    policy = replace(GapPolicy(), meets_above=0.9, expected={(1, 2): Expected(0.1, 0.2)})
    adopt_policy(policy=policy, adopted_at=timezone.now(), note="Agreed with the works council")
    adopt_policy(policy=GapPolicy(), adopted_at=timezone.now() + timedelta(days=2))
    page = read(company)
    numbers = section(page, "Numbers in force")
    assert "Policy version 2, adopted on" in words(page)
    assert "Note with this version: Agreed with the works council" in numbers
    assert "Met above 0.9 changed 0.8" in numbers
    assert "What is expected of 1 skill of a role family is estimated" in numbers


@pytest.mark.parametrize("policy", [NormalPolicy(), SecondPolicy()])
def test_a_company_of_an_earlier_formula_is_told_so(company, policy):
    GapPolicyVersion.objects.create(
        version=9, parameters=policy.to_dict(), adopted_at=timezone.now() - timedelta(days=1)
    )
    assert "still worked out by an earlier formula" in words(read(company))


@pytest.mark.parametrize("who", ["abena", "marta", "ines", "ruth"])
def test_everybody_who_is_signed_in_finds_it_below_each_page(company, who):
    reader = getattr(company, who)
    assert read(company, reader).status_code == 200
    assert LINK in company.browser(reader).get(reverse("portal:home")).content.decode()


def test_it_is_one_click_from_where_a_level_is_shown(company):
    own = company.browser(company.abena).get(reverse("portal:skill", args=[company.refunds.public_id]))
    ids = [company.abena.public_id, company.refunds.public_id]
    others = company.browser(company.marta).get(reverse("portal:person_skill", args=ids))
    person = company.browser(company.marta).get(reverse("portal:person", args=ids[:1]))
    assert [own.content.decode().count(LINK), others.content.decode().count(LINK)] == [2, 2]
    assert person.content.decode().count(LINK) == 1


def test_it_asks_little_of_the_database(company):
    assert queries_of(lambda: read(company)) <= 6

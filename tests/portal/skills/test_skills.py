"""One's own skills: where one stands, the evidence behind it, and saying it oneself."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.frameworks.models import SkillLevel, SkillReplacement
from tests.company import compute, module, observe, skill
from tests.flows.reading import section, words


def rate_address(what) -> str:
    return reverse("portal:rate", args=[what.public_id])


def skill_page(company, what, who=None):
    return company.browser(who or company.abena).get(reverse("portal:skill", args=[what.public_id]))


def own_ratings(company):
    return company.abena.evidence.filter(source="self")


def once_of(page) -> str:
    return re.search(r'name="idempotency_key" value="([^"]+)"', page.content.decode())[1]


def test_skills_are_grouped_by_what_is_missing_first(company):
    page = company.browser(company.abena).get(reverse("portal:skills"))
    assert "Refund policy critical Evidence: 4, newest" in section(page, "Gaps")
    assert "SQL Rate yourself : SQL Not assessed yet · Needed 2" in section(page, "Needs assessment")
    assert "Empathy" in section(page, "Met")
    assert "1 of 3 skills met · 1 gap · 1 not assessed" in words(page)
    assert "ready in what is known, 75% of the role Gap in 1 of 1 critical skill" in words(page)


def test_what_needs_assessment_is_rated_from_the_list_also_where_there_is_evidence(company):
    observe(company.abena, company.sql, 1, source="self", observed_at=timezone.now() - timedelta(days=60))
    compute(company.abena, as_of=timezone.now())
    page = company.browser(company.abena).get(reverse("portal:skills"))
    assert "SQL Rate yourself : SQL Evidence: 1, newest" in section(page, "Needs assessment")


def test_a_skill_that_is_known_but_not_needed_stands_apart(company):
    observe(company.abena, skill("Upsell"), 3)
    company.browser(company.abena).post(rate_address(skill("Upsell")), {"level": "3", "idempotency_key": "a"})
    page = company.browser(company.abena).get(reverse("portal:skills"))
    assert "Upsell" in section(page, "Other skills")


def test_without_role_and_evidence_the_page_says_what_will_be_here(company):
    assert "Nothing is known yet" in words(company.browser(company.ines).get(reverse("portal:skills")))


def test_a_skill_shows_its_level_the_evidence_and_what_each_level_looks_like(company):
    SkillLevel.objects.create(skill=company.refunds, value=3, text="Decides alone within the limits.")
    page = skill_page(company, company.refunds)
    assert "You 2 · Needed 3 Needed for Support specialist II. Critical" in section(page, "Level")
    assert "Manager, Marta Kowalczyk 2 " in section(page, "Evidence")
    levels = section(page, "What each level looks like")
    assert "2 Guided you" in levels
    assert "3 Independent needed Decides alone within the limits." in levels


def test_texts_of_a_framework_keep_their_lists_and_are_never_html(company):
    SkillLevel.objects.create(skill=company.refunds, value=3, text="Can:\n- decide\n- say <b>why</b>")
    company.refunds.description = "What to pay back.\n\n• who\n• when"
    company.refunds.save()
    page = skill_page(company, company.refunds).content.decode()
    assert "<p>Can:</p><ul><li>decide</li><li>say &lt;b&gt;why&lt;/b&gt;</li></ul>" in page
    assert "<p>What to pay back.</p><ul><li>who</li><li>when</li></ul>" in page
    rate = company.browser(company.abena).get(rate_address(company.refunds)).content.decode()
    assert '<span class="text-item">say &lt;b&gt;why&lt;/b&gt;</span>' in rate
    assert "<li>who</li><li>when</li>" in rate


def test_the_source_of_a_framework_stands_below_its_texts(company):
    company.refunds.framework.attribution = "Crown copyright, OGL 3.0"
    company.refunds.framework.save()
    for address in (reverse("portal:skill", args=[company.refunds.public_id]), rate_address(company.refunds)):
        page = company.browser(company.abena).get(address).content.decode()
        assert '<p class="source">Crown copyright, OGL 3.0</p>' in page


def test_what_helps_fits_the_level_and_the_rest_is_a_click_away(company):
    module("For experts", company.refunds, 4, 5)
    helps = section(skill_page(company, company.refunds), "Modules that help")
    assert helps.index("The refund change") < helps.index("1 module for another level")
    assert helps.index("1 module for another level") < helps.index("For experts")


def test_never_assessed_is_not_level_zero(company):
    page = skill_page(company, company.sql)
    assert "Not assessed yet · Needed 2" in section(page, "Level")
    assert "Not assessed is not the same as level 0" in section(page, "Evidence")


def test_another_persons_evidence_is_not_on_ones_own_page(company):
    observe(company.kofi, company.refunds, 5, origin={"text": "Only for Kofi"})
    assert "Only for Kofi" not in words(skill_page(company, company.refunds))


def test_rating_oneself_is_evidence_at_once_seen_in_level_gaps_and_plan(company):
    browser = company.browser(company.abena)
    assert "Rate yourself in SQL" in words(browser.get(reverse("portal:home")))
    form = browser.get(rate_address(company.sql))
    sent = browser.post(
        rate_address(company.sql),
        {"level": "3", "note": "Wrote the payout query", "idempotency_key": once_of(form)},
    )
    assert sent["Location"] == reverse("portal:skill", args=[company.sql.public_id])
    page = browser.get(sent["Location"])
    assert "Wrote the payout query" in section(page, "Evidence")
    # A self-rating that nobody else has confirmed is read a little lower than it says.
    assert "You 2 · Needed 2" in section(page, "Level")
    assert "Your rating in SQL is saved. Your gaps and your plan are up to date." in page.content.decode()
    home = words(browser.get(reverse("portal:home")))
    assert "SQL" not in home


def test_a_double_click_is_one_rating(company):
    browser = company.browser(company.abena)
    answer = {"level": "2", "idempotency_key": "the same form"}
    first, second = (browser.post(rate_address(company.sql), answer) for _click in range(2))
    assert first.status_code == second.status_code == 302
    assert own_ratings(company).count() == 1


def test_another_level_after_going_back_is_another_rating(company):
    browser = company.browser(company.abena)
    for level in ("2", "3"):
        browser.post(rate_address(company.sql), {"level": level, "idempotency_key": "the same form"})
    assert [float(one.level) for one in own_ratings(company).order_by("pk")] == [2, 3]


def test_going_back_to_what_was_said_first_is_the_newest_word_and_twice_is_once(company):
    browser = company.browser(company.abena)
    for level in ("2", "3", "2", "2"):
        sent = browser.post(rate_address(company.sql), {"level": level, "idempotency_key": "the same form"})
    assert [float(one.level) for one in own_ratings(company).order_by("pk")] == [2, 3, 2]
    assert section(browser.get(sent["Location"]), "Level").startswith("You about 2 · Needed 2")


def test_going_back_past_another_form_is_the_newest_word_too(company):
    browser = company.browser(company.abena)
    for level, form in (("2", "first"), ("3", "second"), ("2", "first")):
        browser.post(rate_address(company.sql), {"level": level, "idempotency_key": form})
    assert [float(one.level) for one in own_ratings(company).order_by("pk")] == [2, 3, 2]


def test_a_form_is_not_taken_for_another_whose_name_begins_like_it(company):
    browser = company.browser(company.abena)
    for form in ("the form", "the"):
        browser.post(rate_address(company.sql), {"level": "2", "idempotency_key": form})
    assert own_ratings(company).count() == 2


def test_another_note_after_going_back_is_kept_too(company):
    browser = company.browser(company.abena)
    for note in ("", "The payout query"):
        browser.post(
            rate_address(company.sql), {"level": "2", "note": note, "idempotency_key": "the same form"}
        )
    assert [one.origin["text"] for one in own_ratings(company).order_by("pk")] == ["", "The payout query"]


@pytest.mark.parametrize("level", ["", "9", "-1", "many", "2.5", "٣", "1" * 5000])
def test_a_form_that_cannot_be_taken_keeps_what_was_typed_and_says_why(company, level):
    browser = company.browser(company.abena)
    refused = browser.post(
        rate_address(company.sql), {"level": level, "note": "My own words", "idempotency_key": "x"}
    )
    assert refused.status_code == 422
    assert "Nothing is saved yet: please check" in words(refused)
    assert "My own words" in refused.content.decode()
    assert not own_ratings(company).exists()


def test_a_level_that_was_chosen_stays_chosen_beside_an_error(company):
    refused = company.browser(company.abena).post(
        rate_address(company.sql), {"level": "3", "note": "x" * 1001, "idempotency_key": "x"}
    )
    assert refused.status_code == 422
    assert re.search(r'value="3" checked', refused.content.decode())


def test_a_form_without_its_token_is_not_taken(company):
    refused = company.browser(company.abena).post(rate_address(company.sql), {"level": "3"})
    assert refused.status_code == 422


def test_a_skill_that_is_retired_or_a_heading_is_not_rated(company):
    skill("Invoices", parent=skill("Product"))
    retired = skill("Fax", retired_at=timezone.now())
    browser = company.browser(company.abena)
    said = {"level": "3", "idempotency_key": "x"}
    heading = rate_address(skill("Product"))
    assert [browser.get(heading).status_code, browser.post(heading, said).status_code] == [404, 404]
    for sent in (browser.get(rate_address(retired)), browser.post(rate_address(retired), said)):
        # Whoever had the form open is told why; see the tests of what became of ratings.
        assert sent["Location"] == reverse("portal:skill", args=[retired.public_id])
    assert "Rate yourself" not in words(skill_page(company, retired))
    assert not Evidence.objects.filter(source="self").exists()


def test_a_skill_over_others_is_rated_where_a_role_needs_it(company):
    skill("Data modelling", parent=company.sql)
    browser = company.browser(company.abena)
    assert browser.get(rate_address(company.sql)).status_code == 200
    assert browser.post(rate_address(company.sql), {"level": "3", "idempotency_key": "x"}).status_code == 302
    assert Evidence.objects.filter(source="self").get().skill == company.sql


def test_a_skill_whose_parts_are_all_retired_is_rated_itself(company):
    skill("Invoices", parent=skill("Product"), retired_at=timezone.now())
    assert company.browser(company.abena).get(rate_address(skill("Product"))).status_code == 200


def test_a_scale_that_starts_at_one_can_still_be_answered_with_not_yet(company):
    page = words(company.browser(company.abena).get(rate_address(company.sql)))
    assert "0 0 Not yet Cannot do this yet. 1 1 Aware" in page


def test_a_skills_page_reads_a_fixed_number_of_times(company, django_assert_max_num_queries):
    skill_page(company, company.refunds)
    for number in range(6):
        module(f"Refunds {number}", company.refunds, 2, 3)
        observe(company.abena, company.refunds, 2, source="manager", rater=company.marta)
    with django_assert_max_num_queries(20):
        skill_page(company, company.refunds)


def test_pages_of_a_replaced_skill_lead_to_the_one_in_its_place(company):
    old = skill("Money back", retired_at=timezone.now())
    SkillReplacement.objects.create(old=old, new=company.refunds, replaced_at=timezone.now())
    learner, hr = company.browser(company.abena), company.browser(company.ruth)
    for browser, name, args in (
        (learner, "skill", []),
        (learner, "rate", []),
        (hr, "person_skill", [company.abena.public_id]),
        (hr, "organisation_skill", []),
    ):
        page = browser.get(reverse(f"portal:{name}", args=[*args, old.public_id]))
        assert page.status_code == 302
        assert page.url == reverse(f"portal:{name}", args=[*args, company.refunds.public_id])
    sent = learner.post(rate_address(old), {"level": "3", "idempotency_key": "a"}, follow=True)
    assert "Money back is Refund policy now. Nothing was saved" in words(sent)
    assert not own_ratings(company).filter(skill=old).exists()

"""Writing, previewing, publishing and retiring modules, and seeing what to make."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from content.activity.models import Activity
from content.catalogue.models import Module, ModuleDraft
from content.facets.models import FacetValue
from tests.company import NOON, compute, count_up, give, module, observe, person, role, skill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_reviews")]
AUTHORING, NEW = reverse("content:authoring"), reverse("content:new")


def address(name: str, of) -> str:
    return reverse(f"content:{name}", args=[of.public_id])


def typed(**changes: str) -> dict[str, str]:
    """A form as it is filled in: one effect and an empty line, no prerequisite."""
    return {
        "effects-INITIAL_FORMS": "0",
        "effects-TOTAL_FORMS": "2",
        "title": "Say no kindly",
        "kind": "article",
        "minutes": "4",
        "body": "A *story*.",
        "effects-0-skill": skill("Empathy").public_id,
        "effects-0-from_level": "1",
        "effects-0-to_level": "2.5",
        "publish": "1",
        **changes,
    }


def pages(of: Module) -> list[tuple[str, str]]:
    return [
        ("get", AUTHORING),
        ("get", NEW),
        ("post", NEW),
        ("get", address("edit", of)),
        ("post", address("edit", of)),
        ("post", address("publish", of)),
        ("post", address("archive", of)),
    ]


def test_learners_are_told_who_can_let_them_in(learner_client, draft):
    for method, url in pages(draft):
        response = getattr(learner_client, method)(url)
        assert response.status_code == 403, url
        assert "An HR admin can give you access." in response.content.decode()
    assert Module.objects.get().status == Module.Status.DRAFT


def test_what_to_make_leads_to_a_form_that_knows_it(author_client, abena):
    count_up()
    page = author_client.get(AUTHORING).content.decode()
    refunds = skill("Refund policy").public_id
    assert "Refund policy" in page
    link = f"{NEW}?skill={refunds}&amp;from=1&amp;to=2"
    assert f'href="{link}"' in page
    form = author_client.get(link.replace("&amp;", "&")).content.decode()
    assert f'<option value="{refunds}" selected>' in form
    assert re.search(r'name="effects-0-to_level".*?<option value="2" selected>', form, re.DOTALL)


def test_what_authors_are_asked_to_make_is_what_hr_sees_missing(author_client, client, abena):
    """Somebody lacks a hundredth of a level, which would be shown as 0.0 levels."""
    client.force_login(person("Ruth Amankwah", is_hr_admin=True))
    module("The refund change", skill("Refund policy"), 1, 2.99)
    count_up()
    page = author_client.get(AUTHORING)
    assert page.context["missing"] == client.get(reverse("portal:missing_content")).context["missing"] == ()
    assert "Every known gap has a module that closes it." in page.content.decode()


def test_an_author_sees_their_own_modules_with_their_use(author_client, author, abena, refunds):
    Module.objects.update(author=author)
    Activity.objects.create(person=abena, module=refunds, started_at=NOON, touched_at=NOON, completed_at=NOON)
    Activity.objects.create(person=author, module=refunds, started_at=NOON, touched_at=NOON)
    (shown,) = author_client.get(AUTHORING).context["modules"]
    assert (shown.started_count, shown.completed_count) == (2, 1)


def test_others_modules_are_one_click_away(author_client, refunds):
    assert list(author_client.get(AUTHORING).context["modules"]) == []
    everyones = author_client.get(AUTHORING, {"of": "everyone"})
    assert list(everyones.context["modules"]) == [refunds]


@pytest.mark.parametrize("status", ["draft", "published", "retired"])
def test_each_status_has_a_tab(author_client, draft, refunds, status):
    shown = author_client.get(AUTHORING, {"of": "everyone", "status": status}).context["modules"]
    assert {one.status for one in shown} == ({status} if status in ("draft", "published") else set())


@pytest.mark.parametrize("status", ["", "none", "\x00", "drafts'"])
def test_a_status_that_there_is_not_shows_what_is_published(author_client, draft, refunds, status):
    page = author_client.get(AUTHORING, {"of": "everyone", "status": status})
    assert {one.status for one in page.context["modules"]} == {"published"}
    assert [tab["label"] for tab in page.context["tabs"] if tab["current"]] == ["Published"]


def test_more_modules_and_gaps_take_no_more_queries(
    author_client, author, abena, refunds, django_assert_max_num_queries
):
    Module.objects.update(author=author)
    refunds.effects.update(to_level=2)
    with django_assert_max_num_queries(13) as few:
        author_client.get(AUTHORING)
    needs = role("Lead", **{f"Skill_{number}": 3 for number in range(4)})
    for number in range(4):
        module(f"Number {number}", skill(f"Skill {number}"), 3, 4, author=author)
        one = person(f"Kofi {number}")
        give(one, needs)
        observe(one, skill(f"Skill {number}"), 1)
        compute(one)
    with django_assert_max_num_queries(len(few)):
        author_client.get(AUTHORING)


def test_the_editor_reads_as_often_for_many_modules_as_for_one(
    author_client, author, refunds, django_assert_max_num_queries
):
    pages = [NEW, address("edit", refunds)]

    def read():
        return [author_client.get(page) for page in pages]

    read()
    with django_assert_max_num_queries(12 * len(pages)) as few:
        read()
    for number in range(5):
        module(f"Number {number}", skill(f"Skill {number}"), 0, 1, author=author)
    with django_assert_max_num_queries(len(few)):
        read()


def test_a_prerequisite_is_found_by_a_word_and_what_was_ticked_stays(author_client, refunds):
    chosen, other = (module(title, skill(), 0, 1) for title in ("Say it first", "Numbers with care"))
    sent = typed(find="numbers", find_prerequisites="1", prerequisites=chosen.public_id)
    page = author_client.post(address("edit", refunds), sent, headers={"HX-Request": "true"})
    html = page.content.decode()
    assert re.search(f'value="{chosen.public_id}" checked', html)
    assert f'value="{other.public_id}">' in html
    whole = author_client.post(address("edit", refunds), sent).content.decode()
    assert 'value="Say no kindly"' in whole
    assert f'value="{other.public_id}">' in whole
    refunds.refresh_from_db()
    assert refunds.title == "The refund change"


def test_the_editor_does_not_hold_the_catalogue(author_client, refunds):
    others = [module(f"Number {number}", skill(f"Skill {number}"), 0, 1) for number in range(3)]
    page = author_client.get(address("edit", refunds)).content.decode()
    assert not [one for one in others if one.public_id in page]


def test_a_module_is_no_prerequisite_of_itself(author_client, refunds):
    refused = author_client.post(address("edit", refunds), typed(prerequisites=refunds.public_id))
    assert refused.status_code == 422


def test_a_new_module_is_saved_as_a_draft_and_shown(author_client, author):
    facets = "Product: payments, reports\naccount size: small"
    accepted = "Account size: small, Product: payments, Product: reports"
    response = author_client.post(NEW, typed(facets=facets, accepted_facets=accepted))
    made = Module.objects.get()
    assert response.url == address("module", made)
    assert (made.status, made.author, made.minutes) == (Module.Status.DRAFT, author, 4)
    assert made.facets == {"product": ["payments", "reports"], "account_size": ["small"]}
    assert made.effects.get().to_level == Decimal("2.5")


def test_a_facet_that_is_not_in_the_list_is_asked_for_twice_and_waits_for_hr(author_client, refunds):
    """A slip of the pen would be a filter for everybody."""
    module("Filed", skill(), 1, 2, facets={"product": ["Payments", "reports"]})
    sent = typed(facets="product: paymnets, reports")
    refused = author_client.post(NEW, sent)
    assert refused.status_code == 422
    [said] = refused.context["form"].errors["facets"]
    assert "“Product: paymnets” is not in the list. Did you mean “Payments”? Save again" in said
    accepted = refused.context["form"]["accepted_facets"].value()
    assert f'value="{accepted}"' in refused.content.decode()
    other = author_client.post(NEW, sent | {"facets": "prodct: reports", "accepted_facets": accepted})
    assert "“Prodct: reports” is not in the list. Did you mean “Product”?" in str(
        other.context["form"].errors
    )
    assert author_client.post(NEW, sent | {"accepted_facets": accepted}).status_code == 302
    assert [one.name for one in FacetValue.objects.waiting()] == ["Paymnets"]
    again = author_client.post(NEW, typed(facets="product: PAYMNETS"))
    assert again.status_code == 302, "from now on it is one that is known"
    assert Module.objects.latest("pk").facets == {"product": ["paymnets"]}


def test_what_is_chosen_from_the_list_is_kept_when_something_else_is_wrong(author_client, refunds):
    module("Filed", skill(), 1, 2, facets={"product": ["payments", "reports"]})
    payments = FacetValue.objects.get(key="payments")
    sent = typed(facets_chosen=[payments.public_id], title="")
    refused = author_client.post(NEW, sent).content.decode()
    assert re.search(rf'value="{payments.public_id}" checked', refused)
    assert author_client.post(NEW, sent | {"title": "Fees"}).status_code == 302
    made = Module.objects.latest("pk")
    assert made.facets == {"product": ["payments"]}
    page = author_client.get(address("edit", made)).content.decode()
    assert re.search(rf'value="{payments.public_id}" checked', page)


def test_a_module_that_is_saved_as_it_was_is_no_change_whatever_order_its_facets_have(author_client):
    filed = module("Filed", skill(), 1, 2, facets={"product": ["reports", "payments"]})
    form = author_client.get(address("edit", filed)).context
    chosen = [one.public_id for one in FacetValue.objects.all()]
    same = typed(title="Filed", minutes=4, body=filed.body, facets_chosen=chosen)
    same |= {name: form["form"][name].value() for name in ("edition", "summary", "kind")}
    same |= {"effects-0-skill": skill().public_id, "effects-0-from_level": "1", "effects-0-to_level": "2"}
    del same["publish"]
    assert author_client.post(address("edit", filed), same).status_code == 302
    assert not ModuleDraft.objects.exists()


def test_an_edit_begins_with_what_is_there_and_keeps_the_rest(author_client, refunds):
    before = module("First this", skill(), 0, 1)
    refunds.prerequisites.add(before)
    page = author_client.get(address("edit", refunds)).content.decode()
    assert 'value="The refund change"' in page
    assert re.search(r'name="effects-0-from_level".*?<option value="1" selected>', page, re.DOTALL)
    assert f'value="{before.public_id}" checked' in page
    changed = typed(title="Refunds now", prerequisites=before.public_id)
    author_client.post(address("edit", refunds), changed)
    refunds.refresh_from_db()
    assert (refunds.title, refunds.status) == ("Refunds now", Module.Status.PUBLISHED)
    assert refunds.prerequisites.get() == before


def test_a_retired_prerequisite_and_skill_stay_when_a_module_is_edited(author_client, refunds):
    before = module("First this", skill(), 0, 1, status="retired")
    refunds.prerequisites.add(before)
    raised = skill("Refund policy")
    type(raised).objects.update(retired_at=NOON)
    page = author_client.get(address("edit", refunds)).content.decode()
    assert f'value="{before.public_id}" checked' in page
    assert f'<option value="{raised.public_id}" selected>' in page
    kept = {"prerequisites": before.public_id, "effects-0-skill": raised.public_id}
    assert author_client.post(address("edit", refunds), typed(**kept)).status_code == 302
    assert refunds.prerequisites.get() == before
    assert (refunds.effects.get().skill, refunds.effects.get().to_level) == (raised, Decimal("2.5"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Give it a title"),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"minutes": ""}, "Give the minutes that it takes"),
        ({"body": "  "}, "Write the text"),
        ({"kind": "song"}, "Select a valid choice"),
        ({"facets": "payments"}, "is not a facet"),
        ({"facets": "product: pay\x00ments"}, "Null characters are not allowed"),
        ({"facets": "pro\x00duct: payments"}, "Null characters are not allowed"),
        ({"effects-0-to_level": "1"}, "above the level that the module starts from"),
        ({"effects-0-to_level": ""}, "This field is required"),
        ({"effects-0-to_level": "9"}, "within 0 to 5"),
        ({"effects-0-skill": "skl_none"}, "Select a valid choice"),
        ({"prerequisites": "mod_none"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(author_client, changes, message):
    response = author_client.post(NEW, typed(summary="Kept as it was", **changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nothing is saved yet" in page
    assert message in page
    assert "Kept as it was" in page
    assert not Module.objects.exists()


def test_a_circle_is_refused_with_its_path(author_client, refunds):
    then = module("Then that", skill(), 3, 4)
    then.prerequisites.add(refunds)
    response = author_client.post(address("edit", refunds), typed(prerequisites=then.public_id))
    assert response.status_code == 422
    assert "The refund change → Then that → The refund change" in response.content.decode()


def test_typing_previews_the_text_and_saves_nothing(author_client):
    response = author_client.post(NEW, typed(preview="1"), headers={"HX-Request": "true"})
    page = response.content.decode()
    assert page.startswith('<section id="preview"')
    assert "<em>story</em>" in page
    assert "Say no kindly" in page
    assert not Module.objects.exists()


def test_the_preview_works_without_scripts_and_keeps_what_was_typed(author_client):
    response = author_client.post(NEW, typed(preview="1"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "<em>story</em>" in page
    assert 'value="Say no kindly"' in page
    assert not Module.objects.exists()


def test_publishing_and_retiring_change_what_learners_find(author_client, learner_client, draft):
    assert author_client.post(address("publish", draft)).url == address("module", draft)
    assert learner_client.get(address("module", draft)).status_code == 200
    author_client.post(address("archive", draft))
    assert learner_client.get(address("module", draft)).status_code == 404
    assert "Publish again" in author_client.get(address("module", draft)).content.decode()


def test_publishing_starts_the_plans_of_everyone(author_client, draft, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as started:
        author_client.post(address("publish", draft))
    assert len(started) == 1


def test_hr_admins_make_modules_too(client):
    client.force_login(person("Ruth Amankwah", is_hr_admin=True))
    assert client.get(NEW).status_code == 200

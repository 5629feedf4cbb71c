"""A link of a digest acts once, for the person it was made for, and only where a button is pressed."""

import pytest
from django.core import signing
from django.urls import reverse

from assessments.testing.bank.services import retire_item
from assessments.testing.sittings.models import Sitting, SittingItem
from channels.digest.choices import Act
from channels.digest.models import DigestAct, WeekDigest
from channels.digest.reports import DigestLink, read_link
from channels.digest.reports.links import SIGNER
from channels.usage.models import CountedUse
from content.activity.models import Activity, ActivityEntry
from content.activity.services import count_learning, start_module
from content.catalogue.models import Module
from content.planning.models import PlanItem, PutOffStep
from lifow.people.persons.models import Person
from tests.channels.digest.conftest import DAY, MONDAY, SITE, digest_of, links
from tests.company import person

pytestmark = pytest.mark.django_db


def by_act(mail) -> dict[Act, list[str]]:
    found: dict[Act, list[str]] = {act: [] for act in Act}
    for path in links(mail):
        link = read_link(path.split("/")[2])
        assert link is not None
        found[link.act].append(path)
    return found


@pytest.fixture
def paths(abena, mailed):
    """The links of Abena's mail by what they do; she has read the module to its end."""
    read = PlanItem.objects.get(module__isnull=False).module
    start_module(person=abena, module=read, started_at=MONDAY)
    count_learning(person=abena, module=read, seconds=60, reached=100, at=MONDAY)
    return by_act(mailed(abena))


def written() -> tuple[int, ...]:
    return tuple(
        model.objects.count() for model in (DigestAct, PutOffStep, Sitting, SittingItem, ActivityEntry)
    )


def test_the_mail_has_a_link_for_each_act(paths):
    assert {act: len(those) for act, those in paths.items()} == {Act.DONE: 1, Act.PUT_OFF: 2, Act.ANSWER: 4}


def test_looking_changes_nothing_signed_in_or_not(paths, abena, signed_in, client):
    before, mine = written(), signed_in(abena)
    for path in [one for those in paths.values() for one in those]:
        for looks in (mine.get, mine.head, mine.options, client.get, client.head, client.post):
            looks(path)
    assert written() == before


def test_whoever_is_not_signed_in_is_told_nothing(paths, client):
    for path in [one for those in paths.values() for one in those]:
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
        assert "refund" not in answer["Location"].lower()


def test_a_page_says_what_will_happen_with_one_button(paths, abena, signed_in):
    mine = signed_in(abena)
    for act, said in [(Act.DONE, "as done?"), (Act.PUT_OFF, "Put off"), (Act.ANSWER, "Send this answer?")]:
        page = mine.get(paths[act][0])
        html = page.content.decode()
        main = html[html.index("<main") : html.index("</main")]
        assert said in main
        assert main.count("<button") == 1
        assert page["Cache-Control"] == "private, no-store"


def test_done_is_done_once(paths, abena, signed_in):
    mine, (path,) = signed_in(abena), paths[Act.DONE]
    assert mine.post(path).status_code == 302
    assert "That is done already" in mine.post(path).content.decode()
    assert "That is done already" in mine.get(path).content.decode()
    assert Activity.objects.get().completed_at == MONDAY
    assert DigestAct.objects.count() == 1
    assert ActivityEntry.objects.filter(act="completed").get().channel == "mail"
    assert ("mail", "taken", 1) in CountedUse.objects.values_list("channel", "outcome", "number")


def test_what_is_not_read_to_the_end_is_not_offered_as_done_and_cannot_be(abena, mailed, signed_in):
    paths = by_act(mailed(abena))
    assert paths[Act.DONE] == []
    step = PlanItem.objects.get(module__isnull=False).module
    link = DigestLink(digest_of(abena), Act.DONE, step.public_id)
    answer = signed_in(abena).post(link.url.removeprefix(SITE))
    assert answer.status_code == 409
    assert "Read it to the end" in answer.content.decode()
    assert not DigestAct.objects.exists()


def test_a_step_is_put_off_until_next_monday(paths, abena, signed_in):
    mine = signed_in(abena)
    for path in paths[Act.PUT_OFF]:
        assert mine.post(path).status_code == 302
        assert "That is done already" in mine.post(path).content.decode()
    assert {one.until for one in PutOffStep.objects.all()} == {(MONDAY + 7 * DAY).date()}
    assert CountedUse.objects.filter(outcome="dismissed").count() == 2


def test_an_answer_is_handed_in_as_it_was_chosen_and_no_other_after_it(paths, abena, signed_in):
    mine, chosen = signed_in(abena), paths[Act.ANSWER][2]
    shown = mine.get(chosen).content.decode()
    done = mine.post(chosen, follow=True)
    asked = SittingItem.objects.get()
    options = {one["key"]: one["text"] for one in asked.version.body["options"]}
    text = options[asked.answer["key"]]
    assert text in shown
    page = done.content.decode()
    assert ("Right" in page) or ("Wrong" in page)
    for other in paths[Act.ANSWER]:
        assert "That is done already" in mine.post(other).content.decode()
    assert Sitting.objects.get().state == "finished"
    assert SittingItem.objects.get().answer == asked.answer


def test_every_option_leads_to_itself(paths, abena, signed_in):
    digest = digest_of(abena)
    body = digest.question.body
    for path in paths[Act.ANSWER]:
        link = read_link(path.split("/")[2])
        page = signed_in(abena).get(path).content.decode()
        others = [one["text"] for one in body["options"] if f"<strong>{one['text']}</strong>" in page]
        assert len(others) == 1, link


def test_what_is_right_is_nowhere_in_the_mail(abena, mailed):
    mail = mailed(abena)
    keys = {one["key"] for one in digest_of(abena).question.body["options"]}
    rationales = {one.get("rationale") for one in digest_of(abena).question.body["options"]} - {"", None}
    whole = mail.body + mail.alternatives[0].content
    assert not any(one in whole for one in rationales)
    places = {read_link(path.split("/")[2]).place for path in links(mail)} - {""}
    assert places == {"1", "2", "3", "4"}
    assert not keys & (places - {"1", "2", "3", "4"})


def test_a_forwarded_mail_lets_nobody_else_act_or_read(paths, signed_in):
    kofi = signed_in(person("Kofi Mensah"))
    before = written()
    for path in [one for those in paths.values() for one in those]:
        for answer in (kofi.get(path), kofi.post(path)):
            assert answer.status_code == 403
            assert "made for somebody else" in answer.content.decode()
            assert "refund" not in answer.content.decode().lower()
    assert written() == before


def test_a_leavers_links_are_dead(paths, abena, signed_in):
    mine = signed_in(abena)
    Person.objects.filter(pk=abena.pk).update(is_active=False)
    before = written()
    for path in [one for those in paths.values() for one in those]:
        assert mine.post(path).status_code == 302
    assert written() == before


def test_after_two_weeks_a_link_works_no_longer(paths, abena, signed_in, clock):
    clock(MONDAY + 14 * DAY)
    assert signed_in(abena).get(paths[Act.PUT_OFF][0]).status_code == 200
    clock(MONDAY + 15 * DAY)
    mine = signed_in(abena)
    assert mine.get(paths[Act.PUT_OFF][0]).status_code == 410
    assert mine.post(paths[Act.PUT_OFF][0]).status_code == 409
    assert not PutOffStep.objects.exists()


@pytest.mark.parametrize(
    "said", [3, ["dig_x", "done", "", ""], ["dig_x", "eat", "", ""], ["a"], {"a": 1}, None]
)
def test_what_we_have_not_signed_or_do_not_know_is_no_link(abena, said, signed_in):
    ours, others = SIGNER.sign_object(said), signing.Signer(sep=".").sign_object(said)
    for token in (ours, others, signing.dumps(said), "x", "a.b.c", "."):
        assert signed_in(abena).get(reverse("channels:digest_act", args=[token])).status_code == 404


def test_one_character_changed_is_no_link(paths, abena, signed_in):
    path = paths[Act.DONE][0]
    changed = path[:12] + ("A" if path[12] != "A" else "B") + path[13:]
    assert signed_in(abena).post(changed).status_code == 404


def test_a_question_that_was_changed_since_is_not_answered(paths, abena, signed_in):
    retire_item(item=digest_of(abena).question.item, by=abena, reason="Old.", as_of=MONDAY)
    assert signed_in(abena).post(paths[Act.ANSWER][0]).status_code == 409
    assert not DigestAct.objects.exists()
    WeekDigest.objects.update(question=None)
    assert signed_in(abena).get(paths[Act.ANSWER][0]).status_code == 200
    assert signed_in(abena).post(paths[Act.ANSWER][0]).status_code == 409


def test_what_is_gone_breaks_no_page(paths, abena, signed_in):
    PlanItem.objects.all().delete()
    Module.objects.update(public_id="mod_gone")
    for act in (Act.DONE, Act.PUT_OFF):
        assert signed_in(abena).get(paths[act][0]).status_code == 200
        assert signed_in(abena).post(paths[act][0]).status_code == 409

"""Whether a module was helpful: said once done, changeable, told to authors without names."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from content.activity.models import Activity
from content.catalogue.models import Module
from content.catalogue.services import contents_of, update_module
from content.votes.models import LONGEST_WORDS, ModuleVote, RoleVotes
from content.votes.reports import Helpfulness, helpfulness_of, modules_hardly_helpful, vote_of, with_votes
from content.votes.services import VoteError, count_role_votes, vote_on_module
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, give, module, person, role, skill

pytestmark = pytest.mark.django_db
VOTERS = 6


@world
def fees() -> Module:
    return module("The fees", skill("Refund policy"), 1, 2)


@world
def voters(fees) -> list[Person]:
    """Six support specialists who have done it; four of the first five found it helpful."""
    support = role("Support specialist", Refund_policy=3)
    made = [person(f"Voter Number{number}") for number in range(VOTERS)]
    for one in made:
        give(one, support)
        do(one, fees)
    for number, one in enumerate(made[:5]):
        vote(one, fees, is_helpful=number > 0, words="Too long." if not number else "")
    return made


def do(who: Person, what: Module) -> None:
    Activity.objects.create(person=who, module=what, started_at=NOON, touched_at=NOON, completed_at=NOON)


def vote(who: Person, what: Module, *, is_helpful: bool, words: str | None = "", at=NOON) -> ModuleVote:
    return vote_on_module(person=who, module=what, is_helpful=is_helpful, words=words, as_of=at)


def helpfulness(of: Module) -> Helpfulness:
    return helpfulness_of(with_votes(Module.objects.filter(pk=of.pk)).get())


def client_of(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_only_who_has_done_it_votes(fees):
    with pytest.raises(VoteError, match="Do the module first"):
        vote(person("Abena Osei"), fees, is_helpful=True)
    assert not ModuleVote.objects.exists()


def test_voting_again_changes_the_vote_and_the_buttons_leave_the_words(fees, voters):
    vote(voters[0], fees, is_helpful=True, words=None)
    assert (vote_of(voters[0], fees).is_helpful, vote_of(voters[0], fees).words) == (True, "Too long.")
    assert ModuleVote.objects.count() == 5


def test_another_version_is_voted_on_anew_and_the_earlier_words_say_so(fees, voters):
    update_module(module=fees, contents=contents_of(fees).__class__(**{**_said(fees), "body": "Other."}))
    vote(voters[1], fees, is_helpful=False)
    told = helpfulness(fees)
    assert (told.voters, [(one.words, one.is_earlier) for one in told.words]) == (None, [("Too long.", True)])
    assert ModuleVote.objects.count() == 6


def _said(of: Module) -> dict:
    contents = contents_of(of)
    return {name: getattr(contents, name) for name in contents.__dataclass_fields__}


def test_numbers_are_told_from_five_voters_on(fees, voters):
    assert helpfulness(fees).in_words == "4 of 5 people found this version helpful."
    ModuleVote.objects.filter(person=voters[4]).delete()
    assert helpfulness(fees).voters is None
    assert "Shown once 5 people have voted" in helpfulness(fees).in_words


@pytest.mark.parametrize(("helpful", "is_poor"), [(0, True), (2, True), (3, False)])
def test_fewer_than_half_of_five_voters_say_that_a_module_hardly_helps(fees, voters, helpful, is_poor):
    chosen = [one.pk for one in voters[:helpful]]
    ModuleVote.objects.update(is_helpful=False)
    ModuleVote.objects.filter(person__in=chosen).update(is_helpful=True)
    assert modules_hardly_helpful() == [fees.pk] * is_poor
    ModuleVote.objects.filter(person=voters[4]).delete()
    assert modules_hardly_helpful() == []


def test_an_author_reads_the_words_and_no_name_and_a_learner_none_of_it(fees, voters):
    address = reverse("content:module", args=[fees.public_id])
    page = client_of(person("Ines Carvalho", is_author=True)).get(address).content.decode()
    assert "Too long." in page
    assert "4 of 5 people" in page
    assert "Number0" not in page
    assert "Too long." not in client_of(voters[3]).get(address).content.decode()


def test_the_newest_vote_of_each_counts_for_their_roles_of_five_or_more(fees, voters):
    vote(voters[1], fees, is_helpful=False, at=NOON + timedelta(hours=1))
    assert count_role_votes(as_of=NOON) == 1
    row = RoleVotes.objects.get()
    assert (row.role.name, row.voters, row.helpful) == ("Support specialist", 5, 3)
    assert count_role_votes(as_of=NOON) == 1
    ModuleVote.objects.filter(person=voters[4]).delete()
    assert count_role_votes(as_of=NOON) == 0
    assert not RoleVotes.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"helpful": "maybe"}, {"helpful": "yes", "words": "x" * (LONGEST_WORDS + 1)}]
)
def test_a_vote_that_cannot_be_kept_is_told_and_stays_typed(fees, voters, sent):
    client, address = client_of(voters[5]), reverse("content:vote", args=[fees.public_id])
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert refused.context["form"]["words"].value() == sent.get("words")
    assert vote_of(voters[5], fees) is None


def test_the_page_asks_after_it_is_done_and_home_for_two_days(fees, voters):
    client = client_of(voters[5])
    page = client.get(reverse("content:module", args=[fees.public_id])).content.decode()
    assert "Was this helpful?" in page
    Activity.objects.filter(person=voters[5]).update(completed_at=NOON.now(NOON.tzinfo))
    home = client.get(reverse("portal:home")).content.decode()
    assert "Was “The fees” helpful?" in home
    address = reverse("content:vote", args=[fees.public_id])
    after = client.post(address, {"helpful": "no", "then": "home"}, follow=True)
    assert "Was it helpful?" not in after.content.decode()
    assert (
        "You found it not really helpful."
        in client.get(reverse("content:module", args=[fees.public_id])).content.decode()
    )


def test_words_that_look_like_markup_are_text(fees, voters):
    vote(voters[5], fees, is_helpful=True, words="<script>alert(1)</script>")
    author = client_of(person("Ines Carvalho", is_author=True))
    page = author.get(reverse("content:module", args=[fees.public_id])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page

"""No trace of what somebody may not see: not in results, counts, corrections, suggestions, snippets, the API.

Of every role there is a secret. Each is looked for by all who may not see it, through everything that
searches, before it is written and after: every answer is the same, byte for byte.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.answers.services import Asked, answer_question, ask_question, verify_answer
from content.facets.services import add_facet, add_value
from lifow.base.passages.selectors import forget_index
from lifow.base.passages.services import add_synonym, refresh_stale
from lifow.people.persons.models import ExternalId, OrgUnit, Person
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill, unit
from tests.conformance.callers import machine
from tests.portal.conftest import Company

pytestmark = pytest.mark.dialect
WORD = "Quintessence"
# Words that begin as ones that everybody may see: as many as a search looks through.
CROWD = " ".join(f"refa{first}{second}" for first in "abcdefghij" for second in "abcdefghij")
TEXT = f"How long is the {WORD} of a refund kept in the vault? {CROWD}"
API = "/api/v1/search"
PALETTE = {"HX-Request": "true"}
PROBES = (
    WORD,
    "quintessense",
    "quin",
    "ref",
    "how long is the quintessence of a refund kept in the vault",
    "dosh",
    "who knows the quintessence",
)
# What is new in each answer, whatever it tells.
NEW_EACH_TIME = re.compile(
    rb'nonce[-=]\S+|name="csrfmiddlewaretoken" value="\w+"|"x-csrftoken": ?"\w+"|name="key" value="[^"]+"'
)


@dataclass(frozen=True, slots=True)
class Secret:
    """Something of one role; `readers` may see it. `write` gives its public id."""

    readers: frozenset[str]
    write: Callable[[Company], str]


def question_of(asker: str, unit_name: str) -> Callable[[Company], str]:
    """A question with a verified answer that is private to a unit of somebody."""

    def write(company: Company) -> str:
        who, ruth = getattr(company, asker), company.ruth
        inside = OrgUnit.objects.filter(name=unit_name).first() or unit(unit_name)
        facets = {"product": ["vault"]}
        asked = Asked(f"Where is the {WORD}?", body=TEXT, unit=inside, skill=skill("SQL"), facets=facets)
        question = ask_question(asker=who, asked=asked, as_of=NOON)
        answer = answer_question(question=question, author=ruth, text=f"{WORD}: see {TEXT}", as_of=NOON)
        verify_answer(answer=answer, by=ruth, as_of=timezone.now())
        return question.public_id

    return write


def draft(company: Company) -> str:
    """A module that nobody but authors sees yet."""
    facets = {"product": ["Vault"]}
    made = module(
        f"The {WORD}", skill("SQL"), 1, 2, status="draft", body=f"# {WORD}\n\n{TEXT}", facets=facets
    )
    return made.public_id


def colleague(manager: str) -> Callable[[Company], str]:
    """Somebody of a team, with a name, a job and a number of their own."""

    def write(company: Company) -> str:
        made = person(f"{WORD} Vault", manager=getattr(company, manager), job_code=f"Keeper of {WORD}")
        ExternalId.objects.create(source="hris", value="QUINT-1", person=made)
        return made.public_id

    return write


SECRETS: Mapping[str, Secret] = {
    "a learner's": Secret(
        frozenset({"abena", "kofi", "marta", "ruth"}), question_of("abena", "Billing support")
    ),
    "a sales manager's": Secret(frozenset({"rui", "deepa", "ruth"}), question_of("rui", "Sales")),
    "HR's": Secret(frozenset({"ruth"}), question_of("ruth", "Secretariat")),
    "an author's": Secret(frozenset({"ines", "ruth"}), draft),
    "a manager's": Secret(frozenset({"marta", "grace", "ruth"}), colleague("marta")),
    "another manager's": Secret(frozenset({"rui", "ruth"}), colleague("rui")),
}
ROLES = ("abena", "kofi", "marta", "grace", "rui", "deepa", "ines", "ruth", "machine")


@dataclass(frozen=True, slots=True)
class Told:
    """The company before there is a secret, and what everybody is answered."""

    company: Company
    before: Mapping[str, Mapping[str, tuple[int, bytes]]]


@world
def told(company: Company) -> Told:
    """With a facet, a synonym of the secret word, and a question."""
    product = add_facet(name="Product")
    add_value(facet=product, name="Vault")
    add_synonym(words="dosh", means=WORD, is_both_ways=True, as_of=NOON)
    asked = ask_question(asker=company.kofi, asked=Asked("Who refunds a fee?"), as_of=NOON)
    answer_question(question=asked, author=company.marta, text="The referee of refunds.", as_of=NOON)
    module("Vaults", skill("SQL"), 1, 2, facets={"product": ["Vault"]})
    indexed()
    return Told(company, {role: seen(company, role) for role in ROLES})


def indexed() -> None:
    while refresh_stale():
        pass


def client_of(company: Company, role: str) -> Client:
    if role == "machine":
        return machine("search:read")
    who = Person.objects.get(given_name="Deepa") if role == "deepa" else getattr(company, role)
    return company.browser(who)


def answers(client: Client, role: str, probe: str) -> Iterator[tuple[str, HttpResponse]]:
    """What everything that searches answers; pages that show the same in full, to the secret word alone."""
    yield f"API: {probe}", client.get(API, {"q": probe})
    if role != "machine":
        search = reverse("portal:search")
        yield f"palette: {probe}", client.get(search, {"q": probe}, headers=PALETTE)
        yield f"similar: {probe}", client.post(reverse("portal:ask_similar"), {"title": probe, "key": "k"})
    if role != "machine" and probe == WORD:
        yield "page", client.get(search, {"q": probe})
        yield "page, filtered", client.get(search, {"q": probe, "facet.product": "Vault", "typed": "1"})
        yield "asking", client.get(reverse("portal-ask"), {"q": probe})
        yield "questions", client.get(reverse("portal:questions"), {"q": probe})
    if probe == WORD:
        yield "API, of a kind", client.get(API, {"q": probe, "kind": "question", "as_typed": "true"})


def seen(company: Company, role: str) -> dict[str, tuple[int, bytes]]:
    """All answers to somebody, without what is new in each."""
    client = client_of(company, role)
    return {
        name: (response.status_code, NEW_EACH_TIME.sub(b"", response.content))
        for probe in PROBES
        for name, response in answers(client, role, probe)
    }


@pytest.mark.parametrize("of", SECRETS)
def test_a_secret_leaves_no_trace_for_anybody_who_may_not_see_it(told, of):
    secret = SECRETS[of]
    public_id = secret.write(told.company)
    indexed()
    # As a process that begins holds it: with the words of the secret among all others.
    forget_index()
    for role in ROLES:
        client = client_of(told.company, role)
        if role in secret.readers:
            assert WORD in client.get(API, {"q": WORD}).content.decode(), role
            continue
        for name, answer in seen(told.company, role).items():
            assert answer == told.before[role][name], f"{role}: {name}"
        assert not client.get(API, {"q": public_id}).json()["is_sure"]

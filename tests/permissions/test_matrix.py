"""Who is answered what: every address of the site × everyone, by one table."""

from collections.abc import Iterator
from functools import cache

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from assessments.roles.models import RoleAssignment
from tests.backing import worlds
from tests.permissions.matrix import METHODS, Row, rows
from tests.permissions.urlconf import Address, addresses
from tests.permissions.world import OLD_WORDS, World, build_world, is_login

pytestmark = pytest.mark.django_db
ROWS = rows()
ADDRESSES = addresses()
PAGES = (
    *("portal:", "people:", "notifications:", "assessments:", "content:", "mentoring:", "channels:"),
    "media:",
    "uploads:",
    "portal-ask",
    "demo:",
)
# Mail programs post there without a page, and so without its token (RFC 8058); lifow to the demo's Slack.
WITHOUT_A_PAGE = ("notifications:unsubscribe", "demo:slack_api", "demo:slack_response")
API = "api:"
INSIDE = ("200", "302", "400", "422")
PROBLEM = "application/problem+json"
# What is the same for everybody: examples may be called as people and skills of the world are.
PUBLIC = ("portal:styleguide", "api:openapi", "api:docs")


@cache
def row_of(address: Address, method: str) -> Row | None:
    """The first row of the table that is about an address."""
    return next((row for row in ROWS if row.method == method and row.covers(address.name)), None)


def addresses_of(row: Row) -> list[Address]:
    """The addresses for which a row speaks: those that no row above it has taken."""
    return [address for address in ADDRESSES if row_of(address, row.method) is row]


def insiders(address: Address) -> Iterator[str]:
    """Those whom the table lets in, by any method."""
    for row in ROWS:
        if row.covers(address.name):
            yield from (actor for actor, answer in row.expected.items() if answer in INSIDE)


@worlds.world
def world() -> World:
    return build_world()


def ask(
    world: World, actor: str, method: str, url: str, *, is_api: bool = False, **options: bool
) -> HttpResponse:
    """The response to one request, which leaves no trace. A fault of the site is raised, not answered."""
    # A page's form always sends something; what a form asks for is left empty.
    filled = {"data": {}, "content_type": "application/json"} if is_api else {"data": {"sent": ""}}
    body = filled if method != "GET" else {}
    with transaction.atomic():
        client = world.client(actor, **options)
        response = getattr(client, method.lower())(url, **body)
        transaction.set_rollback(True)
    return response


def answer(response: HttpResponse) -> str:
    """The status as the table writes it: `login` for a redirect to where one signs in."""
    return "login" if is_login(response.headers.get("Location", "")) else str(response.status_code)


def answers(world: World, row: Row, address: Address) -> dict[str, str]:
    """What everyone is answered; a refusal by the API is a problem, and who signs in to a page comes back."""
    found = {}
    for actor in row.expected:
        url = address.url(world.ids_of(actor))
        response = ask(world, actor, row.method, url, is_api=address.name.startswith(API))
        if address.name.startswith(API) and response.status_code >= 400:
            assert response.headers["Content-Type"] == PROBLEM, f"{actor}: {response.content!r}"
        found[actor] = answer(response)
        if address.name.startswith(PAGES) and found[actor] == "login":
            assert response.headers["Location"] == f"{reverse('account_login')}?next={url}", actor
    return found


def test_every_address_is_in_the_table():
    missing = [one.name for one in ADDRESSES if not any(row.covers(one.name) for row in ROWS)]
    assert not missing, f"say in matrix.txt who may do what at: {', '.join(missing)}"


def test_every_row_is_about_an_address():
    idle = [str(row) for row in ROWS if not addresses_of(row)]
    assert not idle, f"matrix.txt speaks of what is no longer there, or was said above: {', '.join(idle)}"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everyone_is_answered_as_the_table_says(row, world):
    for address in addresses_of(row):
        assert answers(world, row, address) == row.expected, address.name


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row.expected["former"] in ("200", "422") and not row.name.startswith(PUBLIC)],
    ids=str,
)
def test_a_former_mentor_reads_nothing_that_names_gaps(row, world):
    """Neither what the two told each other, nor, on a page about the learner, a skill that they need."""
    learner = world.people["learner"]
    needed = RoleAssignment.objects.get(person=learner).role_level.requirements.select_related("skill")
    gaps = [name for one in needed for name in (one.skill.name, one.skill.public_id)]
    for address in addresses_of(row):
        is_api = address.name.startswith(API)
        found = ask(world, "former", row.method, address.url(world.ids_of("former")), is_api=is_api)
        body = b"".join(found.streaming_content) if found.streaming else found.content
        text = body.decode(errors="replace")
        assert not [words for words in OLD_WORDS if words in text], address.name
        if any(name in text for name in (str(learner), learner.public_id)):
            assert not [gap for gap in gaps if gap in text], address.name


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.name.startswith((*PAGES, API))], ids=str)
def test_other_methods_are_refused(address, world):
    actor = next(insiders(address), "hr")
    for method in METHODS:
        if row_of(address, method) is None:
            response = ask(world, actor, method, address.url(world.ids), is_api=address.name.startswith(API))
            assert response.status_code == 405, f"{actor}: {method}"


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in ROWS
        if row.method == "POST" and row.name.startswith(PAGES) and row.name not in WITHOUT_A_PAGE
    ],
    ids=str,
)
def test_every_form_wants_its_own_token(row, world):
    for address in addresses_of(row):
        for actor in insiders(address):
            response = ask(world, actor, "POST", address.url(world.ids), enforce_csrf_checks=True)
            assert response.status_code == 403, actor


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.name.startswith((*PAGES, API)) and "*" not in row.name], ids=str
)
def test_what_does_not_exist_is_found_by_nobody(row, world):
    (address,) = addresses_of(row)
    inside = {actor for actor, answer in row.expected.items() if answer in INSIDE}
    # The number of a question is no id: a later one leads to the one that is asked.
    for need in set(address.needs) & set(world.ids) - {"number"}:
        for actor in sorted(inside | {"hr"}):
            ids = {**world.ids, need: "xxx_1"}
            response = ask(world, actor, row.method, address.url(ids), is_api=address.name.startswith(API))
            assert response.status_code in ((404,) if actor in inside else (404, 403)), f"{actor}: {need}"

"""`python -m benchmarks.served_company PEOPLE`: a company of a size, served until standard input ends.

Prints one line of JSON when it is ready: where it is served, a session of each role, and each page with the
queries that it takes.
"""

import json
import os
import sys

from benchmarks import company, paged_company, role_pages
from benchmarks.serving import serving

KEPT = "LIFOW_BENCH_DATABASE_{people}"


def main(people: int) -> None:
    """Build the company, unless a variable names a database that has it already, and serve it."""
    kept = os.environ.get(KEPT.format(people=people))
    if kept:
        with company.prepared(kept):
            _serve(people)
        return
    with company.database():
        paged_company.fill(people)
        _serve(people)


def _serve(people: int) -> None:
    from lifow.people.persons.models import Person

    roles = {role: Person.objects.get(pk=key) for role, key in paged_company.who(people).items()}
    sessions = {role: role_pages.sign_in(person) for role, person in roles.items()}
    pages = [
        (page.role, page.name, page.address, _queries(page.address, sessions[page.role]))
        for page in role_pages.pages(people)
    ]
    with serving() as site:
        print(json.dumps({"site": site, "sessions": sessions, "pages": pages}), flush=True)
        sys.stdin.read()


def _queries(address: str, session: str) -> int:
    """How many queries a page takes, once what is cached is there."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


if __name__ == "__main__":
    main(int(sys.argv[1]))

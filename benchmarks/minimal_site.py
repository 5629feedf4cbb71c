"""The least that a Django site can do to answer as lifow does: the same rows, the same bytes.

No middleware, no ORM, one plain template. The rows of a page come in three queries: the session, the person
and, in one UNION, what the page is made of. `LIFOW_BENCH_PAGES` is a folder with the answers of lifow, which
are emitted in as many pieces as there are rows.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template import engines
from django.urls import re_path

FOLDER = Path(os.environ["LIFOW_BENCH_PAGES"])
TEMPLATE = "{% autoescape off %}{% for piece in pieces %}{{ piece }}{% endfor %}{% endautoescape %}"
# By a page's address: the tables whose rows it shows, as FROM clauses of the person %(person)s.
ROWS = {
    "/": (
        "assessments_gapreport AS t WHERE t.person_id = %(person)s AND t.superseded_at IS NULL",
        """assessments_skill AS t JOIN assessments_requirement AS r ON r.skill_id = t.id
           JOIN assessments_roleassignment AS a USING (role_level_id) WHERE a.person_id = %(person)s""",
        "content_planitem AS t JOIN content_plan AS p ON p.id = t.plan_id WHERE p.person_id = %(person)s",
        "content_activity AS t WHERE t.person_id = %(person)s",
        "mentoring_pairing AS t WHERE t.mentee_id = %(person)s",
    ),
    "/skills/": (
        "assessments_gapreport AS t WHERE t.person_id = %(person)s AND t.superseded_at IS NULL",
        """assessments_skill AS t JOIN assessments_requirement AS r ON r.skill_id = t.id
           JOIN assessments_roleassignment AS a USING (role_level_id) WHERE a.person_id = %(person)s""",
        "assessments_roleassignment AS t WHERE t.person_id = %(person)s",
    ),
    "/api/v1/gap-reports": (
        """(SELECT * FROM assessments_gapreport WHERE superseded_at IS NULL ORDER BY person_id LIMIT 51) AS t
           WHERE %(person)s > 0""",
        "assessments_skill AS t WHERE %(person)s > 0",
    ),
}

settings.configure(
    DATABASES={"default": environ.Env().db("DATABASE_URL") | {"CONN_MAX_AGE": 60}},
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["localhost"],
    SECRET_KEY="only-for-benchmarks",
    USE_TZ=True,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)


def page(request: HttpRequest) -> HttpResponse:
    """Answer an address with the bytes that lifow has answered it with."""
    session = request.COOKIES.get("sessionid", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session WHERE session_key = %s", [session])
        if cursor.fetchone() is None:
            return HttpResponseForbidden()
        person = {"person": kept("people")[session]}
        cursor.execute("SELECT * FROM people_person WHERE id = %(person)s", person)
        cursor.fetchone()
        parts = (f"SELECT row_to_json(t)::text FROM {rows}" for rows in ROWS[request.path])
        cursor.execute(" UNION ALL ".join(parts), person)
        rows = cursor.fetchall()
    text = kept("answers")[request.path]
    step = max(1, len(text) // max(1, len(rows)))
    pieces = [text[start : start + step] for start in range(0, len(text), step)]
    return HttpResponse(template().render({"pieces": pieces}))


@cache
def kept(name: str) -> dict[str, Any]:
    """What the benchmark has written into the folder."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return found


@cache
def template() -> Any:
    return engines["django"].from_string(TEMPLATE)


urlpatterns = [re_path("", page)]
application = get_wsgi_application()

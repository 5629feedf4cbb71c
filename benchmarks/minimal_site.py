"""A minimal Django site that answers as lifow does: the same rows, the same bytes.

Its middleware says who is signed in, a view fetches the rows of a page in at most four queries, and one plain
template writes them. The template is lifow's own answer, with a variable in place of each value that differs
from person to person; all words, however many there are, are plain text in it. `LIFOW_BENCH_PAGES` is a
folder with the answers of lifow.
"""

import json
import os
import re
from collections.abc import Callable, Iterable
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import re_path
from django.utils.html import escape
from django.utils.safestring import mark_safe

FOLDER = Path(os.environ["LIFOW_BENCH_PAGES"])
# In a page: numbers and ids in texts, addresses and times, and where the parts of a drawing lie.
IN_PAGES = re.compile(
    r'(?<=href=")[^"#]+|(?<=datetime=")[^"]+|(?<=title=")[^"]+|[\d.]+%(?=")|(?<=>)[^<>{}]*\d[^<>{}]*'
)
# In the API: what stands behind a name.
IN_ANSWERS = re.compile(r'(?<=":)(?:"[^"]*"|[\d.]+|true|false|null)')

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.minimal_settings"
application = get_wsgi_application()


def _home(person: Any) -> Iterable[Any]:
    from content.activity.models import Activity
    from content.planning.models import PlanItem
    from mentoring.pairings.models import Pairing

    yield from PlanItem.objects.filter(plan__person=person).select_related("plan", "module", "skill")
    yield from _required_of(person)
    yield from Activity.objects.filter(person=person).select_related("module")
    yield from Pairing.objects.filter(mentee=person).select_related("mentor")


def _skills(person: Any) -> Iterable[Any]:
    from assessments.gaps.models import GapReport
    from assessments.roles.models import RoleAssignment

    yield from GapReport.objects.filter(person=person, superseded_at=None)
    yield from _required_of(person)
    yield from RoleAssignment.objects.filter(person=person).select_related("role_level__role__family")


def _required_of(person: Any) -> Iterable[Any]:
    from assessments.frameworks.models import Requirement

    required = Requirement.objects.filter(role_level__assignments__person=person)
    return required.select_related("skill__framework")


def _gap_reports(_person: Any) -> Iterable[Any]:
    from assessments.frameworks.models import RoleLevel, Skill
    from assessments.gaps.models import GapReport

    reports = GapReport.objects.filter(superseded_at=None).select_related("person", "policy")
    yield from reports.order_by("person_id")[:51]
    yield from Skill.objects.select_related("framework")
    yield from RoleLevel.objects.select_related("role")


ROWS: dict[str, Callable[[Any], Iterable[Any]]] = {
    "/": _home,
    "/skills/": _skills,
    "/api/v1/gap-reports": _gap_reports,
}


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Answer an address with the bytes that lifow has answered it with."""
    rows = list(ROWS[request.path](request.user))
    template, values = _template(request.path)
    return HttpResponse(template.render({"rows": rows, **values}))


@cache
def _template(path: str) -> tuple[Any, dict[str, str]]:
    """The template of a page, and the values of its variables."""
    answer = json.loads((FOLDER / "answers.json").read_text())[path]
    places = IN_ANSWERS if path.startswith("/api/") else IN_PAGES
    values: dict[str, str] = {}

    def variable(found: re.Match[str]) -> str:
        name = f"value_{len(values)}"
        values[name] = _value(found.group())
        return f"{{{{ {name} }}}}"

    return engines["django"].from_string(places.sub(variable, answer)), values


def _value(written: str) -> str:
    """What autoescaping writes so; as safe text where it was written in another way."""
    plain = unescape(written)
    return plain if escape(plain) == written else mark_safe(written)


urlpatterns = [re_path("", page)]

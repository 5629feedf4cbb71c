"""A package is opened, served without a cookie, resumed, completed, and its score is little evidence."""

import json
import re
from datetime import timedelta
from time import sleep

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.evidence.models import Evidence
from content.activity.models import Activity
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.kinds.scorm.choices import LessonStatus
from content.kinds.scorm.compute.cmi import (
    LONGEST_SUSPEND,
    STATUS,
    STATUSES,
    clock_of,
    percent_of,
    read_told,
    seconds_of,
)
from content.kinds.scorm.models import ScormLaunch, ScormProgress
from content.kinds.scorm.services import forget_launches, note_report
from content.kinds.scorm.tokens import launch_id_in, token_of
from lifow.base.uploads.services import store_bytes
from tests.company import NOON, module, skill
from tests.packages import PAGE, manifest, package

SCORM = kind_of("scorm")
FILES = {
    "index.html": PAGE,
    "a.js": "1",
    "data/movie.mp4": b"0123456789" * 10,
    "evil.php": "<?php ?>",
    "b.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def stored(author, **options):
    data = package(options.pop("files", FILES), **options)
    return store_bytes(owner=author, purpose="scorm", name="a.zip", data=data, as_of=NOON)


@pytest.fixture
def course(author) -> Module:
    refunds = skill("Refund policy")
    rule = {"key": "a", "skill": refunds.public_id, "least": "80", "level": "2"}
    parts = {"file": stored(author).public_id, "rules": [rule]}
    return module("The refund course", refunds, 1, 3, kind="scorm", body="", parts=parts)


def opened(client: Client, course: Module) -> ScormLaunch:
    answer = client.post(reverse("content:package_open", args=[course.public_id]))
    assert answer.status_code == 302
    return ScormLaunch.objects.get(ended_at=None, module=course)


def file(launch: ScormLaunch, name: str, **headers: str):
    """A file as the frame asks for it: without a cookie."""
    url = reverse("content:package_file", args=[token_of(launch.public_id), name])
    return Client().get(url, headers=headers)


def report(client: Client, launch: ScormLaunch, sequence: object, **cmi: object):
    told = {f"cmi.{name.replace('__', '.')}": value for name, value in cmi.items()}
    url = reverse("content:package_report", args=[launch.public_id])
    return client.post(url, {"sequence": sequence, "cmi": json.dumps(told)})


def test_a_package_is_opened_once_however_often_it_is_asked_for(learner_client, course, abena):
    launch = opened(learner_client, course)
    assert opened(learner_client, course) == launch
    assert Activity.objects.get(person=abena, module=course).started_at
    page = learner_client.get(reverse("content:package", args=[launch.public_id]))
    assert 'sandbox="allow-scripts allow-forms allow-modals"' in page.text
    assert "allow-same-origin" not in page.text
    assert f"{token_of(launch.public_id)}/files/index.html" in page.text


def begins_with(page: str) -> int:
    return int(re.search(r'data-sequence="(\d+)"', page)[1])


def test_a_late_report_of_before_a_reload_swallows_nothing_of_what_comes_after(learner_client, course):
    launch = opened(learner_client, course)
    address = reverse("content:package", args=[launch.public_id])
    first = begins_with(learner_client.get(address).text)
    sleep(0.01)
    second = begins_with(learner_client.get(address).text)
    report(learner_client, launch, first + 1, core__lesson_location="before")
    report(learner_client, launch, second + 1, core__lesson_location="after")
    report(learner_client, launch, first + 2, core__lesson_location="late")
    assert ScormProgress.objects.get().location == "after"


def test_its_files_have_no_origin_and_fetch_nothing_but_themselves(learner_client, course):
    launch = opened(learner_client, course)
    answer = file(launch, "index.html")
    assert b'<head><script src="http://testserver' in answer.content
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts allow-forms allow-modals;")
    assert f"default-src http://testserver/packages/{token_of(launch.public_id)}/files/ " in policy
    assert "allow-same-origin" not in policy
    assert "'self'" not in policy
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.js", "text/javascript"),
        ("A.JS", "text/javascript"),
        ("b.svg", "image/svg+xml"),
        ("evil.php", "application/octet-stream"),
        ("imsmanifest.xml", "text/xml"),
    ],
)
def test_a_file_is_what_its_name_says_and_sandboxed_as_all_are(learner_client, course, name, media_type):
    answer = file(opened(learner_client, course), name)
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox ")
    assert b"".join(answer.streaming_content)


def test_a_part_of_a_film_is_served(learner_client, course):
    launch = opened(learner_client, course)
    part = file(launch, "data/movie.mp4", Range="bytes=10-14")
    assert (part.status_code, part.content) == (206, b"01234")
    assert part.headers["Content-Range"] == "bytes 10-14/100"
    assert file(launch, "data/movie.mp4", Range="bytes=100-").status_code == 416


@pytest.mark.parametrize(
    "name", ["none.html", "../../../../etc/passwd", "data/", "index.html/", "%00", "..%2fa"]
)
def test_what_is_not_in_the_package_is_not_there(learner_client, course, name):
    launch = opened(learner_client, course)
    assert Client().get(f"/packages/{token_of(launch.public_id)}/files/{name}").status_code == 404


def test_a_token_is_nobody_elses_to_make(learner_client, course):
    launch = opened(learner_client, course)
    token = token_of(launch.public_id)
    assert launch_id_in(token) == launch.public_id
    for other in (
        launch.public_id,
        f"{launch.public_id}.x",
        token[:-1],
        token.replace("scl_", "scl_0"),
        "a.b",
    ):
        assert Client().get(f"/packages/{other}/files/index.html").status_code == 404


def test_the_address_ends_with_the_session(learner_client, course):
    launch = opened(learner_client, course)
    learner_client.logout()
    assert file(launch, "index.html").status_code == 404


def test_the_address_ends_when_its_person_leaves(learner_client, course, abena):
    launch = opened(learner_client, course)
    abena.is_active = False
    abena.save(update_fields=["is_active"])
    assert file(launch, "index.html").status_code == 404


def test_the_address_ends_when_the_package_is_closed_or_its_time_is_over(learner_client, course):
    launch = opened(learner_client, course)
    learner_client.post(reverse("content:package_close", args=[launch.public_id]))
    assert file(launch, "index.html").status_code == 404
    again = opened(learner_client, course)
    assert file(again, "index.html").status_code == 200
    ScormLaunch.objects.update(expires_at=timezone.now())
    assert file(again, "index.html").status_code == 404
    assert forget_launches(as_of=timezone.now() + timedelta(days=3)) == 2


def test_the_address_ends_when_the_module_is_archived(learner_client, course):
    launch = opened(learner_client, course)
    Module.objects.update(status="retired")
    assert file(launch, "index.html").status_code == 404


def test_another_session_of_the_same_person_takes_over(learner_client, course, abena):
    launch = opened(learner_client, course)
    other = Client()
    other.force_login(abena)
    assert opened(other, course) != launch
    assert file(launch, "index.html").status_code == 404
    answer = report(learner_client, launch, 1, core__lesson_status="completed")
    assert (answer.status_code, "another window" in answer.json()["problem"]) == (409, True)
    assert not ScormProgress.objects.exists()


def test_nobody_tells_or_closes_what_another_has_opened(learner_client, author_client, course):
    launch = opened(learner_client, course)
    assert report(author_client, launch, 1, core__lesson_status="completed").status_code == 404
    assert author_client.get(reverse("content:package", args=[launch.public_id])).status_code == 404
    assert author_client.post(reverse("content:package_close", args=[launch.public_id])).status_code == 404
    assert file(launch, "index.html").status_code == 200


def test_it_is_resumed_where_it_was_left(learner_client, course):
    launch = opened(learner_client, course)
    data = "ä" * LONGEST_SUSPEND
    told = {
        "core__lesson_location": "page 3",
        "suspend_data": data,
        "core__exit": "suspend",
        "core__session_time": "00:10:00",
    }
    assert report(learner_client, launch, 1, **told).status_code == 200
    page = learner_client.get(reverse("content:package", args=[launch.public_id]))
    assert "&quot;cmi.core.lesson_location&quot;: &quot;page 3&quot;" in page.text
    assert data in page.text
    assert "&quot;cmi.core.entry&quot;: &quot;resume&quot;" in page.text
    assert "&quot;cmi.core.total_time&quot;: &quot;0000:10:00&quot;" in page.text


def test_a_report_counts_once_and_never_backwards(learner_client, course):
    launch = opened(learner_client, course)
    report(learner_client, launch, 2, core__lesson_location="2", core__session_time="00:00:20")
    for number in (1, 2):
        assert report(learner_client, launch, number, core__lesson_location="1").status_code == 200
    report(learner_client, launch, 3, core__session_time="00:00:30")
    row = ScormProgress.objects.get()
    assert (row.location, row.seconds, row.status) == ("2", 30, "incomplete")


def test_it_is_done_when_it_says_so_and_stays_so(learner_client, course, abena):
    launch = opened(learner_client, course)
    assert "itself" in SCORM.left_to_do(course, abena)
    answer = report(learner_client, launch, 1, core__lesson_status="completed", core__score__raw="90")
    assert answer.json() == {"words": "Completed · 90% of the points", "is_done": True}
    assert Activity.objects.get(person=abena, module=course).completed_at
    assert not SCORM.left_to_do(course, abena)
    report(learner_client, launch, 2, core__lesson_status="incomplete")
    assert ScormProgress.objects.get().status == "completed"


def test_a_score_is_evidence_by_the_rule_and_weighs_little(learner_client, course, abena):
    launch = opened(learner_client, course)
    before = Evidence.objects.count()
    report(learner_client, launch, 1, core__score__raw="79")
    assert Evidence.objects.count() == before
    report(learner_client, launch, 2, core__score__raw="8", core__score__min="0", core__score__max="10")
    report(learner_client, launch, 3, core__score__raw="9")
    found = Evidence.objects.get(attributed_by="SCORM package")
    assert (found.person, found.skill.name, found.level) == (abena, "Refund policy", 2)
    assert (found.standard_error, found.attributed_by) == (1.25, "SCORM package")


def test_an_author_tries_a_draft_and_nothing_is_kept(author_client, course):
    Module.objects.update(status="draft")
    launch = opened(author_client, course)
    assert report(author_client, launch, 1, core__lesson_status="passed").status_code == 200
    assert not ScormProgress.objects.exists()
    assert not Activity.objects.exists()


def test_another_package_begins_anew(learner_client, course, author):
    report(
        learner_client, opened(learner_client, course), 1, core__lesson_status="passed", suspend_data="old"
    )
    course.parts = {"file": stored(author, files={"index.html": PAGE, "new.js": ""}).public_id}
    course.save()
    launch = opened(learner_client, course)
    report(learner_client, launch, 1, core__lesson_location="1")
    row = ScormProgress.objects.get()
    assert (row.status, row.suspend_data, row.file) == ("incomplete", "", course.parts["file"])


@pytest.mark.parametrize(
    ("sequence", "cmi"),
    [
        ("", "{}"),
        ("-1", "{}"),
        ("0", "{}"),
        ("9" * 30, "{}"),
        ("x", "{}"),
        ("1", "{"),
        ("1", "[" * 2000),
        ("1", "x" * 600_001),
    ],
)
def test_a_report_that_cannot_be_read_is_refused(learner_client, course, sequence, cmi):
    launch = opened(learner_client, course)
    url = reverse("content:package_report", args=[launch.public_id])
    assert learner_client.post(url, {"sequence": sequence, "cmi": cmi}).status_code == 400


def test_a_script_that_is_told_is_text_on_every_page(learner_client, course):
    launch = opened(learner_client, course)
    script = '"><script>alert(1)</script>'
    report(
        learner_client, launch, 1, suspend_data=script, core__lesson_location=script, objectives__0__id=script
    )
    page = learner_client.get(reverse("content:package", args=[launch.public_id])).text
    assert "<script>alert" not in page
    assert learner_client.get(reverse("content:module", args=[course.public_id])).status_code == 200


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3),
)
names = st.sampled_from(
    [
        "cmi.core.lesson_status",
        "cmi.core.score.raw",
        "cmi.core.score.max",
        "cmi.core.session_time",
        "cmi.suspend_data",
        "cmi.objectives.0.id",
        "x",
    ]
)


@given(told=st.dictionaries(names, values) | values)
def test_whatever_is_told_is_something_of_the_standard(told):
    found = read_told(told)
    assert found.status in (None, *LessonStatus)
    assert found.seconds is None or found.seconds >= 0
    percent = percent_of(*(found.scores.get(name) for name in ("raw", "min", "max")))
    assert percent is None or 0 <= percent <= 100


def test_every_word_of_the_standard_is_one_that_is_stored():
    assert [read_told({STATUS: one}).status for one in LessonStatus] == list(LessonStatus) == list(STATUSES)


@given(seconds=st.integers(0, 9_999 * 3_600))
def test_a_time_is_read_as_it_was_written(seconds):
    assert seconds_of(clock_of(seconds)) == seconds


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((None, 0, 10), None),
        ((7, 0, 10), 70),
        ((50, None, None), 50),
        ((150, None, None), 100),
        ((5, 10, 10), 5),
        ((-3, 0, 10), 0),
    ],
)
def test_a_score_is_a_share_of_what_can_be_reached(scores, expected):
    assert percent_of(*scores) == expected


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({"skill": "", "least": "80", "level": "2"}, "Say the skill"),
        ({"skill": "skl_none", "least": "80", "level": "2"}, "no more"),
        ({"least": "101", "level": "2"}, "Say the skill"),
        ({"least": "80", "level": "9"}, "has levels up to 5"),
        ({"least": "80", "level": "nan"}, "Say the skill"),
    ],
)
def test_a_rule_says_a_skill_a_score_and_a_level_that_there_are(course, rule, problem):
    row = {"key": "a", "skill": skill("Refund policy").public_id, **rule}
    assert problem in SCORM.problems(SCORM.tidy({"rules": [row]}))[0].message


def test_what_was_told_of_a_launch_that_has_ended_changes_nothing(learner_client, course):
    launch = opened(learner_client, course)
    Session.objects.all().delete()
    later = launch.expires_at + timedelta(seconds=1)
    is_open, _standing = note_report(launch=launch, sequence=1, elements={}, as_of=later)
    assert not is_open


def test_a_manifest_with_markup_is_text(learner_client, author):
    said = manifest().replace("The refund course", "&lt;script&gt;alert(1)&lt;/script&gt;")
    parts = {"file": stored(author, said=said).public_id}
    made = module("Course", skill("Refund policy"), 1, 3, kind="scorm", parts=parts)
    assert "<script>alert" not in learner_client.get(reverse("content:module", args=[made.public_id])).text

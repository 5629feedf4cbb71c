"""Background work is started in one place, on commit, by names that exist."""

import ast
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction

from assessments.marks.services import REFRESH
from lifow.base import jobs
from lifow.base.circuit_breaker import CircuitBreaker

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [
    path
    for app in ("lifow", "assessments", "content", "mentoring", "portal", "channels", "demo")
    for path in (ROOT / app).rglob("*.py")
]


@pytest.fixture
def sent(monkeypatch) -> list[tuple]:
    """What was handed to the broker: name, arguments, options."""
    messages: list[tuple] = []
    monkeypatch.setattr(jobs, "broker_circuit", CircuitBreaker())
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **options: messages.append((name, args, options))
    )
    return messages


@pytest.mark.django_db(transaction=True)
def test_a_start_waits_for_the_commit(sent):
    with transaction.atomic():
        jobs.start_soon("some.task", 7)
        assert sent == []
    assert sent == [("some.task", (7,), {"expires": 60})]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_starts_nothing(sent):
    with transaction.atomic():
        jobs.start_soon("some.task")
        transaction.set_rollback(True)
    assert sent == []


def test_people_are_sent_in_chunks_that_do_not_run_out(sent):
    assert jobs.start_in_chunks("some.task", range(2401)) == 3
    assert [len(args[0]) for _, args, _ in sent] == [1000, 1000, 401]
    assert [pk for _, args, _ in sent for pk in args[0]] == list(range(2401))
    assert {tuple(options) for *_, options in sent} == {()}


def test_nobody_is_no_message(sent):
    assert jobs.start_in_chunks("some.task", []) == 0
    assert sent == []


def test_a_broker_that_is_away_is_no_error_and_keeps_a_caller_waiting_once(monkeypatch):
    clock, tried = [100.0], []

    def fail_after_two_seconds(name, **_):
        tried.append(name)
        clock[0] += 2
        raise OSError("away")

    monkeypatch.setattr(jobs, "broker_circuit", CircuitBreaker())
    monkeypatch.setattr(current_app, "send_task", fail_after_two_seconds)
    for module in ("lifow.base.jobs", "lifow.base.circuit_breaker"):
        monkeypatch.setattr(f"{module}.monotonic", lambda: clock[0])
    assert jobs.start_in_chunks("some.task", range(10_000)) == 10
    assert tried == ["some.task"]
    clock[0] += 20
    jobs.start_in_chunks("some.task", range(1))
    assert len(tried) == 2


def test_arguments_that_cannot_be_sent_are_an_error():
    with pytest.raises(Exception, match="not JSON serializable"):
        jobs.start_in_chunks("some.task", [object()])  # type: ignore[list-item]


def test_nobody_sends_work_in_another_way():
    others = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"delay", "apply_async", "send_task"}
        and str(path.relative_to(ROOT)) != "lifow/base/jobs.py"
    ]
    assert others == []


def test_each_task_that_is_named_somewhere_exists():
    current_app.loader.import_default_modules()
    named = {
        call.args[0].value
        for _, call in calls()
        if ast.unparse(call.func) in {"start_soon", "start_in_chunks"}
        and isinstance(call.args[0], ast.Constant)
    }
    named |= {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    named |= {str(entry["task"]) for entry in settings.SCHEDULED_JOBS.values()}
    named.add(REFRESH)
    assert len(named) > 5
    assert named <= set(current_app.tasks)


def calls():
    """Each call in the sources, with its file."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield path, node

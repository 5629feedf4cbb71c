"""No engine builds the images here, so what compose.yaml and the Dockerfile name is proved to exist."""

import ast
import importlib
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

import pytest
import yaml
from celery.bin.celery import celery
from click.testing import CliRunner
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from gunicorn.config import Config

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "lifow"}
IMAGE_COMMAND = json.loads(re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[1])
COMMANDS = {name: service.get("command", IMAGE_COMMAND) for name, service in OURS.items()}


def names_read_by_settings() -> set[str]:
    """Each name that settings.py asks the environment for."""
    tree = ast.parse((ROOT / "lifow/settings.py").read_text())
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
        if ast.unparse(call.func).split(".")[0] == "env"
    }


def names_in_example() -> set[str]:
    """Each name that .env.example explains, commented out or not."""
    return set(explained())


def explained() -> dict[str, str]:
    """The names of .env.example, each with the comment above it."""
    found, comment, was_name = {}, "", False
    for line in (ROOT / ".env.example").read_text().splitlines():
        if name := re.match(r"(?:# )?([A-Z_]+)=", line):
            found[name[1]] = comment
        else:
            comment = line if was_name or not line else f"{comment} {line}".strip()
        was_name = bool(name)
    return found


def copied_from_the_repository() -> set[str]:
    """What the Dockerfile's COPY lines and mounts take from the repository, without trailing slashes."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    mounted = re.findall(r"--mount=type=bind,source=(\w+)", DOCKERFILE)
    return {source.rstrip("/") for line in lines for source in line.split()[:-1]} | set(mounted)


def manage_accepts(name: str, *options: str) -> bool:
    command = load_command_class(get_commands()[name], name)
    return bool(command.create_parser("manage.py", name).parse_args(options))


def gunicorn_accepts(*arguments: str) -> bool:
    parsed = Config().parser().parse_args(arguments)
    module, _, attribute = parsed.args[0].partition(":")
    return callable(getattr(importlib.import_module(module), attribute or "application"))


def celery_accepts(*arguments: str) -> bool:
    # Help is given only where every other word was understood; no worker starts.
    return CliRunner().invoke(celery, [*arguments, "--help"]).exit_code == 0


ACCEPTS = {
    "python": lambda _, *rest: manage_accepts(*rest),
    "gunicorn": gunicorn_accepts,
    "celery": celery_accepts,
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_exists_and_takes_its_options(name):
    program, *arguments = COMMANDS[name]
    assert ACCEPTS[program](*arguments)


@pytest.mark.parametrize(
    "command",
    ["python manage.py absent", "gunicorn lifow.absent", "celery -A lifow work", "celery -A lifow beat --no"],
)
def test_a_command_that_does_not_exist_is_noticed(command):
    program, *arguments = command.split()
    try:
        accepted = ACCEPTS[program](*arguments)
    except (LookupError, ImportError):
        accepted = False
    assert not accepted


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_variable_is_read_by_settings(name):
    assert set(OURS[name]["environment"]) <= names_read_by_settings()


def test_each_variable_to_fill_in_is_explained():
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    assert asked <= names_in_example()


def test_the_example_explains_what_settings_read_and_nothing_else():
    assert names_in_example() - {"POSTGRES_PASSWORD"} == names_read_by_settings()


def test_the_services_are_given_what_the_example_explains():
    elsewhere = ("# Outside compose: ", "# Never in production.")
    wanted = {name for name, comment in explained().items() if not comment.startswith(elsewhere)}
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    for service in OURS.values():
        passed_on = {name for name, value in service["environment"].items() if value is None}
        assert wanted <= passed_on | asked


def test_services_depend_on_services_and_mount_volumes_that_there_are():
    for service in COMPOSE["services"].values():
        assert set(service.get("depends_on", {})) <= set(COMPOSE["services"])
        assert {mount.split(":")[0] for mount in service.get("volumes", [])} <= set(COMPOSE["volumes"])


def test_who_waits_for_health_waits_for_a_service_that_tells_it():
    for service in COMPOSE["services"].values():
        for needed, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert COMPOSE["services"][needed]["healthcheck"]["test"]


def test_each_file_that_the_image_copies_exists_and_is_sent_to_the_builder():
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for source in copied_from_the_repository():
        assert (ROOT / source).exists()
        assert source.split("/")[0] in sent


def test_the_image_holds_every_app_of_ours_and_every_template():
    ours = {
        Path(app.path).relative_to(ROOT).parts[0] for app in apps.get_app_configs() if is_ours(Path(app.path))
    }
    folders = {Path(folder).relative_to(ROOT).parts[0] for folder in settings.TEMPLATES[0]["DIRS"]}
    existing = {
        Path(folder).relative_to(ROOT).parts[0] for folder in settings.LOCALE_PATHS if Path(folder).exists()
    }
    assert ours | folders | existing <= copied_from_the_repository()


def test_the_demo_and_the_style_guide_are_in_the_image_only_where_it_is_asked_for():
    """As the build runs it in a shell, on folders of the same names."""
    [script] = re.findall(
        r"^RUN --mount=type=bind,source=demo,target=/tmp/demo +(.+)$", DOCKERFILE, re.MULTILINE
    )
    assert re.search(r"^ARG LIFOW_DEMO=false$", DOCKERFILE, re.MULTILINE)
    for asked, there in (("true", True), ("false", False)):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("tmp/demo", "portal/styleguide", "templates/portal/styleguide", "templates/demo"):
                (Path(folder) / name).mkdir(parents=True)
            run = script.replace("/tmp/demo", "tmp/demo")
            subprocess.run(
                ["sh", "-ec", run], cwd=folder, env={**os.environ, "LIFOW_DEMO": asked}, check=True
            )
            for name in ("demo", "portal/styleguide", "templates/portal/styleguide", "templates/demo"):
                assert (Path(folder) / name).exists() == there


def is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / ".venv")


@pytest.mark.django_db
def test_the_health_check_of_the_image_answers_without_signing_in(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    address = re.search(r"http://127\.0\.0\.1:8000(/\w+)", DOCKERFILE)[1]
    assert client.get(address).status_code == 200

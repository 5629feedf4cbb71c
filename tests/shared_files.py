"""Where files lie that are no part of the repository: published data, and inputs that were read wrong."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared"


def shared_folder(name: str) -> Path:
    """The folder `data` or `cases` that lies beside the checkout; the test is skipped where it does not."""
    folder = Path(os.environ.get(f"LIFOW_SHARED_{name.upper()}", BESIDE / name))
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    return folder

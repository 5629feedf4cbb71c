"""A small framework with one of everything, and the published ones where they are beside the checkout."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from assessments.frameworks.interchange.document import (
    FrameworkDocument,
    LevelDoc,
    RequirementDoc,
    RoleDoc,
    RoleLevelDoc,
    ScaleDoc,
    SkillDoc,
)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    beside = Path(__file__).resolve().parents[5] / "shared" / "data"
    folder = Path(os.environ.get("LIFOW_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}")
    return folder


@pytest.fixture
def support() -> FrameworkDocument:
    return FrameworkDocument(
        key="support",
        name="Support",
        attribution="Written by us",
        scale=ScaleDoc(
            "five", "Five steps", tuple(LevelDoc(value, f"Step {value}") for value in range(1, 6))
        ),
        skills=(
            SkillDoc("work", "Work"),
            SkillDoc("refunds", "Refunds", "Money back", "work", {1: "Looks it up", 3: "Explains it"}),
            SkillDoc("empathy", "Empathy", parent="work"),
        ),
        roles=(RoleDoc("rep", "Support rep", "Support"),),
        role_levels=(RoleLevelDoc("rep-1", "rep", "Rep I", 1), RoleLevelDoc("rep-2", "rep", "Rep II", 2)),
        requirements=(
            RequirementDoc("rep-1", "refunds", Decimal(2)),
            RequirementDoc("rep-1", "empathy", Decimal("1.5")),
            RequirementDoc("rep-2", "refunds", Decimal(3), Decimal(2), critical=True),
        ),
    )

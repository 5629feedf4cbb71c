from assessments.models.evidence import Evidence
from assessments.models.frameworks import (
    Framework,
    FrameworkVersion,
    Level,
    Requirement,
    Role,
    RoleLevel,
    Scale,
    Skill,
    SkillLevel,
)
from assessments.models.gaps import GapPolicy, GapReport, StaleMark
from assessments.models.roles import JobCodeRule, RoleAssignment

__all__ = [
    "Evidence",
    "Framework",
    "FrameworkVersion",
    "GapPolicy",
    "GapReport",
    "JobCodeRule",
    "Level",
    "Requirement",
    "Role",
    "RoleAssignment",
    "RoleLevel",
    "Scale",
    "Skill",
    "SkillLevel",
    "StaleMark",
]

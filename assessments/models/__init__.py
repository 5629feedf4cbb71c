from assessments.models.evidence import Evidence
from assessments.models.frameworks import (
    Framework,
    FrameworkVersion,
    Level,
    Requirement,
    Role,
    RoleFamily,
    RoleLevel,
    Scale,
    Skill,
    SkillLevel,
)
from assessments.models.gaps import GapPolicyVersion, GapReport, StaleMark
from assessments.models.roles import JobCodeRule, RoleAssignment

__all__ = [
    "Evidence",
    "Framework",
    "FrameworkVersion",
    "GapPolicyVersion",
    "GapReport",
    "JobCodeRule",
    "Level",
    "Requirement",
    "Role",
    "RoleAssignment",
    "RoleFamily",
    "RoleLevel",
    "Scale",
    "Skill",
    "SkillLevel",
    "StaleMark",
]

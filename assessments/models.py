"""Every model of the app, gathered for Django; code imports them from their own applets."""

from assessments.aggregates.models import (
    CountedPerson,
    LeaveTotals,
    MonthEnd,
    PersonNeed,
    RecountMark,
    UnitTotals,
)
from assessments.calibration.models import CheckedStatement, CheckingPass, ReliabilityBin
from assessments.evidence.models import Evidence, EvidenceWithdrawal
from assessments.frameworks.models import (
    Framework,
    FrameworkImport,
    FrameworkVersion,
    Level,
    LevelMap,
    Requirement,
    Role,
    RoleFamily,
    RoleLevel,
    Scale,
    Skill,
    SkillLevel,
    SkillReplacement,
)
from assessments.gaps.models import GapPolicyVersion, GapReport
from assessments.marks.models import StaleMark
from assessments.owners.models import SkillOwner
from assessments.raters.models import RaterSeverity, SeverityContest, SeverityEstimate
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.roles.models import JobCodeRule, RoleAssignment
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.calibration.models import Calibration, ItemAnswer, ItemHealth, ItemParameters
from assessments.testing.interchange.models import ItemImport
from assessments.testing.sittings.models import (
    Accommodation,
    Certificate,
    FormFigures,
    SectionItem,
    Sitting,
    SittingItem,
    SittingSkill,
    TestForm,
    TestFormSection,
)

__all__ = [
    "Accommodation",
    "Calibration",
    "Certificate",
    "CheckedStatement",
    "CheckingPass",
    "CountedPerson",
    "Evidence",
    "EvidenceWithdrawal",
    "FormFigures",
    "Framework",
    "FrameworkImport",
    "FrameworkVersion",
    "GapPolicyVersion",
    "GapReport",
    "Item",
    "ItemAnswer",
    "ItemHealth",
    "ItemImport",
    "ItemParameters",
    "ItemVersion",
    "JobCodeRule",
    "LeaveTotals",
    "Level",
    "LevelMap",
    "MonthEnd",
    "PersonNeed",
    "RaterSeverity",
    "RatingRequest",
    "RecountMark",
    "ReliabilityBin",
    "RequestBatch",
    "Requirement",
    "Role",
    "RoleAssignment",
    "RoleFamily",
    "RoleLevel",
    "Scale",
    "SectionItem",
    "SeverityContest",
    "SeverityEstimate",
    "Sitting",
    "SittingItem",
    "SittingSkill",
    "Skill",
    "SkillLevel",
    "SkillOwner",
    "SkillReplacement",
    "StaleMark",
    "TestForm",
    "TestFormSection",
    "UnitTotals",
]

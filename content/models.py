"""Every model of the app, gathered for Django; code imports them from their own applets."""

from content.activity.models import Activity, ActivityEntry, LearningHours
from content.answers.models import (
    Answer,
    AnswerPolicy,
    AnswerReview,
    AnswerVote,
    Comment,
    FaqEntry,
    FaqPage,
    HeldQuestion,
    Question,
    QuestionFollower,
    TextEdit,
)
from content.assignments.models import (
    AssignedPerson,
    Assignment,
    AssignmentChange,
    AssignmentEquivalent,
    AssignmentModule,
    NamedPerson,
    StretchTask,
)
from content.authoring.models import (
    CheckedLink,
    EditingSession,
    ModuleImport,
    ModuleOwner,
    ModuleReview,
    ReviewComment,
    ScheduledPublication,
)
from content.bookmarks.models import SavedModule
from content.catalogue.models import (
    CatalogueVersion,
    Module,
    ModuleDraft,
    ModuleEffect,
    ModuleFacet,
    ModuleVersion,
)
from content.coverage.models import CoverageState, MissingStep
from content.debt.models import ContentDebt, ContentDebtState, Wish, WishPerson, WritingTask
from content.effect.models import MeasuredEffect
from content.facets.models import Facet, FacetValue
from content.figures.models import ModuleFigures
from content.kinds.checklist.models import ChecklistCopy, ChecklistLine, StandingPair
from content.kinds.document.models import DocumentPage, DocumentText
from content.kinds.quiz.models import QuizSitting, SecondTry
from content.kinds.scorm.models import ScormLaunch, ScormPackage, ScormProgress
from content.kinds.template.models import TemplateCopy
from content.kinds.update.models import ProductUpdate, ReplacedModule
from content.kinds.video.models import CaptionsDraft, VideoProgress
from content.kinds.walkthrough.models import WalkthroughPicture, WalkthroughProgress
from content.planning.models import LearningTime, Plan, PlanItem, PutOffStep, WeekTold
from content.refreshers.models import RefresherCard, RefresherReview, RefresherTold, SkillRetention
from content.searches.models import AbandonedSearch, FailedSearch, LedSearch, RephrasedSearch
from content.votes.models import ModuleVote, RoleVotes

__all__ = [
    "AbandonedSearch",
    "Activity",
    "ActivityEntry",
    "Answer",
    "AnswerPolicy",
    "AnswerReview",
    "AnswerVote",
    "AssignedPerson",
    "Assignment",
    "AssignmentChange",
    "AssignmentEquivalent",
    "AssignmentModule",
    "CaptionsDraft",
    "CatalogueVersion",
    "CheckedLink",
    "ChecklistCopy",
    "ChecklistLine",
    "Comment",
    "ContentDebt",
    "ContentDebtState",
    "CoverageState",
    "DocumentPage",
    "DocumentText",
    "EditingSession",
    "Facet",
    "FacetValue",
    "FailedSearch",
    "FaqEntry",
    "FaqPage",
    "HeldQuestion",
    "LearningHours",
    "LearningTime",
    "LedSearch",
    "MeasuredEffect",
    "MissingStep",
    "Module",
    "ModuleDraft",
    "ModuleEffect",
    "ModuleFacet",
    "ModuleFigures",
    "ModuleImport",
    "ModuleOwner",
    "ModuleReview",
    "ModuleVersion",
    "ModuleVote",
    "NamedPerson",
    "Plan",
    "PlanItem",
    "ProductUpdate",
    "PutOffStep",
    "Question",
    "QuestionFollower",
    "QuizSitting",
    "RefresherCard",
    "RefresherReview",
    "RefresherTold",
    "RephrasedSearch",
    "ReplacedModule",
    "ReviewComment",
    "RoleVotes",
    "SavedModule",
    "ScheduledPublication",
    "ScormLaunch",
    "ScormPackage",
    "ScormProgress",
    "SecondTry",
    "SkillRetention",
    "StandingPair",
    "StretchTask",
    "TemplateCopy",
    "TextEdit",
    "VideoProgress",
    "WalkthroughPicture",
    "WalkthroughProgress",
    "WeekTold",
    "Wish",
    "WishPerson",
    "WritingTask",
]

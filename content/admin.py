"""Every page of the admin of the app, gathered for Django."""

from content.activity import admin as activity
from content.answers import admin as answers
from content.assignments import admin as assignments
from content.authoring import admin as authoring
from content.bookmarks import admin as bookmarks
from content.catalogue import admin as catalogue
from content.coverage import admin as coverage
from content.debt import admin as debt
from content.effect import admin as effect
from content.facets import admin as facets
from content.figures import admin as figures
from content.kinds.checklist import admin as checklists
from content.kinds.document import admin as documents
from content.kinds.quiz import admin as quizzes
from content.kinds.scorm import admin as packages
from content.kinds.template import admin as template
from content.kinds.update import admin as update
from content.kinds.video import admin as video
from content.kinds.walkthrough import admin as walkthrough
from content.planning import admin as planning
from content.refreshers import admin as refreshers
from content.searches import admin as searches
from content.votes import admin as votes

__all__ = [
    "activity",
    "answers",
    "assignments",
    "authoring",
    "bookmarks",
    "catalogue",
    "checklists",
    "coverage",
    "debt",
    "documents",
    "effect",
    "facets",
    "figures",
    "packages",
    "planning",
    "quizzes",
    "refreshers",
    "searches",
    "template",
    "update",
    "video",
    "votes",
    "walkthrough",
]

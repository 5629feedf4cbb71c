"""What authors and reviewers fill in."""

from content.authoring.forms.bulk import BulkForm
from content.authoring.forms.folders import FolderForm
from content.authoring.forms.modules import ModuleForms
from content.authoring.forms.pictures import ADD_PICTURE, PICTURE, PictureForm, why_refused, with_picture
from content.authoring.forms.prerequisites import FIND
from content.authoring.forms.reviews import CommentForm, OutdateForm, ReviewForm, SubmitForm
from content.authoring.forms.schedule import OwnerForm, ScheduleForm, authors

__all__ = [
    "ADD_PICTURE",
    "FIND",
    "PICTURE",
    "BulkForm",
    "CommentForm",
    "FolderForm",
    "ModuleForms",
    "OutdateForm",
    "OwnerForm",
    "PictureForm",
    "ReviewForm",
    "ScheduleForm",
    "SubmitForm",
    "authors",
    "why_refused",
    "with_picture",
]

"""What somebody fills in who assigns, waives, or offers a stretch task, and who answers one."""

from content.assignments.forms.assigning import AssignmentForms, first_contents
from content.assignments.forms.stretch import ConfirmForm, NoteForm, StretchForm
from content.assignments.forms.waiving import WaiveForm

__all__ = ["AssignmentForms", "ConfirmForm", "NoteForm", "StretchForm", "WaiveForm", "first_contents"]

"""The kinds of modules that there are: each folder declares its own."""

from content.kinds.case import registering as case
from content.kinds.checklist import registering as checklist
from content.kinds.document import registering as document
from content.kinds.path import registering as path
from content.kinds.quiz import registering as quiz
from content.kinds.scorm import registering as scorm
from content.kinds.template import registering as template
from content.kinds.update import registering as update
from content.kinds.video import registering as video
from content.kinds.walkthrough import registering as walkthrough

KINDS = (case, checklist, document, path, quiz, scorm, template, update, video, walkthrough)


def register_kinds() -> None:
    """Declare all kinds; `AppConfig.ready` calls it once."""
    for one in KINDS:
        one.register()

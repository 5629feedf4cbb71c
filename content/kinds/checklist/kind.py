"""What a checklist adds to its text: lines to tick in a copy of one's own, and whose word it needs."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import KindOfModule, PartProblem, Parts, Shown
from content.catalogue.models import Module
from content.kinds.checklist import parts as stored
from content.kinds.checklist.choices import CopyState, SignOff
from content.kinds.checklist.forms import ChecklistBuilder
from content.kinds.checklist.models import LONGEST_NOTE
from content.kinds.checklist.reports import Checklist, checklist_of
from lifow.base.passages.registry import Text
from lifow.people.persons.models import Person


class ChecklistKind(KindOfModule):
    """A checklist."""

    name = ModuleKind.CHECKLIST
    purpose = gettext_lazy("Steps to tick while the work is done, in a copy that each learner keeps.")
    needs_text = False
    is_text_read = False
    text_label = gettext_lazy("Introduction")
    begin_with = ""

    def tidy(self, parts: Parts) -> dict[str, Any]:
        return stored.tidy(parts)

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        if any(not one.text for one in stored.lines_of(parts)):
            return [PartProblem(stored.LINES, _("Write the line that the words below it belong to."))]
        return ()

    def gaps_before_publishing(self, parts: Parts) -> Sequence[PartProblem]:
        if all(one.is_heading for one in stored.lines_of(parts)):
            return [PartProblem(stored.LINES, _("Write at least one line to tick."))]
        return ()

    def searched(self, parts: Parts) -> str:
        return "\n".join(text for one in stored.lines_of(parts) for text in (one.text, one.hint) if text)

    def passages(self, parts: Parts) -> Sequence[Text]:
        return [
            Text(" ".join(text for text in (one.text, one.hint) if text), anchor=f"line-{one.key}")
            for one in stored.lines_of(parts)
        ]

    def in_words(self, parts: Parts) -> str:
        lines = [_in_words(one) for one in stored.lines_of(parts)]
        sign_off = SignOff(stored.sign_off_of(parts))
        if sign_off != SignOff.NOBODY:
            lines.append(_("Signed off by: %(who)s") % {"who": sign_off.label})
        return "\n".join(lines)

    def builder(self, data: QueryDict | None, parts: Parts) -> ChecklistBuilder:
        return ChecklistBuilder(data, parts)

    def preview(self, parts: Parts) -> Shown | None:
        lines = stored.lines_of(parts)
        if not lines:
            return None
        sign_off = SignOff(stored.sign_off_of(parts))
        label = sign_off.label if sign_off != SignOff.NOBODY else ""
        return Shown("content/kinds/checklist/preview.html", {"lines": lines, "sign_off": label})

    def player(self, module: Module, person: Person) -> Shown | None:
        told = checklist_of(module, person)
        if not told.to_tick and not told.removed:
            return None
        is_open = module.status == Module.Status.PUBLISHED
        shown = {"checklist": told, "is_open": is_open, "longest": LONGEST_NOTE}
        return Shown("content/kinds/checklist/player.html", shown, left=_left(told))

    def left_to_do(self, module: Module, person: Person) -> str:
        return _left(checklist_of(module, person))


def _left(told: Checklist) -> str:
    if told.left:
        words = ngettext(
            "%(count)s line of the checklist is not ticked yet.",
            "%(count)s lines of the checklist are not ticked yet.",
            told.left,
        )
        return words % {"count": told.left}
    if told.to_tick and told.needs_sign_off and not told.is_signed_off:
        return _waits_for(told)
    return ""


def _waits_for(told: Checklist) -> str:
    if told.state != CopyState.ASKED:
        return _("Ask for the sign-off: it is done once it is signed off.")
    if not told.signers:
        return _("It waits for a sign-off, and nobody can give it now. HR can.")
    names = _(" or ").join(str(one) for one in told.signers)
    return _("It is done once it is signed off. %(names)s is asked.") % {"names": names}


def _in_words(line: stored.WrittenLine) -> str:
    said = f"## {line.text}" if line.is_heading else f"- {line.text}"
    return f"{said} ({line.hint})" if line.hint else said

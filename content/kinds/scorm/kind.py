"""What a SCORM package adds to its text: the package, and which score is evidence of what."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.reports import scale_tops
from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import KindOfModule, PartProblem, Parts, Shown
from content.catalogue.models import Module
from content.kinds.scorm.forms import PURPOSE, ScormBuilder
from content.kinds.scorm.parts import FILE, RULES, rule_of, tidy_package
from content.kinds.scorm.reports import known_rules, package_of, progress_of, standing_of
from content.kinds.uploading import with_file
from lifow.people.persons.models import Person

TEMPLATE = "content/kinds/scorm/player.html"


class Scorm(KindOfModule):
    """A SCORM 1.2 package."""

    name = ModuleKind.SCORM
    purpose = gettext_lazy("A course that another tool has published as SCORM 1.2.")
    needs_text = is_text_read = False
    text_label = gettext_lazy("Introduction")

    def tidy(self, parts: Parts) -> dict[str, Any]:
        return tidy_package(parts)

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        if parts.get(FILE) and package_of(parts) is None:
            return [PartProblem(FILE, _("This package is no longer stored. Upload it again."))]
        rows = parts.get(RULES, ())
        if any(rule_of(row) is None for row in rows):
            message = _("Say the skill, the score and the level of each rule, or remove it.")
            return [PartProblem(RULES, message)]
        known = known_rules(parts)
        tops = scale_tops({one.skill.framework_id for one in known if one.skill})
        for one in known:
            if one.skill is None:
                return [PartProblem(RULES, _("A rule names a skill that there is no more. Remove it."))]
            if one.rule.level > tops.get(one.skill.framework_id, 0):
                said = {"skill": one.skill, "top": tops.get(one.skill.framework_id, 0)}
                message = _("%(skill)s has levels up to %(top)s. Correct the rule.") % said
                return [PartProblem(RULES, message)]
        return ()

    def gaps_before_publishing(self, parts: Parts) -> Sequence[PartProblem]:
        return [] if package_of(parts) else [PartProblem(FILE, _("Upload the package."))]

    def searched(self, parts: Parts) -> str:
        package = package_of(parts)
        return package.title if package else ""

    def in_words(self, parts: Parts) -> str:
        file = [_("Package: %(file)s") % {"file": parts[FILE]}] if parts.get(FILE) else []
        rules = [
            _("From %(least)s%%: %(skill)s at %(level)s")
            % {"least": one.rule.least, "skill": one.skill or one.rule.skill, "level": one.rule.level}
            for one in known_rules(parts)
        ]
        return "\n".join([*file, *rules])

    def with_files(self, data: QueryDict, files: MultiValueDict, by: Person) -> QueryDict:
        return with_file(data, files, purpose=PURPOSE, by=by)

    def builder(self, data: QueryDict | None, parts: Parts) -> ScormBuilder:
        return ScormBuilder(data, parts)

    def preview(self, parts: Parts) -> Shown | None:
        package = package_of(self.tidy(parts))
        return Shown(TEMPLATE, {"package": package}) if package else None

    def player(self, module: Module, person: Person) -> Shown | None:
        tidy = self.tidy(module.parts)
        package = package_of(tidy)
        if package is None:
            return None
        standing = standing_of(progress_of(person, module, package.file))
        is_open = module.status != Module.Status.OUTDATED
        told = {
            "package": package,
            "standing": standing,
            "launch": reverse("content:package_open", args=[module.public_id]) if is_open else "",
            "rules": [one for one in known_rules(tidy) if one.skill],
            "is_primary": not standing.is_done,
        }
        return Shown(TEMPLATE, told, left="" if standing.is_done else _left())

    def left_to_do(self, module: Module, person: Person) -> str:
        package = package_of(self.tidy(module.parts))
        if package is None or standing_of(progress_of(person, module, package.file)).is_done:
            return ""
        return _left()


def _left() -> str:
    return _("Work through the package first: it says itself when it is completed.")

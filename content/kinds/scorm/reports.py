"""What pages tell of a package, and what a package is told when it is opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from content.catalogue.models import Module, ModuleDraft, ModuleVersion
from content.kinds.reading import read_once
from content.kinds.scorm.choices import DONE, LessonStatus
from content.kinds.scorm.compute.cmi import LOCATION, SCORES, STATUS, SUSPEND, clock_of, percent_of
from content.kinds.scorm.models import ScormLaunch, ScormPackage, ScormProgress
from content.kinds.scorm.parts import EvidenceRule, file_id_of, rules_in, skills_of
from content.kinds.scorm.tokens import launch_id_in
from lifow.base.uploads.models import StoredFile
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class KnownRule:
    """A rule with the skill that it names; None of a skill that there is no more."""

    rule: EvidenceRule
    skill: Skill | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody is in a package, in words of ours."""

    status: str
    percent: float | None

    @property
    def is_done(self) -> bool:
        return self.status in DONE

    @property
    def is_started(self) -> bool:
        return self.status != LessonStatus.NOT_ATTEMPTED

    @property
    def words(self) -> str:
        label = str(LessonStatus(self.status).label)
        if self.percent is None:
            return label
        return _("%(status)s · %(percent)s%% of the points") % {
            "status": label,
            "percent": f"{self.percent:g}",
        }


def package_of(parts: Mapping[str, Any]) -> ScormPackage | None:
    """The package of tidy parts; None where there is none, or where its file is gone."""
    public_id = file_id_of(parts)
    return _package(public_id) if public_id else None


@read_once
def _package(public_id: str) -> ScormPackage | None:
    return ScormPackage.objects.filter(file__public_id=public_id).select_related("file").first()


def used_files() -> set[str]:
    """Public ids of the packages that modules, their drafts and their versions name."""
    drafts, versions = (
        model.objects.filter(contents__kind=Module.Kind.SCORM).values_list("contents__parts", flat=True)
        for model in (ModuleDraft, ModuleVersion)
    )
    modules = Module.objects.filter(kind=Module.Kind.SCORM).values_list("parts", flat=True)
    told = [*modules.iterator(), *drafts, *versions]
    return {file_id for parts in told if isinstance(parts, Mapping) and (file_id := file_id_of(parts))}


def known_rules(parts: Mapping[str, Any]) -> Sequence[KnownRule]:
    """The rules of tidy parts with their skills; one query."""
    rules = rules_in(parts)
    skills = _skills(frozenset(skills_of(rules))) if rules else {}
    return [KnownRule(one, skills.get(one.skill)) for one in rules]


@read_once
def _skills(public_ids: frozenset[str]) -> Mapping[str, Skill]:
    return {one.public_id: one for one in Skill.objects.filter(public_id__in=public_ids)}


def progress_of(person: Person, module: Module, file: StoredFile) -> ScormProgress | None:
    """What was told of the package that a module has now."""
    rows = ScormProgress.objects.filter(person=person, module=module, file=file.public_id)
    return rows.first()


def standing_of(progress: ScormProgress | None) -> Standing:
    """The same in words; of nothing, that it is not started."""
    if progress is None or progress.status not in LessonStatus:
        return Standing(LessonStatus.NOT_ATTEMPTED, None)
    return Standing(progress.status, percent_of(progress.raw, progress.least, progress.most))


def launch_at(token: str, as_of: datetime) -> ScormLaunch | None:
    """The launch that a token is of, if it is open: neither ended nor run out, its person works here and is
    still signed in where they opened it. Two queries."""
    public_id = launch_id_in(token)
    rows = ScormLaunch.objects.open(as_of).filter(public_id=public_id, person__is_active=True)
    launch = rows.select_related("file__scorm_package", "person", "module").first() if public_id else None
    if launch is None:
        return None
    sessions = Session.objects.filter(session_key=launch.session_key, expire_date__gt=as_of)
    return launch if sessions.exists() else None


def told_to_package(launch: ScormLaunch, package: ScormPackage) -> dict[str, str]:
    """What a package finds of its learner, and of where they were: elements of SCORM 1.2 by name."""
    person, progress = launch.person, progress_of(launch.person, launch.module, launch.file)
    told = {
        "cmi.core.student_id": person.public_id,
        "cmi.core.student_name": f"{person.family_name}, {person.given_name}",
        "cmi.core.credit": "credit",
        "cmi.core.lesson_mode": "normal",
        "cmi.core.entry": "ab-initio" if progress is None else "",
        STATUS: LessonStatus.NOT_ATTEMPTED.value,
        "cmi.core.total_time": clock_of(progress.seconds if progress else 0),
    }
    if package.launch_data:
        told["cmi.launch_data"] = package.launch_data
    if package.mastery is not None:
        told["cmi.student_data.mastery_score"] = f"{package.mastery:g}"
    return told | (_of_before(progress) if progress is not None else {})


def _of_before(progress: ScormProgress) -> dict[str, str]:
    scores = {"raw": progress.raw, "min": progress.least, "max": progress.most}
    is_resumed = progress.is_suspended or progress.status not in DONE
    return {
        **{str(name): str(value) for name, value in sorted(progress.others.items())},
        STATUS: progress.status,
        LOCATION: progress.location,
        SUSPEND: progress.suspend_data,
        "cmi.core.entry": "resume" if is_resumed else "",
        **{SCORES[name]: f"{score:g}" for name, score in scores.items() if score is not None},
    }

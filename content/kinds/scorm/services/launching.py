"""Keeping packages, and opening one for somebody for some hours."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from content.activity.services import start_module
from content.catalogue.models import Module
from content.kinds.scorm.archives import read_package
from content.kinds.scorm.models import ScormLaunch, ScormPackage
from content.kinds.scorm.parts import tidy_package
from content.kinds.scorm.reports import package_of
from lifow.base.bounds import without_controls
from lifow.base.uploads.files import path_of
from lifow.base.uploads.models import StoredFile
from lifow.people.persons.models import Person

OPEN_FOR = timedelta(hours=12)
FORGOTTEN_AFTER = timedelta(days=2)


class LaunchError(ValueError):
    """A package that cannot be opened; the message says why."""


def keep_package(file: StoredFile) -> None:
    """Write down what the manifest of a package says, in the transaction that stores it. Twice is once."""
    found = read_package(path_of(file.digest))
    told = {
        "title": without_controls(found.title),
        "href": found.href,
        "launch_data": without_controls(found.launch_data),
        "mastery": found.mastery,
    }
    ScormPackage.objects.get_or_create(file=file, defaults=told)


def launch_module(*, person: Person, module: Module, session_key: str, as_of: datetime) -> ScormLaunch:
    """Open the package of a module: it has an address of its own from then on.

    Where it is open already in the same session it goes on, so that two clicks open it once; one of another
    session, or of a package that was replaced, is ended. Of a draft nothing is noted: its author tries it.
    Raises LaunchError.
    """
    package = package_of(tidy_package(module.parts))
    if package is None or not session_key:
        raise LaunchError(_("The package of this module is not stored any more. Tell its author."))
    with transaction.atomic():
        # Whoever opens it at the same time waits here.
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if module.status == Module.Status.PUBLISHED:
            start_module(person=person, module=module, started_at=as_of)
        before = ScormLaunch.objects.filter(person=person, module=module, ended_at=None)
        same = before.open(as_of).filter(session_key=session_key, file=package.file).first()
        if same is not None:
            return same
        before.update(ended_at=as_of)
        return ScormLaunch.objects.create(
            person=person,
            module=module,
            file=package.file,
            session_key=session_key,
            opened_at=as_of,
            expires_at=as_of + OPEN_FOR,
        )


def end_launch(*, launch: ScormLaunch, as_of: datetime) -> None:
    """Close a package: its address is no more. Twice is once."""
    ScormLaunch.objects.filter(pk=launch.pk, ended_at=None).update(ended_at=as_of)


def forget_launches(*, as_of: datetime) -> int:
    """Delete launches that ran out some days ago; how many."""
    return ScormLaunch.objects.filter(expires_at__lt=as_of - FORGOTTEN_AFTER).delete()[0]

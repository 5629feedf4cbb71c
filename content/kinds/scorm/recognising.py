"""Whether an uploaded zip is a SCORM 1.2 package that can be taken, and why not, in words."""

from collections.abc import Mapping
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from content.kinds.scorm.archives import PackageError, read_package
from lifow.base.uploads.choices import FileType
from lifow.base.uploads.uses import FileRefusedError, Recognised

REASONS: Mapping[str, str | Promise] = {
    "no_zip": gettext_lazy("This is no zip that can be read. Publish the package anew as SCORM 1.2."),
    "two_kinds": gettext_lazy("There is something behind the zip. Publish the package anew."),
    "bomb": gettext_lazy("The package unpacks to far more than a module has, and was not opened."),
    "encrypted": gettext_lazy("The zip is protected by a password. Make it without one."),
    "links": gettext_lazy("The zip has links to other files. Zip the files themselves."),
    "hostile_names": gettext_lazy(
        "The zip has files whose names lead out of it, are there twice, or cannot be read. Publish it anew."
    ),
    "no_manifest": gettext_lazy(
        "There is no imsmanifest.xml in the zip: it is no SCORM package. Publish it as SCORM 1.2."
    ),
    "manifest_in_a_folder": gettext_lazy(
        "imsmanifest.xml lies in a folder of the zip. Zip what is in the folder, not the folder itself."
    ),
    "no_xml": gettext_lazy("imsmanifest.xml cannot be read. Publish the package anew."),
    "newer": gettext_lazy("This is SCORM 2004. lifow takes SCORM 1.2: publish the package as that."),
    "no_sco": gettext_lazy("Nothing in the package can be opened as a module. Publish it as SCORM 1.2."),
    "several_scos": gettext_lazy(
        "The package has several modules (SCOs). Publish each as a package, and add a module for each."
    ),
    "bad_address": gettext_lazy("The package begins with an address outside of it, and was not opened."),
    "no_start": gettext_lazy("The file with which the package begins is not in it. Publish it anew."),
    "damaged": gettext_lazy("The zip is damaged. Publish the package anew, and upload it again."),
}


def recognise_package(path: Path) -> Recognised:
    """That a file is a package. Raises FileRefusedError."""
    try:
        read_package(path)
    except PackageError as error:
        raise FileRefusedError(str(error), str(REASONS[str(error)])) from error
    return Recognised(FileType.ZIP)

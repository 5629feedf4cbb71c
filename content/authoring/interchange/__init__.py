"""Modules as files: Markdown with front matter, one a module, in a folder or a zip of one. Pure."""

from content.authoring.interchange.files import (
    EffectInFile,
    ModuleFile,
    ModuleFileError,
    read_module_file,
    write_module_file,
)
from content.authoring.interchange.folders import (
    FolderError,
    read_zip,
    read_zipped_pictures,
    write_zip,
    write_zip_to,
)
from content.authoring.interchange.pictures import (
    ENDINGS,
    PICTURES,
    READ_ENDINGS,
    file_named,
    shown_in,
    with_addresses,
)

__all__ = [
    "ENDINGS",
    "PICTURES",
    "READ_ENDINGS",
    "EffectInFile",
    "FolderError",
    "ModuleFile",
    "ModuleFileError",
    "file_named",
    "read_module_file",
    "read_zip",
    "read_zipped_pictures",
    "shown_in",
    "with_addresses",
    "write_module_file",
    "write_zip",
    "write_zip_to",
]

"""The framework formats by name: what `import_framework --format` accepts."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from assessments.frameworks.interchange import framework_csv, gdad, onet
from assessments.frameworks.interchange.document import FrameworkDocument

READERS: Mapping[str, Callable[[Path], FrameworkDocument]] = {
    "csv": framework_csv.read,
    "gdad": gdad.read,
    "onet": onet.read,
}


def read(name: str, path: Path) -> FrameworkDocument:
    """The valid framework at `path` in the format `name`, a key of READERS; raises FrameworkError."""
    return READERS[name](path)


def read_files(name: str, files: Mapping[str, bytes]) -> FrameworkDocument:
    """The same of files by name, which lie in no folder yet; raises FrameworkError.

    One file of a format that needs one may have any name.
    """
    with TemporaryDirectory() as made:
        folder = Path(made)
        for file, content in files.items():
            (folder / Path(file).name).write_bytes(content)
        if name != "gdad":
            return read(name, folder)
        first = next(iter(files), "roles.csv")
        return read(name, folder / (Path(first).name if len(files) == 1 else "roles.csv"))

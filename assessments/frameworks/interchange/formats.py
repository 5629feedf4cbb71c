"""The framework formats by name: what `import_framework --format` accepts."""

from collections.abc import Callable, Mapping
from pathlib import Path

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

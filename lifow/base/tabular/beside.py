"""Files that an import leaves beside the one that it read: never over another."""

from pathlib import Path


def write_beside(path: Path, ending: str, content: bytes) -> Path:
    """Write the content to a new file named after `path`, such as roles.csv.faults.csv; where it is.

    A file of that name with other content stays, and the new one gets a number. Raises OSError.
    """
    whole = path.resolve()
    found, number = whole.with_name(f"{whole.name}{ending}"), 1
    while found.exists() and found.read_bytes() != content:
        number += 1
        found = whole.with_name(f"{whole.name}-{number}{ending}")
    if not found.exists():
        with found.open("xb") as new:
            new.write(content)
    return found

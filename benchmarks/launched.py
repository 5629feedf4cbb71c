"""Run a Python program and say how much memory it took: `python -m benchmarks.launched FD manage.py check`.

What the system tells of an ended process counts what its parent held when it was started. The program itself
knows better: its own high-water mark goes to the file descriptor FD as it ends, in bytes.
"""

import atexit
import os
import runpy
import sys

from benchmarks.harness import peak_bytes


def main() -> None:
    """Run what the arguments name, as `python` would."""
    told = int(sys.argv[1])
    atexit.register(lambda: os.write(told, str(peak_bytes()).encode()))
    kind, *rest = sys.argv[2:]
    if kind == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif kind == "-c":
        sys.argv = ["-c", *rest[1:]]
        exec(rest[0], {"__name__": "__main__"})
    else:
        sys.argv = [kind, *rest]
        runpy.run_path(kind, run_name="__main__")


if __name__ == "__main__":
    main()

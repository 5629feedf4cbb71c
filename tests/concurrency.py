"""Things that happen at the same moment."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection


def at_once(steps: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run steps at the same moment, each on a database connection of its own; results or errors, in order."""
    start = threading.Barrier(len(steps))
    outcomes: list[Any] = [None] * len(steps)

    def run(place: int) -> None:
        try:
            start.wait()
            outcomes[place] = steps[place]()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes

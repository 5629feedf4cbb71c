"""Seeking to 80% of a video of 200 MB: how much of the file is read for it.

A player opens a video (`bytes=0-`), is moved to 80%, reads on there, and is paused. What the answers hold is
counted, and what the web server's processes read from files meanwhile, as Linux counts it. Beside it stands
what a server reads to come there that knows no ranges.
"""

from pathlib import Path

from benchmarks.harness import MIB, Result, measured
from benchmarks.served_videos import served
from benchmarks.serving import Site
from tests.videos import mp4

SIZE = 200 * MIB
SEEK_TO = 0.8
MOST_SHARE = 0.02
# Each of the workers has then loaded what it loads once.
WARM_UP = 20


def run() -> Result:
    """Store the video, open it, seek, and compare what was read with the size."""
    with served() as place:
        address, size = _stored()
        for _time in range(WARM_UP):
            _answer(place.site, address, place.headers, "bytes=0-0")
        before = _read_from_files(place.site)
        with measured() as all_of_it:
            answered = _answer(place.site, address, place.headers, "bytes=0-")
            at = int(SEEK_TO * size)
            for _time in range(2):
                part = _answer(place.site, address, place.headers, f"bytes={at}-")
                answered, at = answered + part, at + part
        read = _read_from_files(place.site) - before
    return Result(
        name="video_seek",
        seconds=all_of_it.seconds,
        cpu_seconds=all_of_it.cpu_seconds,
        peak_mib=all_of_it.peak_mib,
        ratios={
            "share answered": answered / size,
            "share read": read / size,
            "share without ranges": SEEK_TO,
        },
        goal=f"at most {MOST_SHARE:.0%} of the file is answered, and read",
        met=max(answered, read) <= MOST_SHARE * size,
    )


def _stored() -> tuple[str, int]:
    from django.urls import reverse
    from django.utils import timezone

    from lifow.base.uploads.services import store_bytes
    from lifow.people.persons.models import Person

    data = mp4(600, padding=SIZE)
    author = Person.objects.get()
    row = store_bytes(owner=author, purpose="video", name="a.mp4", data=data, as_of=timezone.now())
    return reverse("content:video_file", args=[row.public_id]), row.bytes


def _answer(site: str, address: str, headers: dict[str, str], part: str) -> int:
    """How many bytes a range is answered with. Raises ValueError where it is no range."""
    connection = Site(site)
    connection.request("GET", address, headers={**headers, "Range": part})
    answer = connection.getresponse()
    length = len(answer.read())
    connection.close()
    if answer.status != 206:
        raise ValueError(f"{part} is answered {answer.status}.")
    return length


def _read_from_files(site: str) -> int:
    """Bytes that all processes that serve the site have read so far: files, and the few of each request."""
    read = 0
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and site.encode() in (process / "cmdline").read_bytes():
                told = (process / "io").read_text().split()
                read += int(told[told.index("rchar:") + 1])
        except OSError:
            continue
    return read


if __name__ == "__main__":
    print(run().line())

"""An upload of 1 GB in PATCHes of 4 MB, through a proxy that cuts the connection at 20 random points.

Counted is what the client sends through the proxy, headers too, against the size of the file: what was cut
off is sent again from where it was, not from the start. The client is tuspy. Beside it, in the same run, the
server of the protocol's authors (@tus/server), where LIFOW_TUS_SERVER names a folder with it in its
node_modules.

LIFOW_UPLOAD_MB is another size than 1024.
"""

import os
import random
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.cutting_proxy import proxied
from benchmarks.harness import MIB, ROOT, Result, measured
from benchmarks.served_videos import served
from tests.videos import mp4

PIECE = 4_000_000
CUTS = 20
MOST_RATIO = 1.02
TRIES = 10 * CUTS


def run() -> Result:
    """Upload to both through the same cuts; compare what each was sent with the size."""
    megabytes = int(os.environ.get("LIFOW_UPLOAD_MB", "1024"))
    data = mp4(600, padding=megabytes * MIB)
    cuts = sorted(random.Random(11).sample(range(len(data)), CUTS))
    with served() as place, measured() as all_of_it:
        ours = _sent(lambda: _unix(place.site), data, cuts, "/uploads/", place.headers)
        _check(data)
    ratios = {"of the size": ours / len(data)}
    with _other_server() as port:
        if port:
            theirs = _sent(lambda: socket.create_connection(("127.0.0.1", port)), data, cuts, "/uploads", {})
            ratios |= {"of the size, @tus/server": theirs / len(data), "of @tus/server": ours / theirs}
    return Result(
        name="upload_cut",
        seconds=all_of_it.seconds,
        cpu_seconds=all_of_it.cpu_seconds,
        peak_mib=all_of_it.peak_mib,
        ratios=ratios,
        goal=f"{megabytes} MB through {CUTS} cuts send at most {MOST_RATIO} × the size",
        met=ratios["of the size"] <= MOST_RATIO,
    )


def _sent(
    connect: Callable[[], socket.socket],
    data: bytes,
    cuts: list[int],
    path: str,
    headers: Mapping[str, str],
) -> int:
    """How many bytes the proxy has counted until the upload is whole."""
    with proxied(connect, cuts) as proxy:
        _upload(f"http://127.0.0.1:{proxy.port}{path}", data, headers)
        if proxy.cut < CUTS:
            raise ValueError(f"Cut {proxy.cut} times, not {CUTS}.")
        return proxy.sent


def _upload(address: str, data: bytes, headers: Mapping[str, str]) -> None:
    from tusclient.client import TusClient

    client, stream = TusClient(address, headers=dict(headers)), BytesIO(data)
    told: dict[str, Any] = {
        "file_stream": stream,
        "chunk_size": PIECE,
        "metadata": {"filename": "a.mp4", "purpose": "video"},
    }
    url = None
    for _try in range(TRIES):
        # Whatever a cut connection raises: the next try asks how far the upload is.
        try:
            uploader = client.uploader(url=url, **told)
            uploader.url = url = uploader.url or uploader.create_url()
            uploader.upload()
        except Exception:
            continue
        return
    raise ValueError(f"The upload was not whole after {TRIES} tries.")


def _check(data: bytes) -> None:
    """Raise ValueError where what is stored is not what was sent."""
    from hashlib import sha256

    from lifow.base.uploads.models import StoredFile

    if StoredFile.objects.get().digest != sha256(data).hexdigest():
        raise ValueError("Another file was stored than was sent.")


def _unix(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(path)
    return connection


@contextmanager
def _other_server() -> Iterator[int]:
    """The port of @tus/server for the time of the block; 0 where there is none."""
    modules = os.environ.get("LIFOW_TUS_SERVER", "")
    if not modules or not (Path(modules) / "node_modules/@tus/server").is_dir():
        yield 0
        return
    with tempfile.TemporaryDirectory(prefix="lifow-tus-") as folder:
        command = ["node", str(ROOT / "benchmarks/tus_server.mjs"), modules, folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield int(process.stdout.readline() if process.stdout else 0)
            finally:
                process.terminate()


if __name__ == "__main__":
    print(run().line())

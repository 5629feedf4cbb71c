"""A proxy that counts what clients send through it, and cuts the connection at given counts."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

AT_ONCE = 64 * 1024


class CuttingProxy:
    """Listens on the loopback address. `sent` is how many bytes clients have sent so far, headers too."""

    def __init__(self, connect: Callable[[], socket.socket], cuts: Sequence[int]) -> None:
        self.sent = self.cut = 0
        self._connect, self._cuts = connect, sorted(cuts)
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self._listening.accept()
                server = self._connect()
                for source, target, is_counted in ((client, server, True), (server, client, False)):
                    pump = threading.Thread(target=self._pump, args=(source, target, is_counted), daemon=True)
                    pump.start()

    def _pump(self, source: socket.socket, target: socket.socket, is_counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(AT_ONCE):
                if is_counted and self._is_cut_by(len(data)):
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _is_cut_by(self, count: int) -> bool:
        with self._lock:
            self.sent += count
            if self.cut < len(self._cuts) and self.sent >= self._cuts[self.cut]:
                self.cut += 1
                return True
        return False


@contextmanager
def proxied(connect: Callable[[], socket.socket], cuts: Sequence[int]) -> Iterator[CuttingProxy]:
    """A proxy for the time of the block."""
    proxy = CuttingProxy(connect, cuts)
    try:
        yield proxy
    finally:
        proxy.close()

"""Proxies in front of servers: closed, the server is away; silent, it answers nothing; opened, it is back."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

# Nothing listens on the first port.
NO_REDIS = "redis://127.0.0.1:1/0"


class SocketProxy:
    """A unix socket in front of a server's own. Closed, it refuses, and drops who is inside."""

    def __init__(self, path: Path, server: Path) -> None:
        self.path, self.server = path, server
        self.listener: socket.socket | None = None
        self.inside: list[socket.socket] = []
        self.flows = threading.Event()
        self.flows.set()
        self.open()

    def silence(self) -> None:
        """Let everybody in and carry nothing, as a server whose process is stopped."""
        self.flows.clear()

    def resume(self) -> None:
        self.flows.set()

    def open(self) -> None:
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.listener.listen(64)
        threading.Thread(target=self._let_in, args=[self.listener], daemon=True).start()

    def close(self) -> None:
        if self.listener:
            self.path.unlink(missing_ok=True)
            for one in [self.listener, *self.inside]:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            self.listener, self.inside = None, []

    def _let_in(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                guest, _ = listener.accept()
                host = socket.socket(socket.AF_UNIX)
                host.connect(str(self.server))
                self.inside += [guest, host]
                for pair in ((guest, host), (host, guest)):
                    threading.Thread(target=carry, args=(*pair, self.flows), daemon=True).start()


def carry(source: socket.socket, target: socket.socket, flows: threading.Event) -> None:
    """Bytes from one socket to the other, until either ends."""
    with suppress(OSError):
        while data := source.recv(65536):
            flows.wait()
            target.sendall(data)
    for one in (source, target):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


class FolderProxy:
    """A folder that is reached by a link. Closed, the link is gone: SQLite cannot open its file."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder = path, folder
        self.open()

    def open(self) -> None:
        self.path.symlink_to(self.folder)

    def close(self) -> None:
        self.path.unlink(missing_ok=True)


Proxy = SocketProxy | FolderProxy

"""Files of videos to test with: as short as a reader of headers takes them, with any number of bytes."""

import struct

CAPTIONS = """WEBVTT

00:01.000 --> 00:03.000
Fees are kept <i>always</i>.

00:05.000 --> 00:09.000
Ask Marta about chargebacks."""


def box(name: bytes, data: bytes) -> bytes:
    """A box of an MP4."""
    return struct.pack(">I4s", 8 + len(data), name) + data


def mp4(seconds: float = 10, *, padding: int = 0, brand: bytes = b"isom", handler: bytes = b"vide") -> bytes:
    """An MP4 that says how long it is; its `mdat` has so many bytes."""
    header = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, int(seconds * 1000)))
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(13))))
    return (
        box(b"ftyp", brand + bytes(4) + b"isom")
        + box(b"moov", header + track)
        + box(b"mdat", bytes(padding) or b"0")
    )


def element(key: str, data: bytes) -> bytes:
    """An element of EBML."""
    return bytes.fromhex(key) + (0x0100000000000000 | len(data)).to_bytes(8, "big") + data


def webm(seconds: float | None = 10, *, padding: int = 0, doc_type: bytes = b"webm", track: int = 1) -> bytes:
    """A WebM; without seconds it says its length no more than a recording of a browser does."""
    told = b"" if seconds is None else element("4489", struct.pack(">d", seconds * 1000))
    info = element("1549A966", element("2AD7B1", (1_000_000).to_bytes(3, "big")) + told)
    tracks = element("1654AE6B", element("AE", element("83", bytes([track]))))
    clusters = b"".join(
        bytes.fromhex("1F43B675") + b"\xff" + b"\xe7\x84" + at.to_bytes(4, "big") for at in (0, 5000, 9000)
    )
    body = info + tracks + clusters + bytes(padding)
    return element("1A45DFA3", element("4282", doc_type)) + element("18538067", body)

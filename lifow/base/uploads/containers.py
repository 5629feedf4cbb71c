"""Video files as they are known: by their bytes, whatever their name; MP4 and WebM, with their length.

Of an MP4 the boxes are walked (ISO/IEC 14496-12), of a WebM the elements of EBML (RFC 8794, RFC 9559), as
far as it takes to know that it is one, that it has a picture, and how long it is. What cannot be walked to
its end is refused. Nothing is decoded.
"""

import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from lifow.base.uploads.choices import FileType

NO_VIDEO, OTHER_CONTAINER, NO_PICTURE, DAMAGED = "no_video", "other_container", "no_picture", "damaged"
LONGEST_SECONDS = 24 * 3600.0
MOST_BOXES = 10_000
LARGEST_HEADER = 32 * 2**20
"""Bytes of a `moov`, or of what comes before the clusters, that are read."""
TAIL = 8 * 2**20
"""Where the last clusters of a recording are looked for that does not say how long it is."""
NOT_PLAYED = {b"qt  ", b"heic", b"heix", b"mif1", b"avif", b"M4A ", b"M4B "}
EBML, SEGMENT, INFO, TRACKS, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TRACK_ENTRY, TRACK_TYPE, DOC_TYPE, SCALE, DURATION = 0xAE, 0x83, 0x4282, 0x2AD7B1, 0x4489
CLUSTER_TIME = re.compile(rb"\x1f\x43\xb6\x75.{1,8}?\xe7([\x81-\x88])(?=(.{1,8}))", re.DOTALL)
PICTURE_TRACK = 1
NANOSECONDS = 1_000_000_000


class ContainerError(ValueError):
    """Bytes that are no video which is played; the text is the reason's name, such as `NO_VIDEO`."""


@dataclass(frozen=True, slots=True)
class Container:
    """What a file is, and for how many seconds it plays."""

    media_type: FileType
    seconds: float


def container_of(path: Path) -> Container:
    """What a file is. Raises ContainerError for what is no MP4 or WebM with a picture."""
    with path.open("rb") as stream:
        start = stream.read(12)
        size = os.fstat(stream.fileno()).st_size
        try:
            if start[4:8] == b"ftyp":
                return Container(FileType.MP4, _bounded(_mp4_seconds(stream, size)))
            if start[:4] == EBML.to_bytes(4, "big"):
                return Container(FileType.WEBM, _bounded(_webm_seconds(stream, size)))
        except (struct.error, IndexError, OverflowError, UnicodeDecodeError) as error:
            raise ContainerError(DAMAGED) from error
    raise ContainerError(NO_VIDEO)


def _bounded(seconds: float) -> float:
    if not isfinite(seconds) or not 0 < seconds <= LONGEST_SECONDS:
        raise ContainerError(DAMAGED)
    return seconds


def _mp4_seconds(stream: BinaryIO, size: int) -> float:
    boxes = list(_boxes(stream, 0, size))
    stream.seek(boxes[0][1])
    if stream.read(4) in NOT_PLAYED:
        raise ContainerError(OTHER_CONTAINER)
    header = _header(stream, boxes)
    if not re.search(rb"hdlr.{8}vide", header, re.DOTALL):
        raise ContainerError(NO_PICTURE)
    at = header.find(b"mvhd") + 4
    if at < 4:
        raise ContainerError(DAMAGED)
    is_long = header[at] == 1
    scale, duration = struct.unpack_from(">IQ" if is_long else ">II", header, at + (20 if is_long else 12))
    return float(duration) / max(scale, 1) if duration else _fragments(header, scale)


def _header(stream: BinaryIO, boxes: list[tuple[bytes, int, int]]) -> bytes:
    """What the box holds that tells of all others."""
    for name, begin, end in boxes:
        if name == b"moov" and end - begin <= LARGEST_HEADER:
            stream.seek(begin)
            return stream.read(end - begin)
    raise ContainerError(DAMAGED)


def _fragments(header: bytes, scale: int) -> float:
    """The length of a file in fragments, which says it in `mehd`."""
    at = header.find(b"mehd") + 4
    if at < 4:
        raise ContainerError(DAMAGED)
    is_long = header[at] == 1
    (duration,) = struct.unpack_from(">Q" if is_long else ">I", header, at + 4)
    return float(duration) / max(scale, 1)


def _boxes(stream: BinaryIO, begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box between two places: its name, and where what it holds begins and ends."""
    for _number in range(MOST_BOXES):
        if begin >= end:
            return
        stream.seek(begin)
        size, name = struct.unpack(">I4s", stream.read(8))
        inside = begin + 8
        if size == 1:
            (size,) = struct.unpack(">Q", stream.read(8))
            inside += 8
        size = size or end - begin
        if size < inside - begin or begin + size > end:
            raise ContainerError(DAMAGED)
        yield name, inside, begin + size
        begin += size
    raise ContainerError(DAMAGED)


def _webm_seconds(stream: BinaryIO, size: int) -> float:
    stream.seek(0)
    data = stream.read(min(size, LARGEST_HEADER))
    (_id, begin, end), *_others = _elements(data, 0, len(data), until=EBML)
    told = {key: data[inside:after] for key, inside, after in _elements(data, begin, end)}
    if told.get(DOC_TYPE, b"").rstrip(b"\0") != b"webm":
        raise ContainerError(OTHER_CONTAINER)
    segment = next((one for one in _elements(data, end, len(data)) if one[0] == SEGMENT), None)
    if segment is None:
        raise ContainerError(DAMAGED)
    scale, duration, has_picture = 1_000_000, 0.0, False
    for key, inside, after in _elements(data, segment[1], len(data), until=CLUSTER):
        if key == INFO:
            info = {one: data[start:stop] for one, start, stop in _elements(data, inside, after)}
            scale = int.from_bytes(info[SCALE], "big") if SCALE in info else scale
            duration = _float(info.get(DURATION, b""))
        has_picture = has_picture or (key == TRACKS and _has_picture(data, inside, after))
    if not has_picture:
        raise ContainerError(NO_PICTURE)
    return (duration or _last_cluster(stream, size)) * scale / NANOSECONDS


def _has_picture(data: bytes, begin: int, end: int) -> bool:
    return any(
        key == TRACK_TYPE and data[start:stop][-1:] == bytes([PICTURE_TRACK])
        for track, inside, after in _elements(data, begin, end)
        if track == TRACK_ENTRY
        for key, start, stop in _elements(data, inside, after)
    )


def _float(data: bytes) -> float:
    if len(data) == 8:
        return float(struct.unpack(">d", data)[0])
    return float(struct.unpack(">f", data)[0]) if len(data) == 4 else 0.0


def _last_cluster(stream: BinaryIO, size: int) -> float:
    """When the last cluster begins: recordings of browsers do not say how long they are."""
    stream.seek(max(0, size - TAIL))
    found = CLUSTER_TIME.finditer(stream.read())
    times = [int.from_bytes(one[2][: one[1][0] & 0x0F], "big") for one in found]
    if not times:
        raise ContainerError(DAMAGED)
    return float(max(max(times), 1))


def _elements(data: bytes, at: int, end: int, until: int = 0) -> Iterator[tuple[int, int, int]]:
    """Each element between two places: its id, and where what it holds begins and ends; up to one id."""
    while at < end:
        key, at = _number(data, at, keeps_marker=True)
        size, at = _number(data, at, keeps_marker=False)
        after = end if size is None else min(at + size, end)
        yield key or 0, at, after
        if key == until:
            return
        at = after


def _number(data: bytes, at: int, *, keeps_marker: bool) -> tuple[int | None, int]:
    """A number of EBML's variable length, and where it ends; None is a size that is not known."""
    first = data[at]
    length = 9 - first.bit_length()
    if length > 8 or at + length > len(data):
        raise ContainerError(DAMAGED)
    value = int.from_bytes(data[at : at + length], "big")
    if keeps_marker:
        return value, at + length
    most = (1 << (7 * length)) - 1
    return (None if value & most == most else value & most), at + length

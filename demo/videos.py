"""The videos of the demo company: slides that we draw and a voice that reads them, made of a TOML file each.

What is made is committed, small as it is, so that the demo needs no other program. To make it anew, install
ffmpeg and espeak-ng, and run `python -m demo.videos`: it writes the video, its captions and its chapters
beside the file.
"""

import subprocess
import sys
import tomllib
import wave
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).parent / "company/videos"
WIDTH, HEIGHT = 640, 360
PAPER, INK, QUIET, ACCENT = "#fbfaf8", "#2a2622", "#6f6a64", "#4a5bb5"
PAUSE = 0.5
"""Seconds of silence after each sentence."""
FRAMES_A_SECOND = 5


@dataclass(frozen=True, slots=True)
class VideoFile:
    """A video of the demo: its file, its captions as WebVTT, and its chapters by the moment they begin."""

    data: bytes
    captions: str
    chapters: Sequence[tuple[str, str]]


def read_video(name: str) -> VideoFile:
    """The video of this name as it was made."""
    lines = (FOLDER / f"{name}.chapters.txt").read_text(encoding="utf-8").splitlines()
    chapters = [(at, title) for at, _space, title in (line.partition(" ") for line in lines)]
    captions = (FOLDER / f"{name}.vtt").read_text(encoding="utf-8")
    return VideoFile((FOLDER / f"{name}.webm").read_bytes(), captions, chapters)


def make_video(name: str) -> None:
    """Draw, speak and write a video. Raises CalledProcessError where ffmpeg or espeak-ng does not do it."""
    told = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    with TemporaryDirectory() as folder:
        begin, cues, chapters, parts = 0.0, [], [], []
        for place, scene in enumerate(told["scene"]):
            chapters.append(f"{int(begin) // 60}:{int(begin) % 60:02} {scene['title']}")
            picture = Path(folder) / f"{place}.png"
            _slide(told["title"], scene).save(picture)
            for number, said in enumerate(scene["said"]):
                sound = Path(folder) / f"{place}-{number}.wav"
                seconds = _speak(said, sound)
                cues.append((begin, begin + seconds, said))
                parts.append((picture, sound, seconds + PAUSE))
                begin += seconds + PAUSE
            # A chapter begins at a whole second.
            picture, sound, seconds = parts.pop()
            parts.append((picture, sound, seconds + ceil(begin) - begin))
            begin = float(ceil(begin))
        _encode(parts, Path(folder), FOLDER / f"{name}.webm")
    written = [f"{_time(start)} --> {_time(end)}\n{said}" for start, end, said in cues]
    (FOLDER / f"{name}.vtt").write_text("\n\n".join(["WEBVTT", *written]) + "\n", encoding="utf-8")
    (FOLDER / f"{name}.chapters.txt").write_text("\n".join(chapters) + "\n", encoding="utf-8")


def _slide(title: str, scene: Mapping[str, Any]) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 8, HEIGHT), fill=ACCENT)
    draw.text((40, 28), title, fill=QUIET, font=ImageFont.load_default(15))
    draw.text((40, 58), scene["title"], fill=INK, font=ImageFont.load_default(32))
    for place, line in enumerate(scene["lines"]):
        left, _gap, right = line.partition("   ")
        top = 138 + 46 * place
        draw.text((40, top), left, fill=INK, font=ImageFont.load_default(22))
        draw.text((WIDTH - 60, top), right, fill=ACCENT, font=ImageFont.load_default(22), anchor="ra")
    return image


def _speak(said: str, to: Path) -> float:
    """Read a sentence into a file; how many seconds it takes."""
    subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "150", "-w", str(to), said], check=True)  # noqa: S603, S607
    with wave.open(str(to)) as sound:
        return sound.getnframes() / sound.getframerate()


def _encode(parts: Sequence[tuple[Path, Path, float]], folder: Path, to: Path) -> None:
    """One WebM of all pictures and sounds, each for as long as its sentence takes."""
    pictures, sounds = folder / "pictures.txt", folder / "sound.wav"
    listed = [f"file '{picture}'\nduration {seconds:.3f}" for picture, _sound, seconds in parts]
    pictures.write_text("\n".join([*listed, f"file '{parts[-1][0]}'"]) + "\n")
    with wave.open(str(sounds), "wb") as joined:
        for place, (frames, parameters) in enumerate(_frames(parts)):
            if place == 0:
                joined.setparams(parameters)
            joined.writeframes(frames)
    command = [
        *("ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", str(pictures)),
        *("-i", str(sounds), "-r", str(FRAMES_A_SECOND), "-pix_fmt", "yuv420p", "-c:v", "libvpx-vp9"),
        *("-crf", "40", "-b:v", "0", "-g", "25", "-c:a", "libopus", "-b:a", "14k", "-ac", "1"),
        *("-fflags", "+bitexact", "-map_metadata", "-1", "-shortest", str(to)),
    ]
    subprocess.run(command, check=True)  # noqa: S603


def _frames(parts: Sequence[tuple[Path, Path, float]]) -> Iterator[tuple[bytes, Any]]:
    for _picture, sound, seconds in parts:
        with wave.open(str(sound)) as read:
            silent = round(seconds * read.getframerate()) - read.getnframes()
            yield read.readframes(read.getnframes()) + bytes(silent * read.getsampwidth()), read.getparams()


def _time(seconds: float) -> str:
    return f"{int(seconds) // 60:02}:{seconds % 60:06.3f}"


if __name__ == "__main__":
    for file in sorted(FOLDER.glob("*.toml")):
        make_video(file.stem)
        print(f"{file.stem}: made", file=sys.stderr)

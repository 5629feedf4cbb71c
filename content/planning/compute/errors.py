"""What cannot be planned with."""


class PlanInputError(ValueError):
    """Input that cannot be used: `code` and `parameters` for translation, an English message."""

    def __init__(self, code: str, message: str, **parameters: object) -> None:
        super().__init__(message.format(**parameters))
        self.code = code
        self.parameters = parameters

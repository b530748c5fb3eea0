"""The one vocabulary of refusals. A face turns them into a page or a 4xx; nothing swallows them."""


class DomainError(Exception):
    """Something asked for cannot be done. `message` is for the person, `code` for a machine."""

    status = 400
    code = "bad_request"

    def __init__(self, message: str, *, code: str | None = None, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.field = field


class BadInput(DomainError):
    """A value is wrong; `field` says which."""

    code = "bad_input"


class NotAllowed(DomainError):
    """The person is known but this is not theirs to do."""

    status = 403
    code = "not_allowed"


class NotFound(DomainError):
    """There is no such thing, or it is not theirs: the two look the same from outside."""

    status = 404
    code = "not_found"


class Conflict(DomainError):
    """What is stored already says something else."""

    status = 409
    code = "conflict"


class WindowClosed(DomainError):
    """The time for this has not come or is over."""

    status = 409
    code = "window_closed"


class Gone(DomainError):
    """An invitation or page that was true once."""

    status = 410
    code = "gone"


class TooLong(DomainError):
    """More than any page of ours sends."""

    status = 413
    code = "too_long"


class Throttled(DomainError):
    """Too many tries; `retry_after` in seconds."""

    status = 429
    code = "throttled"

    def __init__(self, message: str, *, retry_after: int, code: str | None = None):
        super().__init__(message, code=code)
        self.retry_after = retry_after


class NeedsConfirmation(DomainError):
    """Unlikely but possible: the same request is right when the person confirms it."""

    status = 409
    code = "needs_confirmation"

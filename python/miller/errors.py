"""The exceptions of Miller: one tree, each with a hint on what to do.

What the caller got wrong is a `ValueError`, as everywhere in Python. The extension raises these
classes too; `crates/miller-core/src/errors.rs` maps onto them.
"""

from __future__ import annotations


class MillerError(Exception):
    """What Miller could not do. `hint` says what may help."""

    hint: str | None

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class ConfigurationError(MillerError):
    """A setting that cannot be read or has no such value."""


class WorkspaceError(MillerError):
    """A workspace or index folder that cannot be used."""


class InterruptedRunError(MillerError):
    """A run that was interrupted before its end."""


class IndexLockedError(WorkspaceError):
    """Another process is writing to the index."""


class StoreError(MillerError):
    """A store that cannot be opened, read or written."""


class UnknownNameError(MillerError):
    """A name that no definition in the index has; `near` are names near to it."""

    name: str
    near: tuple[str, ...]

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        listed = ", ".join(f"`{one}`" for one in near)
        hint = f"near names are {listed}" if near else "a search finds definitions by words"
        super().__init__(f"the index has no definition of this name: {name}", hint=hint)
        self.name = name
        self.near = near


class AmbiguousNameError(MillerError):
    """A name that several definitions have; each of the `choices` names one of them."""

    name: str
    choices: tuple[str, ...]

    def __init__(self, name: str, choices: tuple[str, ...]) -> None:
        listed = ", ".join(f"`{one}`" for one in choices[:5])
        more = ", …" if len(choices) > 5 else ""  # noqa: PLR2004 -- as many as are listed
        super().__init__(
            f"several definitions have this name: {name}", hint=f"name one: {listed}{more}"
        )
        self.name = name
        self.choices = choices


class EmbeddingError(MillerError):
    """A model that cannot be loaded or run."""


class ModelUnavailableError(EmbeddingError):
    """A model elsewhere that does not answer: later it may."""


class ExtractionError(MillerError):
    """An extraction that failed as a whole. One file's failure is a row, not an exception."""


class ChunkError(ExtractionError):
    """An extraction that failed for one chunk of a stream."""

    paths: list[str]

    def __init__(
        self, message: str, *, hint: str | None = None, paths: list[str] | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.paths = paths if paths is not None else []


class MeasureError(MillerError):
    """A measured run that failed."""


class InternalError(ExtractionError):
    """A fault of Miller's own."""

"""Faults of templates as sentences that name the file and line, for those who write templates of their own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from ugc.errors import UsageError

_HINT = "Mend it, or take it away: then the shipped one is used."


@contextmanager
def template_faults(folders: Sequence[Path]) -> Iterator[None]:
    """Turn a fault in a template below one of the folders into UsageError; faults of the program pass."""
    try:
        yield
    except TemplateSyntaxError as error:
        raise UsageError(
            f"{error.filename or error.name}, line {error.lineno}: {error.message}.", hint=_HINT
        ) from error
    except TemplateNotFound as error:
        where = _where(error, folders)
        raise UsageError(
            f"{where or 'The theme'}: there is no template {error.name!r}.", hint=_HINT
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"A template or style sheet is not UTF-8: {error}.", hint=_HINT) from error
    except Exception as error:
        where = _where(error, folders)
        if where is None and not isinstance(error, TemplateError):
            raise
        raise UsageError(f"{where or 'A template'}: {error}.", hint=_HINT) from error


def _where(error: BaseException, folders: Sequence[Path]) -> str | None:
    """The innermost line of a template that the fault passed."""
    known = tuple(f"{folder}/" for folder in folders)
    for frame in reversed(extract_tb(error.__traceback__)):
        if Path(frame.filename).as_posix().startswith(known):
            return f"{frame.filename}, line {frame.lineno}"
    return None

"""HTML pages, read as data: the files that a page refers to, in whatever way it does."""

import posixpath
import re
from collections.abc import Collection, Container, Iterator
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from ugc.workspace.ending.naming import ids_in

_LARGEST = 8 << 20
"""Characters of a page that are parsed; beyond them only ids are looked for."""
_PASSED_OVER = str.maketrans("", "", "\t\r\n")
"""What readers of addresses pass over (https://url.spec.whatwg.org/#url-parsing)."""
_RUN = re.compile(r"""[^\s"'<>(),;|=]+""")
_LONGEST = 2000


def references(text: str) -> set[str]:
    """Return everything in a page that may be the address of a file: values of attributes, and parts of them."""
    reader = _Reader(convert_charrefs=True)
    with suppress(AssertionError):  # what Python's reader says of markup that it cannot follow
        reader.feed(text[:_LARGEST])
        reader.close()
    return reader.found


def may_refer(text: str, names: Collection[str]) -> bool:
    """Say whether a page may refer to a file of one of these names, in whatever way it writes it.

    Parsing a page and resolving all its addresses takes much longer, and most pages of a gallery show other pictures.
    """
    plain = unescape(text).translate(_PASSED_OVER)
    spelt = unquote(plain)
    return any(name in spelt or name in plain for name in names)


def ids_of(text: str) -> set[str]:
    """Return what may be ids of ours anywhere in a page."""
    return set(ids_in(text))


def resolved(reference: str, place: str, known: Container[str]) -> Iterator[str]:
    """Yield the known files that a reference may mean.

    `place` is the path of the page or document; paths are relative to the output folder, with forward slashes. A
    whole address, or one from the root, is tried below each folder around the page, since nobody here knows where a
    gallery will be put.
    """
    if len(reference) > _LONGEST or "\0" in reference:
        return
    with suppress(ValueError):
        parts = urlsplit(reference.strip())
        rooted = bool(parts.scheme or parts.netloc) or parts.path.startswith("/")
        for path in dict.fromkeys((parts.path, unquote(parts.path), reference.strip())):
            for candidate in _rooted(path, place) if rooted else [_joined(posixpath.dirname(place), path)]:
                if candidate in known:
                    yield candidate


def _rooted(path: str, place: str) -> Iterator[str]:
    steps = [step for step in path.split("/") if step]
    folder = posixpath.dirname(place)
    while folder:
        for number in range(len(steps)):
            yield _joined(folder, "/".join(steps[number:]))
        folder = posixpath.dirname(folder)


def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path)) if path else ""


class _Reader(HTMLParser):
    """Collects attributes as they are and in runs, as in `srcset` and `style`, and the runs of scripts and styles."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        for _, value in attrs:
            if value:
                self.found.add(value.strip()[:_LONGEST])
                self.found |= _runs(value)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            self.found |= _runs(data)


def _runs(text: str) -> set[str]:
    return {run for run in _RUN.findall(text) if "." in run}

"""A gallery shown on this machine alone, and made again when what it is made of changes."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event, Thread

from ugc.errors import MachineError
from ugc.files import PART_PREFIX
from ugc.gallery.answering import Listener


class Server:
    """Serves one folder on 127.0.0.1 until it is closed; what is changed in the folder is served changed."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        """Take the port, or a free one for 0. Raises MachineError where it is taken."""
        self.folder = folder
        try:
            self._server = Listener(folder, port)
        except OSError as error:
            raise MachineError(
                f"Port {port} of this machine could not be taken: {error.strerror or error}.",
                hint="Choose another one, or none for one that is free.",
            ) from error
        self._thread: Thread | None = None

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._server.server_port

    @property
    def address(self) -> str:
        """Where the gallery is to be seen."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Serve from a thread of its own; it does not keep the program alive."""
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving and give the port back."""
        if self._thread:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Watch:
    """Looks whether files were changed, added or taken away, by their time and size."""

    def __init__(self, paths: Iterable[Path]) -> None:
        """Remember how things are now; a folder stands for all that lies in it, and a path may not be there yet."""
        self._paths = tuple(paths)
        self._acted_on = self._last = self._now()

    def settled(self) -> bool:
        """Whether something was changed since the last time this was so, and nothing since it was last asked.

        An editor writes in several steps, and a copy takes a while: half of it is not worth a build.
        """
        now = self._now()
        still, self._last = now == self._last, now
        if not still or now == self._acted_on:
            return False
        self._acted_on = now
        return True

    def _now(self) -> dict[str, tuple[int, int]]:
        return {name: facts for path in self._paths for name, facts in _facts(path)}


def watch(paths: Iterable[Path], changed: Callable[[], None], *, stop: Event, every: float = 1.0) -> None:
    """Call `changed` whenever the files of `paths` were changed and are still again, until `stop` is set.

    `every` is in seconds. What `changed` raises is for its caller: watching ends with it.
    """
    looking = Watch(paths)
    while not stop.wait(every):
        if looking.settled():
            changed()


def _facts(path: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Time of change and size of a file, or of every file below a folder; unfinished ones are passed over."""
    files = [path]
    if path.is_dir():
        files = [Path(folder, name) for folder, _, names in os.walk(path) for name in names]
    for file in files:
        try:
            facts = file.stat()
        except OSError:
            continue
        if not file.name.startswith(PART_PREFIX):
            yield str(file), (facts.st_mtime_ns, facts.st_size)

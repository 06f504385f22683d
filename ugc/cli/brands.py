"""Reading from several brands at once: `-w` repeated. One brand reads as ever; of several, each says its name."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ugc.cli import say
from ugc.cli.options import opened
from ugc.errors import InputError, UsageError

if TYPE_CHECKING:
    from ugc.workspace import Workspace

T = TypeVar("T")


class Brands:
    """The workspaces that a command reads, each once."""

    def __init__(self, folders: Sequence[Path] | None, all_opened: "Sequence[Workspace]") -> None:
        self.several = len(folders or ()) > 1
        self.workspaces = list({here.root: here for here in all_opened}.values())

    def ask(self, question: "Callable[[Workspace], T]") -> "list[tuple[Workspace, T]]":
        """Put a question to every brand. What some do not know is noted; what none knows is the first one's fault."""
        answers: list[tuple[Workspace, T]] = []
        faults: list[tuple[Workspace, UsageError | InputError]] = []
        for here in self.workspaces:
            try:
                answers.append((here, question(here)))
            except (UsageError, InputError) as error:
                faults.append((here, error))
        if not answers:
            raise faults[0][1]
        for here, fault in faults:
            say.note(f"{here.settings.brand.name}: {fault.message}")
        return answers

    def head(self, here: "Workspace") -> None:
        """Say whose answer follows."""
        if self.several:
            say.out(f"{here.settings.brand.name}, {here.root}:")

    def document(self, here: "Workspace", told: dict[str, Any]) -> dict[str, Any]:
        """One element of a document, with its brand where there are several."""
        name = {"workspace": str(here.root), "brand": here.settings.brand.name}
        return name | told if self.several else told


@contextmanager
def all_opened(folders: Sequence[Path] | None) -> Iterator[Brands]:
    """Open every workspace that was named, or the one around the current folder."""
    with ExitStack() as stack:
        yield Brands(folders, [stack.enter_context(opened(folder)) for folder in folders or (None,)])

"""Print the command reference: `python docs/reference.py > docs/commands.md`. A test compares the two."""

import contextlib
import io
import os

COMMANDS = (
    "",
    "init",
    "import",
    "fetch",
    "posts",
    "show",
    "tag",
    "focus",
    "alt",
    "attach",
    "merge",
    "split",
    "bulk",
    "products import",
    "products list",
    "products remove",
    "sheet out",
    "sheet in",
    "sheet undo",
    "sheet log",
    "rights request",
    "rights reply",
    "rights due",
    "rights grant",
    "rights renew",
    "rights release",
    "rights authorize",
    "rights sound add",
    "rights sound list",
    "rights sound revoke",
    "rights show",
    "rights check",
    "rights decide",
    "rights use",
    "rights hold",
    "rights revoke",
    "rights verify",
    "rights bundle",
    "rights export",
    "render",
    "check",
    "formats",
    "formats show",
    "templates",
    "templates show",
    "templates new",
    "brand check",
    "gallery build",
    "gallery verify",
    "gallery serve",
    "gallery themes",
    "campaigns",
    "campaigns list",
    "campaigns new",
    "campaigns show",
    "campaigns log",
    "campaigns match",
    "campaigns late",
    "campaigns waiting",
    "campaigns unlicensed",
    "campaigns due",
    "ads prepare",
    "ads validate",
    "ads audit",
    "ads results",
    "ads codes add",
    "ads codes list",
    "ads codes check",
    "creators",
    "creators list",
    "creators show",
    "creators note",
    "creators join",
    "creators followers",
    "creators benchmark",
    "creators rank",
    "campaigns report",
    "inspect",
    "credentials new",
    "credentials show",
    "contact-sheet",
    "doctor",
    "sweep",
    "export",
    "forget",
)


def reference() -> str:
    """Return the help of every command as one Markdown page."""
    os.environ["COLUMNS"] = "100"
    from ugc.cli.app import run

    pages = ["# Commands", "", "What `--help` says; made by `python docs/reference.py`.", ""]
    for command in COMMANDS:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            run([*command.split(), "--help"])
        text = "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())
        pages += [f"## ugc {command}".rstrip(), "", "```", text, "```", ""]
    return "\n".join(pages).rstrip() + "\n"


if __name__ == "__main__":
    print(reference(), end="")

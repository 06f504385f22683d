"""Catalogue creator posts with their usage rights and make rights-cleared ad creatives from them.

`ugc.Workspace` is the whole Python API; it is loaded on first use, so that `import ugc` stays cheap.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ugc.workspace import Workspace as Workspace

__version__ = "0.1.0"
__all__ = ["Workspace", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Workspace":
        from ugc.workspace import Workspace

        return Workspace
    raise AttributeError(f"module 'ugc' has no attribute {name!r}")

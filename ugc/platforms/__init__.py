"""Ad platforms: what each has to be told so that a planned ad goes in without retyping. One file a platform.

Nothing here sends anything, asks the clock or the records, or knows a secret.
"""

from importlib import import_module
from types import ModuleType
from typing import cast

from ugc.model.ads import AdPlatform
from ugc.platforms.contract import Packer

__all__ = ["Packer", "packer"]


def packer(platform: AdPlatform) -> Packer:
    """Return the one that packs ads for a platform."""
    module: ModuleType = import_module(f"ugc.platforms.{platform}")
    return cast(Packer, module)

"""The library that writes and reads content credentials, c2pa-python, set so that it asks nobody on the network.

Left to itself it fetches what a file names: a manifest kept elsewhere, or a certificate's status. A file that was
collected could so tell its maker that it was opened.
"""

import logging
from typing import Any

from ugc.errors import MissingError

INSTALL = "Install it: pip install 'ugc-toolkit[c2pa]'"

MIME = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
    "gif": "image/gif",
    "tiff": "image/tiff",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
}
"""What the library calls our types; it looks at the content where a type is not here."""

_PURPOSES = (
    "1.3.6.1.5.5.7.3.4",  # e-mail protection
    "1.3.6.1.5.5.7.3.36",  # document signing
    "1.3.6.1.4.1.62558.2.1",  # C2PA claim signing
    "1.3.6.1.4.1.311.76.59.1.9",  # Microsoft's C2PA signing
    "1.3.6.1.5.5.7.3.8",  # time stamping
    "1.3.6.1.5.5.7.3.9",  # OCSP signing
)
"""Extended key usages of certificates that may sign (C2PA 2.4, 14.5). By itself the library takes but the first."""


def library() -> Any:
    """Return the library. Raises MissingError when it is not installed, or cannot run on this machine."""
    try:
        import c2pa
    except ModuleNotFoundError as error:
        raise MissingError(
            "Content credentials need the package c2pa-python, which is not installed.", hint=INSTALL
        ) from error
    except (ImportError, RuntimeError, OSError) as error:
        raise MissingError(f"c2pa-python cannot run here: {error}.", hint=INSTALL) from error
    logging.getLogger("c2pa").addHandler(logging.NullHandler())  # its faults come to us as errors
    return c2pa


def context(anchors: str | None = None) -> Any:
    """Return what the library works by: no network, no thumbnails, everything verified.

    `anchors` is PEM of the authorities that are trusted beside those that it ships. Raises the library's `C2paError`
    when they cannot be read.
    """
    settings: dict[str, Any] = {
        "version": 1,
        "core": {"allowed_network_hosts": []},
        "verify": {
            "verify_after_reading": True,
            "verify_after_sign": True,
            "verify_trust": True,
            "remote_manifest_fetch": False,
            "ocsp_fetch": False,
        },
        "builder": {"thumbnail": {"enabled": False}},
        "trust": {"trust_config": "\n".join(_PURPOSES)},
    }
    if anchors:
        settings["trust"]["user_anchors"] = anchors
    return library().Context.from_dict(settings)

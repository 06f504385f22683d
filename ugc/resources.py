"""Where the files that travel with the package lie: `templates/` and `assets/`.

In a checkout they stand beside the package; in a wheel they lie inside it.
"""

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_SHIPPED = _HERE / "_shipped"
_ROOT = _SHIPPED if _SHIPPED.is_dir() else _HERE.parent

TEMPLATES = _ROOT / "templates"
ASSETS = _ROOT / "assets"
FONTS = ASSETS / "fonts"
SCHEMAS = ASSETS / "schemas"

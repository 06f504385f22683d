"""Part of the check-up: is there a key that opens the codes which are sealed in the catalog?"""

from pathlib import Path

from ugc.catalog import health
from ugc.reports.checks import Finding
from ugc.text import counted
from ugc.vault import VARIABLE, Vault


def sealed_codes(catalog: Path) -> Finding:
    """Look whether every sealed code could be opened here. That none can is a note: they may be for another machine."""
    sealed = health.sealed_codes(catalog)
    if not sealed:
        return Finding(found="none")
    vault = Vault.here()
    shut = [name for name, text in sealed if not vault.opens(text, name=name)]
    if not shut:
        return Finding(found=f"{counted(len(sealed), 'code')}, and the key that is here opens every one")
    return Finding(
        status="note",
        found=f"{len(shut)} of {counted(len(sealed), 'code')} cannot be opened here: the key is not the one.",
        advice=f"Set {VARIABLE} to the passphrase that they were sealed with; see docs/ad-codes.md.",
        details=tuple(shut),
    )

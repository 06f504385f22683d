"""Check this bundle with Python alone: python3 verify.py [HASH]

It reads the files in its own folder, changes nothing, and ends with 0 if all is well and with 1 if not.
VERIFY.txt says what is checked and how the hashes are made.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"
HASH = re.compile(r"[0-9a-f]{64}")
SALT = re.compile(r"[0-9a-f]{32}")
LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]+)")


def canonical(data):
    """The one JSON text of some data: sorted keys, no spaces, characters as themselves."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def sha256_of(path):
    """The sha256 of a file, in hex."""
    seen = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            seen.update(chunk)
    return seen.hexdigest()


def check_files():
    """Yield what is wrong with the files: each must be listed, and be what the list says."""
    listed = {}
    for line in (HERE / SUMS).read_bytes().decode("ascii", "replace").split("\n")[:-1]:
        match = LINE.fullmatch(line)
        if match and ".." not in match[2].split("/") and not match[2].startswith("/"):
            listed[match[2]] = match[1]
        else:
            yield f"{SUMS} has a line that cannot be read."
    found = {path.relative_to(HERE).as_posix() for path in HERE.rglob("*") if path.is_file()}
    for name in sorted(found - set(listed) - {SUMS}):
        yield f"{name} is not in {SUMS}."
    for name in sorted(listed):
        if name not in found:
            yield f"{name} is not there."
        elif sha256_of(HERE / name) != listed[name]:
            yield f"{name} was changed."


def check_chain(records):
    """Yield what is wrong with the entries and with the chain of their hashes."""
    chain, entries = records["chain"], records["entries"]
    if not all(HASH.fullmatch(name) for name in chain):
        yield "The chain holds something that is no hash."
    if not chain or chain[-1] != records["head"]:
        yield "The head is not the last hash of the chain."
    if [entry["seq"] for entry in entries] != sorted({entry["seq"] for entry in entries}):
        yield "The entries are not in order."
    for entry in entries:
        yield from check_entry(entry, chain)


def check_entry(entry, chain):
    """Yield what is wrong with one entry: its fields, its own hash, and the one before it."""
    seq = entry["seq"]
    where = f"Entry {seq}, {entry['kind']} {entry['id']}"
    for name, value in sorted(entry["body"].items()):
        salt = entry["salts"].get(name, "")
        digest = hashlib.sha256(salt.encode("ascii", "replace") + canonical(value)).hexdigest()
        if not SALT.fullmatch(salt) or entry["digests"].get(name) != digest:
            yield f"{where}: the value of '{name}' does not give its hash."
    sealed = {name: entry[name] for name in ("previous", "seq", "kind", "id", "subjects", "at")}
    sealed["fields"] = entry["digests"]
    if hashlib.sha256(canonical(sealed)).hexdigest() != entry["hash"]:
        yield f"{where}: it does not give its hash."
    if not 1 <= seq <= len(chain) or chain[seq - 1] != entry["hash"]:
        yield f"{where}: the chain names another hash at its place."
    elif entry["previous"] != (chain[seq - 2] if seq > 1 else None):
        yield f"{where}: it does not follow from the entry before it."


def check_proof(records):
    """Yield what is wrong with the files of evidence and terms: each must be one that a record states."""
    sizes = stated(records)
    for file in records["files"]:
        path = HERE / file["path"]
        if file["what"] not in ("evidence", "terms") or not path.is_file():
            continue
        if file["sha256"] not in sizes or sha256_of(path) != file["sha256"]:
            yield f"{file['path']} is not a file that a record states."
        elif sizes[file["sha256"]] not in (None, path.stat().st_size):
            yield f"{file['path']} has another size than its record states."


def stated(records):
    """The files that the records rest on: their sha256 and, where it is stated, their size."""
    sizes = {}
    for entry in records["entries"]:
        terms = entry["body"].get("terms") or {}
        if terms.get("sha256"):
            sizes.setdefault(terms["sha256"], None)
        if entry["kind"] == "evidence":
            sizes[entry["body"]["sha256"]] = entry["body"]["size"]
    return sizes


def tell(records):
    """Say what is here, what is not, and what a reader should know of the gaps."""
    entries, chain, files = records["entries"], records["chain"], records["files"]
    say(f"Here are {len(entries)} of {len(chain)} entries, and {len(files)} files.")
    others = len(chain) - len(entries)
    if others:
        say(f"Entries about others: {others}. They are named by their hashes, in order, and not recomputed.")
    gone = sum(len(set(entry["digests"]) - set(entry["body"])) for entry in entries)
    if gone:
        say(f"Fields redacted or left out: {gone}. Their hashes are left, and the entries hold.")
    absent = set(stated(records)) - {file["sha256"] for file in files}
    if absent:
        say(f"Files that records state and that are not here: {len(absent)}. statement.html says why.")
    say(f"Head: {records['head']}")


def find(head, records):
    """Say of which entry a head is the hash, and which entries here it vouches for; return whether it was found."""
    if head not in records["chain"]:
        say(f"NOT FOUND: {head} is no hash of this ledger's chain.")
        return False
    seq = records["chain"].index(head) + 1
    here = {entry["seq"]: entry for entry in records["entries"]}
    if seq not in here:
        say(f"It is the hash of entry {seq}, which is about others: named here, and not recomputed.")
        return True
    first = seq
    while first - 1 in here:
        first -= 1
    names = ", ".join(f"{here[number]['kind']} {here[number]['id']}" for number in range(first, seq + 1))
    say(f"It is the hash of entry {seq}. Recomputed here, it vouches for {names}.")
    if first > 1:
        say("For what came before, the entries in between are needed: they are about others.")
    return True


def say(text):
    """Print a line; what a terminal would obey is shown instead."""
    line = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")


def main(heads):
    """Check everything, and say what came of it."""
    try:
        faults = list(check_files())
        records = json.loads((HERE / "records.json").read_text("utf-8"))
        faults += [*check_chain(records), *check_proof(records)]
        for fault in faults:
            say(f"BROKEN: {fault}")
        tell(records)
        found = [find(head.strip().lower(), records) for head in heads]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        say(f"BROKEN: the bundle cannot be read ({type(error).__name__}: {error}).")
        return 1
    if faults or not all(found):
        say("This bundle does NOT hold.")
        return 1
    say("Every file and every record here is as its hashes say.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

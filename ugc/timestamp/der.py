"""As much of DER as it takes to put the certificates of a time-stamping authority's reply in order."""

_SEQUENCE, _CERTIFICATES = 0x30, 0xA0


def in_order(data: bytes) -> bytes:
    """Put a reply's certificates into the order of DER.

    The library insists on it, and OpenSSL's responder and large authorities do not keep it. The order is not signed,
    and no length changes. What is not built like a reply is returned as it is.
    """
    try:
        reply = _parts(data, *_content(data, 0, _SEQUENCE))
        signed = _parts(data, *_content(data, reply[1][0], _SEQUENCE))[1]  # after the token's content type
        inner = _content(data, _content(data, signed[0])[0], _SEQUENCE)
        for start, end in _parts(data, *inner):
            if data[start] == _CERTIFICATES:
                body, _ = _content(data, start)
                certificates = sorted(data[one:other] for one, other in _parts(data, body, end))
                return data[:body] + b"".join(certificates) + data[end:]
    except (IndexError, ValueError):
        pass
    return data


def _parts(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """Where the elements between two places begin and end."""
    found = []
    while start < end:
        after = _content(data, start)[1]
        found.append((start, after))
        start = after
    if start != end:
        raise ValueError("an element is longer than what holds it")
    return found


def _content(data: bytes, start: int, tag: int | None = None) -> tuple[int, int]:
    """Where the content of the element at a place begins and ends."""
    if tag is not None and data[start] != tag:
        raise ValueError("another element was expected")
    length, body = data[start + 1], start + 2
    if length & 0x80:
        digits = length & 0x7F
        if not 1 <= digits <= 4:
            raise ValueError("no length of DER")
        length, body = int.from_bytes(data[body : body + digits]), body + digits
    if body + length > len(data):
        raise ValueError("cut")
    return body, body + length

"""What a file is, by its first bytes: a picture, a clip or a sound."""

HEAD = 64
"""So many of a file's first bytes are enough to tell."""

_BRANDS = {  # of the ISO base media file format, at bytes 8 to 12
    b"avif": "image",
    b"avis": "image",
    b"heic": "image",
    b"heix": "image",
    b"hevc": "image",
    b"mif1": "image",
    b"msf1": "image",
    b"M4A ": "sound",
    b"M4B ": "sound",
}
_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}  # how old QuickTime files begin


def kind_of(head: bytes) -> str | None:
    """Tell from its first bytes whether a file looks like an `image`, a `video` or a `sound`; else None."""
    if head[:3] == b"\xff\xd8\xff" or head[:8] == b"\x89PNG\r\n\x1a\n" or head[:6] in (b"GIF87a", b"GIF89a"):
        return "image"
    if head[:4] == b"RIFF":
        return {b"WEBP": "image", b"AVI ": "video", b"WAVE": "sound"}.get(head[8:12])
    if head[:4] in (b"II*\0", b"MM\0*"):
        return "image"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video")
    if head[:4] == b"\x1a\x45\xdf\xa3" or (head[4:8] in _ATOMS and head[:1] == b"\0"):
        return "video"
    if (
        head[:3] == b"ID3"
        or head[:4] in (b"OggS", b"fLaC")
        or head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf1")
    ):
        return "sound"
    return None

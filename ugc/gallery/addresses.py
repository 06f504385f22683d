"""Addresses of a gallery's files, as seen from one of its pages: whole where it is known where it will stand."""

from urllib.parse import quote, urlsplit

from ugc.errors import UsageError
from ugc.model.galleries import Site, WebPicture


def web_address(site: Site, file: str) -> str | None:
    """Return the whole address of a file, as in `https://brand.example/glow/tag/glowrun.html`.

    The first page is the folder itself, so that it has one address and not two. None where it is not known where the
    gallery will be published.
    """
    if not site.url:
        return None
    return site.url if file == "index.html" else site.url + quoted(file)


def address(site: Site, file: str, *, seen_from: str) -> str:
    """Return the whole address of a file, or else its path from the page `seen_from`."""
    return web_address(site, file) or relative(file, seen_from=seen_from)


def relative(file: str, *, seen_from: str) -> str:
    """Return the path from one page of the gallery to a file; both are paths from the gallery's folder."""
    return "../" * seen_from.count("/") + quoted(file)


def quoted(file: str) -> str:
    """Return a file's path as it stands in an address."""
    return quote(file, safe="/")


def path_of(site: Site) -> str:
    """Return the path of the gallery on its host, with a slash at both ends; `/` where it is not known."""
    return urlsplit(site.url or "/").path or "/"


def is_whole_host(site: Site) -> bool:
    """Whether the gallery stands at the root of its host, where `robots.txt` and `_headers` are looked for."""
    return bool(site.url) and path_of(site) == "/"


def published(site: Site, *, wanted_for: str) -> str:
    """Return where the gallery will stand. Raises UsageError where that is not known."""
    if not site.url:
        raise UsageError(
            f"{wanted_for} needs the address at which the gallery will stand, and none is set.",
            hint='Set url under [gallery] in ugc.toml, as in "https://shop.example/glow/".',
        )
    return site.url


def shown_file(picture: WebPicture) -> str:
    """Return the file by which search engines and shares know a picture: its largest JPEG.

    `src` of the `<img>` should name the same one: image search takes what is said of a picture by that address
    (https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata).
    """
    return picture.file(picture.jpg[-1], "jpg")


def shown_size(picture: WebPicture) -> tuple[int, int]:
    """Return the width and height in pixels of that file."""
    width = picture.jpg[-1]
    return width, max(round(width * picture.height / picture.width), 1)

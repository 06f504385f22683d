"""Whose export it is. The file that says so names its fields in the language of the account."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.importers._fields import account, part, parts, words
from ugc.importers._json import first, looks_like_json
from ugc.importers._mojibake import mend_all
from ugc.model.posts import Account

_PLACES = (
    "personal_information/personal_information/personal_information.json",
    "personal_information/personal_information.json",
    "account_information/personal_information.json",
    "personal_information.json",
    "profile.json",
)
_USERNAME = {
    name.strip().casefold()
    for name in """Username; User name; Benutzername; Nom d’utilisateur; Nom d'utilisateur; Nombre de usuario;
    Nome utente; Nome de usuário; Nome de utilizador; Gebruikersnaam; Användarnamn; Brugernavn; Brukernavn;
    Käyttäjätunnus; Käyttäjänimi; Nazwa użytkownika; Uživatelské jméno; Používateľské meno; Felhasználónév;
    Nume de utilizator; Όνομα χρήστη; Имя пользователя; Ім’я користувача; Потребителско име; Kullanıcı Adı;
    Korisničko ime; اسم المستخدم; שם משתמש; نام کاربری; उपयोगकर्ता नाम; यूज़रनेम; ชื่อผู้ใช้; Tên người dùng;
    Nama pengguna; ユーザーネーム; ユーザー名; 用户名; 帳號; 用戶名稱; 使用者名稱; 사용자 이름; 사용자이름""".split(
        ";"
    )
}
"""How the interface calls it, in some of its languages."""
_SHAPE = re.compile(r"(?=.*[a-z])[a-z0-9._]{1,30}")
_NO_HANDLES = {"true", "false", "none", "null"}
_IN_NAME = re.compile(r"(?i)instagram-(.+)-\d{4}-\d{2}-\d{2}\b")

UNKNOWN = "whose export it is could not be told: "


def owner(roots: Sequence[Path]) -> tuple[Account | None, str | None]:
    """The account that an export is of, or None and why it is not known."""
    for data in _documents(roots):
        users = parts(data, "profile_user")
        names = part(users[0], "string_map_data") if users else {}
        handle = words(data, "username") or _named(names) or _in_folder(names, roots) or _only_one(names)
        if found := account("instagram", handle):
            return found, None
        return None, f"{UNKNOWN}no value of personal_information.json is a username beyond doubt"
    return None, f"{UNKNOWN}its personal_information.json is not there"


def is_profile(data: Any) -> bool:
    """Whether a document is the one that says whose export it is."""
    return bool(parts(data, "profile_user"))


def _documents(roots: Sequence[Path]) -> Iterator[Any]:
    for root in roots:
        for place in _PLACES:
            path = root / place
            if path.is_file() and not path.is_symlink() and looks_like_json(path):
                try:
                    data = mend_all(first(path))
                except InputError:
                    continue
                if is_profile(data) or (place == "profile.json" and words(data, "username")):
                    yield data


def _named(fields: dict[str, Any]) -> str | None:
    """The value under a name that is known to stand for it."""
    return next(
        (_value(field) for name, field in fields.items() if name.strip().casefold() in _USERNAME), None
    )


def _in_folder(fields: dict[str, Any], roots: Sequence[Path]) -> str | None:
    """The value that is also in the export's own name, `instagram-USER-2024-01-31-…`."""
    told = {match[1].casefold() for root in roots if (match := _IN_NAME.match(root.name))}
    return next((value for value in map(_value, fields.values()) if value and value.casefold() in told), None)


def _only_one(fields: dict[str, Any]) -> str | None:
    """The one value that can be a username by its shape; None when another can be too, such as a gender."""
    values = {value for field in fields.values() if (value := _value(field)) and _SHAPE.fullmatch(value)}
    values -= _NO_HANDLES
    return values.pop() if len(values) == 1 else None


def _value(field: Any) -> str | None:
    return words(field, "value")

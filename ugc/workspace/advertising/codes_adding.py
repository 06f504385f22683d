"""`ugc ads codes add`: one permission with its code sealed, or every one that files tell of."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc.errors import InputError, UgcError, UsageError
from ugc.model.base import Value
from ugc.model.records import Authorization, Perpetual
from ugc.permissions import FoundPermission, PermissionFile, read
from ugc.workspace.advertising import sealing
from ugc.workspace.advertising.windows import window_notes
from ugc.workspace.granting.authorizing import GONE, AuthorizationForm, authorize, known_as, told_of

if TYPE_CHECKING:
    from ugc.workspace import Workspace

Outcome = Literal["new", "changed", "same"]
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_STAMPS = ("recorded_at", "recorded_by", "checked_at", "evidence")
_Place = tuple[str, str | int]
_DELETE = "Codes stand in it in the clear: delete it now that they are sealed."


class CodeRecorded(Value):
    """A permission that is on record now."""

    outcome: Outcome
    file: str | None = None
    place: str | None = None
    permission: Authorization
    sealed: bool
    """Whether its code is kept, sealed."""
    notes: tuple[str, ...] = ()


class NotRecorded(Value):
    """Something in a file that became no record, and why."""

    file: str
    place: str
    what: str
    why: str
    fault: bool
    """Whether somebody has to mend it; an answer of a platform also tells of much that is no permission."""


class CodesAdded(Value):
    """What became of what was given."""

    dry: bool
    recorded: tuple[CodeRecorded, ...]
    passed_over: tuple[NotRecorded, ...] = ()
    notes: tuple[str, ...] = ()


def add(workspace: "Workspace", form: AuthorizationForm, *, at: datetime) -> CodesAdded:
    """Record one permission, and seal its code. Raises UsageError where there is no key to seal it with."""
    sealer = sealing.vault(workspace) if form.code or form.original_code else None
    if sealer:
        sealer.ready()
    known = known_as(workspace, form.target)
    record = authorize(workspace, form, at=at, vault=sealer)
    return CodesAdded(
        dry=workspace.rehearsing,
        recorded=(
            CodeRecorded(
                outcome="changed" if known else "new",
                permission=record,
                sealed="code" in workspace.catalog.sealed.of(record.id),
                notes=window_notes(record),
            ),
        ),
    )


def add_files(
    workspace: "Workspace", files: Sequence[Path], *, by: str, at: datetime, target: str | None = None
) -> CodesAdded:
    """Record every permission that files tell of; what cannot be recorded is listed and costs nothing else.

    `target` is the post of what names none. Files that hold codes are not kept. Raises InputError for a file that
    cannot be read, UsageError where there is no key.
    """
    meta = workspace.settings.ads.meta
    own = tuple(filter(None, (meta.instagram_user_id, meta.page_id)))
    told = [read(path, own=own) for path in dict.fromkeys(files)]
    bulk = _Bulk(workspace, by=by, at=at, target=target)
    if any(file.secret for file in told):
        bulk.vault.ready()
    with workspace.catalog.transaction():
        for file in told:
            bulk.take(file)
    return CodesAdded(
        dry=workspace.rehearsing,
        recorded=tuple(bulk.recorded),
        passed_over=tuple(bulk.passed),
        notes=(
            *(note for file in told for note in file.notes),
            *(f"{file.path.name}: {_DELETE}" for file in told if file.secret and not workspace.rehearsing),
        ),
    )


class _Bulk:
    """The rows of files, recorded one after the other."""

    def __init__(self, workspace: "Workspace", *, by: str, at: datetime, target: str | None) -> None:
        self._workspace = workspace
        self._by = by
        self._at = at
        self._target = target
        self.vault = sealing.vault(workspace)
        self.recorded: list[CodeRecorded] = []
        self.passed: list[NotRecorded] = []
        self._beside: dict[_Place, list[Authorization]] = defaultdict(list)
        for record in workspace.catalog.overview.newest("authorization", Authorization).values():
            self._file(record)

    def take(self, file: PermissionFile) -> None:
        fault = "sheet" in file.forms
        for passed in file.passed_over:
            told = passed.model_dump()
            self.passed.append(NotRecorded(file=file.path.name, fault=fault, **told))
        for found in file.found:
            try:
                self.recorded.append(self._row(file.path.name, found))
            except (UsageError, InputError) as error:
                what = next(iter(found.posts), found.creator and f"@{found.creator}") or ""
                why = error.message.rstrip(".")
                self.passed.append(
                    NotRecorded(file=file.path.name, place=found.place, what=what, why=why, fault=True)
                )

    def _row(self, name: str, found: FoundPermission) -> CodeRecorded:
        with self._workspace.catalog.transaction():
            target = self._subject(found)
            form = self._form(found, target)
            known = self._match(form)
            if known:
                form = form.model_copy(update={"target": known.id})
            outcome: Outcome = "changed" if known else "new"
            if known and self._same(known, form):
                record, outcome = known, "same"
            else:
                record = authorize(self._workspace, form, at=self._at, vault=self.vault)
        self._file(record)
        return CodeRecorded(
            outcome=outcome,
            file=name,
            place=found.place,
            permission=record,
            sealed="code" in self._workspace.catalog.sealed.of(record.id),
            notes=window_notes(record) if outcome != "same" else (),
        )

    def _subject(self, found: FoundPermission) -> str:
        """The post's id, or the creator's key. Raises UsageError for one that the catalog does not know."""
        catalog = self._workspace.catalog
        if found.creator:
            name = f"{found.platform}:{found.creator}" if found.platform else f"@{found.creator}"
            return catalog.care.lasting_key(catalog.resolve_creator(name))
        names = found.posts or ((self._target,) if self._target else ())
        if not names:
            raise UsageError("It does not say of which post it is: name the post before --from-file.")
        for name in names:
            with suppress(UsageError):
                return catalog.resolve(name)
        raise UsageError("The catalog does not know this post: import it first.")

    def _form(self, found: FoundPermission, target: str) -> AuthorizationForm:
        errors = found.eligibility_errors
        return AuthorizationForm(
            target=target,
            kind=found.kind,
            platform=found.platform,
            status=found.status,
            start=self._workspace.day(found.start) if isinstance(found.start, datetime) else found.start,
            end=self._last_day(found.end),
            expiry_source=found.expiry_source,
            code=found.code,
            original_code=found.original_code,
            native_ids=found.native_ids,
            checked=found.checked,
            eligibility_errors=errors or (),
            eligible=errors is not None and not errors,
            supports=("render_variants",) if found.render_variants else (),
            second_authorization=found.second,
            by=self._by,
        )

    def _last_day(self, end: date | datetime | Perpetual | None) -> date | Perpetual | None:
        """The last day that is whole: of a code that ends at noon, the day before."""
        return self._workspace.day(end + _SECOND) - _DAY if isinstance(end, datetime) else end

    def _match(self, form: AuthorizationForm) -> Authorization | None:
        """The permission on record that a row is about: that of the same code, or where it has none the newest."""
        beside = self._beside[self._place(form.kind or "", form.target)]
        if not form.code:
            standing = [item for item in beside if item.status not in GONE] or beside
            return standing[-1] if standing else None
        code = sealing.cleaned(form.code.get_secret_value())
        opened = {item.id: self._code_of(item) for item in beside}
        for item in reversed(beside):
            if opened[item.id] == code:
                return item
        for item in reversed(beside):
            if opened[item.id] is None and item.code_last4 == sealing.last_of(code):
                return item
        return next(
            (item for item in reversed(beside) if not item.code_last4 and item.status not in GONE), None
        )

    def _place(self, kind: str, subject: str) -> _Place:
        """A kind of permission with the post's number, or the creator's key."""
        return kind, self._workspace.catalog.overview.numbers([subject]).get(subject, subject)

    def _file(self, record: Authorization) -> None:
        beside = self._beside[self._place(record.kind, record.post or record.creator or "")]
        beside[:] = [item for item in beside if item.id != record.id] + [record]

    def _same(self, known: Authorization, form: AuthorizationForm) -> bool:
        """Whether the record would say nothing new, and all its codes are sealed."""
        try:
            told = Authorization.model_validate(known.model_dump() | told_of(known, form))
        except ValueError:
            return False
        said = told.model_dump(exclude={*_STAMPS, "code_sha256"})
        if said != known.model_dump(exclude={*_STAMPS, "code_sha256"}):
            return False
        sealed = self._workspace.catalog.sealed.of(known.id)
        codes = {"code": form.code, "original": form.original_code}
        return known.status in GONE or all(
            part in sealed
            and self._opened(sealing.name_of(known.id, part), sealed[part])
            == sealing.cleaned(code.get_secret_value())
            for part, code in codes.items()
            if code
        )

    def _code_of(self, item: Authorization) -> str | None:
        """The code of a permission; None where none is sealed, or its key is not here."""
        sealed = self._workspace.catalog.sealed.of(item.id).get("code")
        return self._opened(item.id, sealed) if sealed else None

    def _opened(self, name: str, sealed: bytes) -> str | None:
        with suppress(UgcError):
            return self.vault.open(sealed, name=name)
        return None

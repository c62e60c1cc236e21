"""Errors of the registry.

RegistryError
├── Unauthenticated      nobody is signed in by this: password, code, session or token is no good
├── Forbidden            the caller may not do this, or is not known, or was revoked
├── NotFound             no such report, draft, staff member, invite (also for rows one may not see)
├── InvalidInput         a value cannot be used; fields name it
├── StaleVersion         somebody changed the row since the caller read it
├── Refused              a guard of the lifecycle does not hold; carries the assessment
├── QuotaExceeded        too many of these today
├── ReadOnly             the registry found damage and takes no writes
├── StorageUnavailable   the database cannot serve now; `retry` says whether trying again helps
├── UnsafeStorage        the database is set up so that acknowledged writes could be lost
├── SchemaMismatch       the database has another schema than this program
├── InvalidReceipt       a receipt does not prove what it says
└── InvalidBackup        a backup cannot be read or is not whole

Messages are English, for developers; code and fields are what the Chinese line is made of.
A negative verdict of a rule is no error; attempting what it forbids is (Refused).
"""

from rules.verdict import Assessment


class RegistryError(Exception):
    """Base of all errors raised by registry. code: machine code; retry: whether a retry helps."""

    code = "registry"
    retry = False

    def __init__(self, message: str, *, code: str | None = None, **fields: object) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code
        self.fields = fields


class Forbidden(RegistryError):
    """The policy does not allow the operation to the caller."""

    code = "forbidden"


class Unauthenticated(RegistryError):
    """What was shown proves nobody: codes `bad_credentials bad_code session_over bad_token`."""

    code = "unauthenticated"


class NotFound(RegistryError):
    """There is no such thing, or the caller may not know that there is."""

    code = "not_found"


class InvalidInput(RegistryError):
    """A value the caller can mend."""

    code = "invalid"


class StaleVersion(RegistryError):
    """The version the caller worked on is not the present one; fields: expected, actual."""

    code = "stale_version"


class Refused(RegistryError):
    """A guard does not hold. assessment: the rule's answer, where a rule was asked."""

    code = "refused"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        assessment: Assessment | None = None,
        **fields: object,
    ) -> None:
        super().__init__(message, code=code, **fields)
        self.assessment = assessment


class QuotaExceeded(RegistryError):
    """The caller has used up the number of this operation for now; fields: limit."""

    code = "quota"


class ReadOnly(RegistryError):
    """Damage was found; nothing is written until a backup is restored."""

    code = "read_only"


class StorageUnavailable(RegistryError):
    """The database did not take the statement; the transaction was rolled back or is unknown."""

    code = "storage"

    def __init__(
        self, message: str, *, retry: bool, code: str | None = None, **fields: object
    ) -> None:
        super().__init__(message, code=code, **fields)
        self.retry = retry


class UnsafeStorage(RegistryError):
    """A setting of the database endangers acknowledged writes; fields: setting, value, expected."""

    code = "unsafe_storage"


class SchemaMismatch(RegistryError):
    """The schema is older or newer than this program; fields: found, expected."""

    code = "schema"


class InvalidReceipt(RegistryError):
    """A receipt fails one of its checks; code says which."""

    code = "invalid_receipt"


class InvalidBackup(RegistryError):
    """A backup file fails one of its checks; code says which."""

    code = "invalid_backup"

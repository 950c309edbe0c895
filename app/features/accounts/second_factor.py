"""The second factor: codes from an app (TOTP), each accepted once, and recovery codes."""

import secrets

import pyotp
import segno
from pyotp.utils import strings_equal
from sqlalchemy import delete, select

from app.features.accounts.digests import digest
from app.features.accounts.domain import RECOVERY_CODES
from app.features.accounts.models import RecoveryCode, User
from app.kernel.clock import now
from app.kernel.references import ALPHABET
from app.platform.database import db

ISSUER = "Concord"
STEP_SECONDS = 30
STEPS_EITHER_SIDE = 1
CODE_GROUPS = 3
GROUP_LENGTH = 4


def new_secret(user: User) -> None:
    """Give `user` a secret for an app to hold. It replaces the one before."""
    user.totp_secret = pyotp.random_base32()
    user.totp_used = 0


def enrolment_picture(user: User) -> str:
    """What an app reads with the camera, as the address of a picture."""
    return str(segno.make(_totp(user).provisioning_uri(name=user.email), error="m").svg_data_uri(scale=5, border=3))


def enrolment_text(user: User) -> str:
    """The secret to type, in groups of four."""
    secret = user.totp_secret or ""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def accept_code(user: User, typed: str) -> bool:
    """Whether `typed` is a code of now that was not used before; it is used then."""
    code = "".join(letter for letter in typed if letter.isdigit())
    if not user.totp_secret or len(code) != 6:
        return False
    totp = _totp(user)
    step = int(now().timestamp()) // STEP_SECONDS
    for candidate in range(step - STEPS_EITHER_SIDE, step + STEPS_EITHER_SIDE + 1):
        if candidate > user.totp_used and strings_equal(code, totp.generate_otp(candidate)):
            user.totp_used = candidate
            return True
    return False


def accept_recovery_code(user: User, typed: str) -> bool:
    """Whether `typed` is one of the user's recovery codes that was not used; it is used then."""
    found = db.session.scalar(
        select(RecoveryCode)
        .where(RecoveryCode.user_uid == user.uid, RecoveryCode.code_digest == _recovery_digest(user, typed))
        .with_for_update()
    )
    if found is None or found.used_at is not None:
        return False
    found.used_at = now()
    return True


def new_recovery_codes(user: User) -> list[str]:
    """Fresh recovery codes, to show once; the ones before stop working."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_uid == user.uid))
    codes = [_random_code() for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(user_uid=user.uid, code_digest=_recovery_digest(user, code)) for code in codes)
    return codes


def recovery_codes_left(user: User) -> int:
    unused = select(RecoveryCode.uid).where(RecoveryCode.user_uid == user.uid, RecoveryCode.used_at.is_(None))
    return len(db.session.scalars(unused).all())


def forget(user: User) -> None:
    """Take the second factor away; a new one is set up with the next invitation."""
    user.totp_secret = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_uid == user.uid))


def _totp(user: User) -> pyotp.TOTP:
    return pyotp.TOTP(user.totp_secret or "", interval=STEP_SECONDS, issuer=ISSUER)


def _random_code() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(CODE_GROUPS))
    return "-".join(groups)


def _recovery_digest(user: User, typed: str) -> bytes:
    plain = typed.casefold().translate(str.maketrans("oil", "011"))
    return digest("recovery", user.uid, "".join(letter for letter in plain if letter in ALPHABET))

"""When a mail that did not go is tried again. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Patience:
    """The first wait doubles with every try up to `longest`; after `most_tries` a mail is given up."""

    first: timedelta = timedelta(minutes=2)
    longest: timedelta = timedelta(hours=6)
    most_tries: int = 20

    def wait(self, uid: str, tries: int) -> timedelta:
        """How long to wait after the try numbered `tries` (1 or more).

        Between three quarters and five quarters of the doubled wait, by the mail's uid and the try: many mails that
        failed at one moment do not come back at one moment, and a test knows when each does.
        """
        doubled = min(self.longest, self.first * 2 ** min(tries - 1, 30))
        drawn = int.from_bytes(hashlib.sha256(f"{uid} {tries}".encode()).digest()[:4]) / 2**32
        wait: timedelta = doubled * (0.75 + drawn / 2)
        return min(self.longest, wait)

    def is_over(self, tries: int) -> bool:
        return tries >= self.most_tries

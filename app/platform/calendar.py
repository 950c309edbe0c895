"""England's bank holidays, from the copy that comes with `govuk-bank-holidays`: nothing is ever fetched."""

from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from app.kernel.working_days import WorkingDays


@cache
def working_days() -> WorkingDays:
    """Working days in England."""
    holidays = BankHolidays(use_cached_holidays=True)
    return WorkingDays(frozenset(holiday["date"] for holiday in holidays.get_holidays(BankHolidays.ENGLAND_AND_WALES)))

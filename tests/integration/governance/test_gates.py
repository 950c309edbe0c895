"""What waits for impact assessments. PR-26, PR-27."""

from datetime import timedelta

import pytest
from flask import Flask

from app.features.governance.interface import SCORING, check_assessed
from app.features.partnership.interface import area_by_code
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import acting_as
from tests.factories.accounts import the_system
from tests.factories.governance import assess


def test_the_scoring_model_waits_for_assessments(context: Flask) -> None:
    """PR-27."""
    area = area_by_code("BNES").uid
    with acting_as(the_system()), pytest.raises(Refused, match="none in force covers the scoring model"):
        check_assessed(area, SCORING, today())
    assess(on=today() - timedelta(days=1))
    with acting_as(the_system()), pytest.raises(Refused, match="approved again first"):
        check_assessed(area, SCORING, today())
    assess(version="2.0")
    with acting_as(the_system()):
        check_assessed(area, SCORING, today())
        with pytest.raises(Refused):
            check_assessed(area_by_code("BRIS").uid, SCORING, today())

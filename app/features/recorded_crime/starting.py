"""The table of harm that the project brings: a proposal to try out, in the place of which an official one is loaded."""

from pathlib import Path

from app.features.recorded_crime.commands import load_harm
from app.platform.access import Actor

PROPOSED = Path(__file__).parent / "reference" / "harm.csv"


def load_proposed_harm(*, actor: Actor) -> int:
    """Weights that are there stay as they are. Returns how many are new."""
    added, _changed = load_harm(actor=actor, data=PROPOSED.read_bytes(), only_new=True)
    return added

"""The code lists this room reads: crime types as files name them, and which area a small area is in."""

from app.features.partnership import interface as partnership
from app.features.recorded_crime.domain.street import fold


def types() -> dict[str, str]:
    """Code of each crime type by its folded names."""
    found: dict[str, str] = {}
    for item in partnership.code_list("crime_type"):
        for name in (item.label, *item.attributes.get("also", ())):
            found[fold(name)] = item.code
    return found


def places() -> dict[str, str]:
    """Code of the area by the folded start of a small area's name."""
    return {fold(item.label): item.attributes["area"] for item in partnership.code_list("small_area_place")}


def area_of(lsoa_name: str, known: dict[str, str]) -> str:
    """The code of the area of “Bath and North East Somerset 007A”; "" for one elsewhere."""
    return known.get(fold(lsoa_name.rpartition(" ")[0]), "")

"""A year of fictional activity of every intervention of an area: `flask demo year`."""

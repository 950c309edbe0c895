"""Networks: who belongs to one and how it is known, links between people, tension, purpose and expiry, the chart."""

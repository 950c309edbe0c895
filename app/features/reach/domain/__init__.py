"""Rules of the quarterly return: periods, states, cells, counting, checks and what may leave the area. Pure."""

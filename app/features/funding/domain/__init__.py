"""Rules of money. Kernel and standard library only; amounts are whole pence."""

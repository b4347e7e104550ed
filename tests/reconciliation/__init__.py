"""Reconciliation: worked figures, every status of every kind, and properties of the intervals."""

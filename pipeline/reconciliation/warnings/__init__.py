"""Figures far off others, which no check may fail on: jumps between years, slips of the unit, parts above their whole.

Belongs here: the thresholds with their reasons, and the sentence with both values. Does not belong here: arithmetic that must hold.
"""

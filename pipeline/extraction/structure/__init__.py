"""Which line is part of which, over the whole document.

Belongs here: hierarchy from numbers, indentation, compositions and sums, and the same line printed again. Does not belong here:
reading lines.
"""

"""What checks are made of: intervals of printed figures, the lines of a document looked up, sums, verdicts and their sentences.

Belongs here: what more than one kind of check needs. Does not belong here: which lines a check compares.
"""

"""Text to lines and figures: rows, sentences, slides, and whose figure it is.

Belongs here: whatever is read from left to right. Does not belong here: tables, and the outline of a whole document
(``structure``).
"""

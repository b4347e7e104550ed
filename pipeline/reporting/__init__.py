"""What people look at.

Belongs here: pictures and reports of what was read. Does not belong here: reading, deciding, storing.
"""

from pipeline.reporting.overlay import Kind, Mark, draw_overlay, list_marks

__all__ = ["Kind", "Mark", "draw_overlay", "list_marks"]

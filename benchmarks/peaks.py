"""The highest memory of a process, for the benchmarks that print it.

Belongs here: asking the system. Does not belong here: which process, and what is too much.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def highest_resident() -> int:
    """Kilobytes of this process. Linux counts them anew from its start; elsewhere the system's figure must do, which begins at what
    the process had that started this one."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmHWM"].split()[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak

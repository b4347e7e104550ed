"""Frames as scopes: what a drawn rectangle holds is about its own title.

Belongs here: which names, units and legends are in force inside a frame, and what is restored outside it. Does not belong
here: which frames there are (``reading``), which line is part of which (``hierarchy``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extraction.context import Context
from pipeline.extraction.drafts import LineDraft, Row
from pipeline.extraction.state import State
from pipeline.extraction.text.slides import note_title
from pipeline.model import Block, Box, Page

# A frame with no more printed lines than this is a title bar or a box for an amount: it speaks for what is around it.
BAR_LINES = 2
# The upper part of a slide, whose year and phase hold for all of it.
SLIDE_HEAD = 0.25
# Edges this close are one.
TOUCHING = 3.0


@dataclass
class _Scope:
    """What is in force inside one frame."""

    context: Context
    pending: LineDraft | None
    item: LineDraft | None
    current: LineDraft | None


class Scopes:
    """The frames of one page and its rows; ``enter`` puts the state into the one that a row stands in."""

    def __init__(self, page: Page, rows: Sequence[Row], state: State) -> None:
        self._state = state
        self._lines = Counter(e.frame for e in page.elements if isinstance(e, Block) and e.frame for _ in e.lines)
        self._open: Box | None = None
        state.slide_head = SLIDE_HEAD * page.height if is_slide(page) else None
        state.letters, state.names, state.issuer = {}, [], None
        state.slide_title, state.slide_names = None, ()
        self._number = page.number
        state.context.prices = False
        if is_slide(page):
            state.pending = state.item = state.current = None
            state.context.fiscal_year, state.context.phase = state.release
            note_title(rows, state)
        self._known: dict[Box | None, _Scope] = {None: self._take()}

    def enter(self, frame: Box | None) -> None:
        """Leave the present frame for the one of the next row; a bar is no scope of its own."""
        scope = self._scope_of(frame)
        self._state.frame = scope
        if scope == self._open:
            return
        self._known[self._open] = self._take()
        if scope not in self._known:
            self._known[scope] = self._inherit(scope)
            self._state.first_in_frame = scope is not None
        self._put(self._known[scope])
        self._open = scope

    def leave(self) -> None:
        """Back to the page itself, whose unit and legend the next page inherits; its lines are its ministry's."""
        self.enter(None)
        if self._state.slide_head is not None and self._state.issuer is not None:
            for line in self._state.lines:
                if line.row.page == self._number and line.issuer is None:
                    line.issuer = self._state.issuer

    def _scope_of(self, frame: Box | None) -> Box | None:
        while frame is not None and self._lines[frame] <= BAR_LINES and not self._is_body(frame):
            frame = self._below(frame) or self._around(frame)
        return frame

    def _is_body(self, frame: Box) -> bool:
        """Whether a small box hangs on a title bar, or holds one: it is the bar's scope however little it says."""
        others = (box for box in self._lines if box is not None and box != frame)
        return any(_hangs_on(frame, box) or encloses(frame, box) for box in others)

    def _below(self, bar: Box) -> Box | None:
        """The box that hangs on a title bar: as wide, and directly below it."""
        return next((box for box in self._lines if box is not None and _hangs_on(box, bar)), None)

    def _around(self, frame: Box) -> Box | None:
        """The smallest other frame around a frame."""
        outer = [box for box in self._lines if box != frame and box is not None and encloses(box, frame)]
        return min(outer, key=lambda box: box.width * box.height, default=None)

    def _inherit(self, scope: Box | None) -> _Scope:
        outer = self._scope_of(self._around(scope)) if scope is not None else None
        known = self._known.get(outer) or self._known[None]
        return _Scope(replace(known.context), known.pending, None, known.current)

    def _take(self) -> _Scope:
        state = self._state
        return _Scope(state.context, state.pending, state.item, state.current)

    def _put(self, scope: _Scope) -> None:
        state = self._state
        state.context, state.item, state.current = scope.context, scope.item, scope.current
        taken = scope.pending is not None and scope.pending.opened
        state.pending = None if taken else scope.pending
        if taken:
            state.current = scope.pending


def _hangs_on(box: Box, bar: Box) -> bool:
    aligned = abs(box.x0 - bar.x0) <= TOUCHING and abs(box.x1 - bar.x1) <= TOUCHING
    return aligned and abs(box.top - bar.bottom) <= TOUCHING


def encloses(outer: Box, inner: Box) -> bool:
    """Whether a frame lies in another one, edges touching or not."""
    return (
        outer.x0 <= inner.x0 + TOUCHING
        and outer.x1 >= inner.x1 - TOUCHING
        and outer.top <= inner.top + TOUCHING
        and outer.bottom >= inner.bottom - TOUCHING
    )


def is_slide(page: Page) -> bool:
    """Whether a page is a slide (landscape, drawn): it stands for itself, and no figure on it goes on with the page before."""
    return not page.on_grid and page.width > page.height

"""The functions of pdfium that are called for every character and every object of a page, with addresses as numbers.

Belongs here: which functions these are, their kinds of arguments. Does not belong here: what their answers mean
(``pdfium_chars``, ``pdfium_paths``), functions that are called once for a page.

ctypes makes an object of each pointer otherwise, and lets other threads run during each call; both take longer than the answer,
which is there in less than a microsecond.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_float, c_int, c_void_p
from typing import Any

import pypdfium2.raw as native


def _asks(function: Any, answer: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.cast(function, ctypes.PYFUNCTYPE(answer, *arguments))


def address_of(handle: Any) -> int:
    """Where something of pdfium's is: what the functions here take for it."""
    return ctypes.addressof(handle.contents)


def addresses_in(places: ctypes.Array[Any]) -> tuple[int, ...]:
    """Where each number of an array is, for functions that write several."""
    first, size = ctypes.addressof(places), ctypes.sizeof(places) // len(places)
    return tuple(first + size * number for number in range(len(places)))


_PLACE, _AT, _PLACES_OF_FOUR = c_void_p, c_int, (c_void_p,) * 4

is_generated = _asks(native.FPDFText_IsGenerated, c_int, _PLACE, _AT)
is_unknown = _asks(native.FPDFText_HasUnicodeMapError, c_int, _PLACE, _AT)
owner_of = _asks(native.FPDFText_GetTextObject, ctypes.c_size_t, _PLACE, _AT)  # 0 where there is none
get_loose_box = _asks(native.FPDFText_GetLooseCharBox, c_int, _PLACE, _AT, c_void_p)
get_origin = _asks(native.FPDFText_GetCharOrigin, c_int, _PLACE, _AT, c_void_p, c_void_p)
get_text_matrix = _asks(native.FPDFText_GetMatrix, c_int, _PLACE, _AT, c_void_p)
get_font_size = _asks(native.FPDFTextObj_GetFontSize, c_int, _PLACE, c_void_p)
font_of = _asks(native.FPDFTextObj_GetFont, c_void_p, _PLACE)
get_ascent = _asks(native.FPDFFont_GetAscent, c_int, _PLACE, c_float, c_void_p)
get_descent = _asks(native.FPDFFont_GetDescent, c_int, _PLACE, c_float, c_void_p)
get_font_name = _asks(native.FPDFFont_GetBaseFontName, ctypes.c_size_t, _PLACE, c_void_p, ctypes.c_size_t)
get_glyph_width = _asks(native.FPDFFont_GetGlyphWidth, c_int, _PLACE, ctypes.c_uint, c_float, c_void_p)

count_objects = _asks(native.FPDFPage_CountObjects, c_int, _PLACE)
object_on_page = _asks(native.FPDFPage_GetObject, c_void_p, _PLACE, _AT)
count_in_form = _asks(native.FPDFFormObj_CountObjects, c_int, _PLACE)
object_in_form = _asks(native.FPDFFormObj_GetObject, c_void_p, _PLACE, ctypes.c_ulong)
kind_of_object = _asks(native.FPDFPageObj_GetType, c_int, _PLACE)
get_matrix = _asks(native.FPDFPageObj_GetMatrix, c_int, _PLACE, c_void_p)
set_matrix = _asks(native.FPDFPageObj_SetMatrix, c_int, _PLACE, c_void_p)
get_bounds = _asks(native.FPDFPageObj_GetBounds, c_int, _PLACE, *_PLACES_OF_FOUR)
set_render_mode = _asks(native.FPDFTextObj_SetTextRenderMode, c_int, _PLACE, c_int)
set_stroke_width = _asks(native.FPDFPageObj_SetStrokeWidth, c_int, _PLACE, c_float)
count_marks = _asks(native.FPDFPageObj_CountMarks, c_int, _PLACE)
mark_at = _asks(native.FPDFPageObj_GetMark, c_void_p, _PLACE, ctypes.c_ulong)
kind_of_value = _asks(native.FPDFPageObjMark_GetParamValueType, c_int, _PLACE, ctypes.c_char_p)
remove_mark = _asks(native.FPDFPageObj_RemoveMark, c_int, _PLACE, _PLACE)
get_draw_mode = _asks(native.FPDFPath_GetDrawMode, c_int, _PLACE, c_void_p, c_void_p)
get_fill_color = _asks(native.FPDFPageObj_GetFillColor, c_int, _PLACE, *_PLACES_OF_FOUR)
count_segments = _asks(native.FPDFPath_CountSegments, c_int, _PLACE)
segment_at = _asks(native.FPDFPath_GetPathSegment, c_void_p, _PLACE, _AT)
get_point = _asks(native.FPDFPathSegment_GetPoint, c_int, _PLACE, c_void_p, c_void_p)
kind_of_segment = _asks(native.FPDFPathSegment_GetType, c_int, _PLACE)
closes_part = _asks(native.FPDFPathSegment_GetClose, c_int, _PLACE)

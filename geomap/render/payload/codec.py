"""Named columns of whole numbers and one pool of texts, as few bytes as plain means allow.

``assets/codec.js`` reads what is written here; the two files are changed together. The file is a
header and a body, deflated in stretches of one stream. The header is JSON: what is no table, and for each column
its name, its code, its length and its number of bytes. The body is the columns, one after another.
"""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np

#: Bytes of the body are tried in each of these codes, and the shortest is kept.
PLAIN, STEPS, PLANES = "v", "d", "b"
#: How hard a column is deflated to see which code suits it, and the whole to make it small.
TRIAL_LEVEL, LEVEL = 1, 7
#: Ways in which zlib looks for likeness; which is best depends on the column.
WAYS = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_RLE)
#: From so many bytes on, a column gets blocks of its own, whose codes fit it alone.
ALONE = 1000
#: An empty last block of RFC 1951, which ends the stream.
FINAL_BLOCK = b"\x03\x00"
#: Numbers of at most this size fit the page's 32-bit columns; larger ones are named as wide.
NARROW = 2**31 - 1


def encode(header: Mapping[str, Any], columns: Mapping[str, np.ndarray], texts: Sequence[str]) -> str:
    """Return everything as one text of letters, digits, ``+``, ``/`` and ``=``.

    ``header`` is whatever JSON holds; ``columns`` are whole numbers of any sign; ``texts`` are
    kept in their order. The same input gives the same text.
    """
    shared, rest, suffixes = fronted(texts)
    every = {**columns, "texts.shared": shared, "texts.rest": rest}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        blobs = [(name, *blob) for name, blob in zip(every, pool.map(_column, every.values()), strict=True)]
    blobs.append(("texts", "u", len(texts), suffixes))
    listed = [[name, code, n, len(blob)] for name, code, n, blob in blobs]
    top = json.dumps(
        {**header, "columns": listed}, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    head = top.encode("utf-8")
    parts = _gathered([len(head).to_bytes(4, "little") + head, *(blob for *_, blob in blobs)])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return base64.b64encode(b"".join([*pool.map(_smallest, parts), FINAL_BLOCK])).decode("ascii")


def _gathered(blobs: Sequence[bytes]) -> list[bytes]:
    """Return the blobs in their order, those too small to be deflated alone joined to the one before."""
    parts = [blobs[0]]
    for before, blob in pairwise(blobs):
        if max(len(before), len(blob)) < ALONE:
            parts[-1] += blob
        else:
            parts.append(blob)
    return parts


def _smallest(raw: bytes) -> bytes:
    """Return ``raw`` as blocks of RFC 1951 that more may follow, by the way of looking that finds most.

    Numbers without a pattern get smaller where no chance likeness is looked for.
    """
    return min((_deflated(raw, LEVEL, way, zlib.Z_SYNC_FLUSH) for way in WAYS), key=len)


def _deflated(
    raw: bytes, level: int, way: int = zlib.Z_DEFAULT_STRATEGY, flush: int = zlib.Z_FINISH
) -> bytes:
    """Return ``raw`` deflated, without a wrapper: RFC 1951, ``deflate-raw`` to a browser."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15, 9, way)
    return packer.compress(raw) + packer.flush(flush)


def _column(values: np.ndarray) -> tuple[str, int, bytes]:
    """Return the code of a column, its length and its bytes, in the code that deflates best."""
    values = np.asarray(values, dtype=np.int64)
    wide = "w" if len(values) and int(np.abs(values).max()) > NARROW else ""
    steps = np.diff(values, prepend=np.int64(0))
    tried = {
        PLAIN: varints(to_unsigned(values)),
        STEPS: varints(to_unsigned(steps)),
        PLANES: planes(to_unsigned(values)),
        STEPS + PLANES: planes(to_unsigned(steps)),
    }
    best = min(tried, key=lambda code: len(_deflated(tried[code], TRIAL_LEVEL)))
    return best + wide, len(values), tried[best]


def to_unsigned(values: np.ndarray) -> np.ndarray:
    """Return whole numbers with the sign in the lowest bit: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return ((values << 1) ^ (values >> 63)).astype(np.uint64)


def varints(values: np.ndarray) -> bytes:
    """Return numbers in seven bits a byte, lowest first, with 128 added while more follow.

    >>> varints(np.array([1, 127, 128, 300], dtype=np.uint64)).hex()
    '017f8001ac02'
    """
    if not len(values):
        return b""
    most = max(1, (int(values.max()).bit_length() + 6) // 7)
    parts, there = np.empty((len(values), most), dtype=np.uint8), np.ones((len(values), most), dtype=bool)
    for at in range(most):
        more = values > 127
        parts[:, at] = (values & 127) | (more.astype(np.uint8) << 7)
        there[:, at + 1 :] &= more[:, None]
        values = values >> 7
    return parts[there].tobytes()


def planes(values: np.ndarray) -> bytes:
    """Return the lowest byte of every number, then the next of every number, as far as they go.

    What tells one from the next stands alone so, and the quiet high bytes deflate to nothing.

    >>> planes(np.array([1, 258], dtype=np.uint64)).hex()
    '01020001'
    """
    if not len(values):
        return b""
    most = max(1, (int(values.max()).bit_length() + 7) // 8)
    return values.astype("<u8").view(np.uint8).reshape(len(values), 8)[:, :most].T.tobytes()


def fronted(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, bytes]:
    """Return how much each text shares with the one before, how long its rest is, and the rests.

    Both lengths count UTF-16 units, as the page does; the rests stand end to end, in UTF-8. A half
    of a surrogate pair, which no UTF-8 holds, becomes U+FFFD.

    >>> shared, rest, suffixes = fronted(["UA0102", "UA0103", "Київ"])
    >>> shared.tolist(), rest.tolist(), suffixes.decode()
    ([0, 5, 0], [6, 1, 4], 'UA01023Київ')
    """
    joined = "".join(texts)
    units = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    length = np.fromiter(map(len if len(units) == len(joined) else _units, texts), np.int64, len(texts))
    start = np.cumsum(length) - length
    shared = _shared(units, start, length)
    is_rest = np.ones(len(units) + 1, dtype=np.int64)
    np.add.at(is_rest, start, -1)
    np.add.at(is_rest, start + shared, 1)
    rests = units[np.cumsum(is_rest - 1)[:-1] >= 0]
    return shared, length - shared, rests.tobytes().decode("utf-16-le", "replace").encode()


def _shared(units: np.ndarray, start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Return how many units each text begins with as the one before does, whole characters alone.

    Texts with a character of two units share nothing, so that no pair is parted.
    """
    shared = np.zeros(len(start), dtype=np.int64)
    pairs = np.append(0, np.cumsum((units >= 0xD800) & (units < 0xE000)))
    is_plain = pairs[start + length] == pairs[start]
    most = np.minimum(length[1:], length[:-1]) * (is_plain[1:] & is_plain[:-1])
    alike, at = np.flatnonzero(most > 0) + 1, 0
    while len(alike):
        alike = alike[units[start[alike] + at] == units[start[alike - 1] + at]]
        at += 1
        shared[alike] = at
        alike = alike[most[alike - 1] > at]
    return shared


def _units(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2

"""What the page is given, read back: the header, the columns and the texts of a packed scene."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass
from itertools import accumulate

DATA = re.compile(r'<script type="application/json" id="geomap-data">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Unpacked:
    """A header, and every text of the pool in its order."""

    header: dict
    texts: list[str]


def packed_of(page: str) -> str:
    """Return the packed scene of a page."""
    (packed,) = DATA.findall(page)
    return json.loads(packed)


def header_of(packed: str) -> dict:
    """Return the header of a packed scene."""
    return _parts(packed)[0]


def unpack(packed: str) -> Unpacked:
    """Return the header and the texts of a packed scene."""
    header, body = _parts(packed)
    ends = list(accumulate(size for *_, size in header["columns"]))
    blobs = {
        name: (code, n, body[end - size : end])
        for (name, code, n, size), end in zip(header["columns"], ends, strict=True)
    }
    return Unpacked(
        header, _texts(blobs["texts"][2], _numbers(*blobs["texts.shared"]), _numbers(*blobs["texts.rest"]))
    )


def _parts(packed: str) -> tuple[dict, bytes]:
    raw = zlib.decompress(base64.b64decode(packed), -15)
    end = 4 + int.from_bytes(raw[:4], "little")
    return json.loads(raw[4:end]), raw[end:]


def _numbers(code: str, n: int, blob: bytes) -> list[int]:
    """Return a column of whole numbers: ``v`` varints, ``b`` byte planes, ``d`` before either for steps."""
    plain = _planes(blob, n) if "b" in code else _varints(blob)
    values = [-(value + 1) // 2 if value % 2 else value // 2 for value in plain]
    assert len(values) == n
    return list(accumulate(values)) if code.startswith("d") else values


def _varints(blob: bytes) -> list[int]:
    values, value, shift = [], 0, 0
    for byte in blob:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            values.append(value)
            value = shift = 0
    return values


def _planes(blob: bytes, n: int) -> list[int]:
    return [int.from_bytes(blob[at::n], "little") for at in range(n)]


def _texts(blob: bytes, shared: list[int], rest: list[int]) -> list[str]:
    """Return the texts, each the beginning of the one before and its own rest; lengths in UTF-16 units."""
    letters, texts, at, before = blob.decode().encode("utf-16-le"), [], 0, b""
    for n_shared, n_rest in zip(shared, rest, strict=True):
        before = before[: 2 * n_shared] + letters[at : at + 2 * n_rest]
        at += 2 * n_rest
        texts.append(before.decode("utf-16-le"))
    return texts

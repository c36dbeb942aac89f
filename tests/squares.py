"""A small project of squares, the shipped one copied, and the bytes of what was built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from projects import ROOT, Shipped, Squares, copy_shipped

"""The version of the client is that of the platform that serves it."""

from __future__ import annotations

VERSION = "0.1.0"

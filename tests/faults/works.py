"""Small pieces of work for the pool: what they do is said by the first word of their payload."""

from __future__ import annotations

import os
import signal
import time
from hashlib import sha256
from multiprocessing import connection
from pathlib import Path
from typing import Any


def work(payload: tuple[str, Any]) -> Any:
    kind, value = payload
    match kind:
        case "give":
            return value
        case "give back what cannot travel":
            return lambda: 0
        case "large":
            return b"x" * value
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "kill once":  # the first to come dies, and leaves a sign
            if not (sign := Path(value)).exists():
                sign.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return "second try"
        case "kill while sending":
            if not (sign := Path(value)).exists():
                sign.touch()
                connection.Connection._send = _half  # type: ignore[attr-defined]
            return b"x" * 100_000
        case "hang":
            while True:
                pass
        case "eat":
            eaten = []
            while True:
                eaten.append(bytearray(10_000_000))
        case "raise":
            raise ValueError(value)
        case "nap":
            time.sleep(value)
        case "loop":
            Path(value).write_text(str(os.getpid()))
            while True:
                pass
        case "slow leaflet":
            number, seconds = value
            time.sleep(seconds)
            return leaflet(number)
    return os.getpid()


def _half(pipe: Any, data: bytes, *_: Any) -> None:
    os.write(pipe.fileno(), bytes(data[: len(data) // 2]))
    os.kill(os.getpid(), signal.SIGKILL)


def leaflet(number: int) -> bytes:
    """Something whose half differs from the whole: it ends with the hash of all before."""
    body = b"%PDF-1.7\n" + f"leaflet {number}\n".encode() * (500 + number * 37 % 1500)
    return body + f"{sha256(body).hexdigest()}\n%%EOF\n".encode()


def is_whole(data: bytes) -> bool:
    body, end = data[:-71], data[-71:]
    return end == f"{sha256(body).hexdigest()}\n%%EOF\n".encode()

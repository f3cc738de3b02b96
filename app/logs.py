"""What the log may hold: ids, lengths and places in the code, never a text of people."""

from __future__ import annotations

import logging
from typing import Any


class NoQueries(logging.Filter):
    """Keeps query strings and tracebacks, which can quote what people sent, out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cut every address at its question mark; name an exception by its type alone."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.partition("?")[0] if isinstance(arg, str) else arg for arg in record.args
            )
        if record.exc_info and record.exc_info[0] is not None:
            record.msg = f"{str(record.msg).strip()} ({record.exc_info[0].__name__})"
            record.exc_info = None
            record.exc_text = None
        return True


def log_config() -> dict[str, Any]:
    """One line an event on standard error: time, level, logger, ids; never a text of people."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"no_queries": {"()": NoQueries}},
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["no_queries"],
            },
        },
        "loggers": {
            name: {"handlers": ["stderr"], "level": level, "propagate": False}
            for name, level in (("hamdel", "INFO"), ("uvicorn", "INFO"), ("websockets", "ERROR"))
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }

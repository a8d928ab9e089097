"""The log of a process: one handler that writes to standard error, set up once where the process begins."""

import logging
import sys

from kernel.log_lines import JsonLines, PlainLines, is_ours
from kernel.log_settings import LogSettings

__all__ = ["set_up_logs"]


def set_up_logs(settings: LogSettings) -> None:
    """Log as the settings say from now on, in place of how this was set up before."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _ToStderr)]:
        root.removeHandler(handler)
    handler = _ToStderr(settings.log_level)
    lines = JsonLines if settings.log_format == "json" else PlainLines
    handler.setFormatter(lines(fault_texts=settings.log_fault_texts))
    handler.addFilter(lambda record: is_ours(record) or record.levelno >= logging.WARNING)
    root.addHandler(handler)
    root.setLevel(min(settings.log_level, logging.WARNING))


class _ToStderr(logging.Handler):
    """Writes to whatever standard error is at the moment, a line at a time; where it is gone, nobody hears."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except (OSError, ValueError, AttributeError):
            return

"""What the process that reads a file may use, and what to say when it wanted more."""

from __future__ import annotations

import resource
import signal
from dataclasses import dataclass

from scoring import settings
from scoring.errors import ScoringError
from scoring.ledger.files.zipscan import MB

CRASH_SIGNALS_OF_MEMORY = (signal.SIGABRT, signal.SIGKILL)
"""A native parser that gets no memory aborts; the system's own killer sends SIGKILL."""


@dataclass(frozen=True)
class Limits:
    """Address space and written file size in MB, processor and wall-clock time in seconds."""

    memory_mb: int
    cpu_seconds: int
    wall_seconds: int

    @classmethod
    def shipped(cls) -> Limits:
        """Those of data/settings.toml."""
        shipped = settings.load()
        return cls(shipped.child_memory_mb, shipped.child_cpu_seconds, shipped.child_wall_seconds)

    def apply(self) -> None:
        """Bind the calling process, for good."""
        space, cpu = self.memory_mb * MB, self.cpu_seconds
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
        resource.setrlimit(resource.RLIMIT_FSIZE, (space, space))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))  # SIGXCPU first, which says what it was; then SIGKILL
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def too_much_memory(self) -> ScoringError:
        """The stop that says so."""
        return ScoringError("file_too_hard", reason=f"> {self.memory_mb} MB")

    def broken(self, returncode: int, timed_out: bool, last_words: str = "") -> ScoringError:
        """The stop for a child that ended without an answer. `returncode` as `subprocess` gives it: minus the signal;
        `last_words` the kind of the exception that ended it, if one did.

        >>> Limits(4096, 300, 600).broken(-9, timed_out=True).facts, Limits(4096, 300, 600).broken(-11, False).facts
        ({'reason': '> 600 s'}, {'reason': 'SIGSEGV'})
        """
        if timed_out:
            return ScoringError("file_too_hard", reason=f"> {self.wall_seconds} s")
        if -returncode == signal.SIGXCPU:
            return ScoringError("file_too_hard", reason=f"> {self.cpu_seconds} s")
        if -returncode in CRASH_SIGNALS_OF_MEMORY:
            return self.too_much_memory()
        reason = signal.Signals(-returncode).name if returncode < 0 else last_words or f"exit {returncode}"
        return ScoringError("file_too_hard", reason=reason)

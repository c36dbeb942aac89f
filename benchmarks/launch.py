"""Run one command and say what it took: a small process, because a child's peak memory starts at its parent's.

    python -I -S launch.py REPORT CAP_SECONDS CAP_GIGABYTES COMMAND...

It imports nothing but the standard library, writes JSON to REPORT, and passes on what the command prints.
"""

import json
import os
import resource
import signal
import sys
import threading
import time


def main(report: str, seconds: str, gigabytes: str, *command: str) -> None:
    """Run ``command`` to its end or to its caps."""
    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        limit = int(float(gigabytes) * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        os.execvp(command[0], command)  # noqa: S606 - the command is our own
    timer = threading.Timer(float(seconds), os.kill, (pid, signal.SIGKILL))
    timer.start()
    _, status, used = os.wait4(pid, 0)
    timer.cancel()
    taken = {
        "seconds": time.perf_counter() - start,
        "megabytes": used.ru_maxrss / 1024,
        "code": os.waitstatus_to_exitcode(status),
    }
    with open(report, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is ten times larger than this
        json.dump(taken, file)


if __name__ == "__main__":
    main(*sys.argv[1:])

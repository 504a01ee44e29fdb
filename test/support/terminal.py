"""Runs a command in a pseudo-terminal of 120 columns. Arguments: seconds at most, then the command.

Each line on stdin is JSON: {"until": TEXT, "type": KEYS}; once the screen has shown TEXT after the last keys, KEYS are
typed; {"until": TEXT, "close": true} closes the terminal. What the terminal shows goes to stdout at once; the exit code is the command's (124 when the time was over).
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

seconds_max, command = float(sys.argv[1]), sys.argv[2:]
script = [json.loads(line) for line in sys.stdin if line.strip()]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

shown, seen_to, deadline = b"", 0, time.monotonic() + seconds_max
while True:
    if time.monotonic() > deadline:
        os.kill(pid, signal.SIGKILL)
        break
    if select.select([terminal], [], [], 0.1)[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
        sys.stdout.buffer.write(part)
        sys.stdout.flush()
    if script:
        found = shown.find(script[0]["until"].encode(), seen_to)
        if found >= 0:
            seen_to = found + 1
            line = script.pop(0)
            if line.get("close"):
                os.close(terminal)
                break
            os.write(terminal, line["type"].encode())
_, status = os.waitpid(pid, 0)
sys.exit(124 if time.monotonic() > deadline else os.waitstatus_to_exitcode(status) % 256)

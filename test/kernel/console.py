"""Types a session into a real `jupyter console` on a pseudo-terminal.

Usage: console.py JUPYTER_CONSOLE_PROGRAM

Prints one JSON object: what the terminal showed after each entry, and the exit status.
"""

import json
import os
import re
import sys

import pexpect

LIMIT = 60
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>()][0-9A-Z]?)")

# What is typed, and the number of the prompt that follows. The third is a cell of two lines.
SESSION = [
    ("const answer: number = 6 * 7\r", 2),
    ("console.log(`the answer is ${answer}`)\r", 3),
    ("function twice(x: number) {\rreturn 2 * x; }\r", 4),
    ("twice(answer)\r", 5),
    ("tensor([1, 2]).add(1).toArray()\r", 6),
    ("const wrong: number = 'text'\r", 7),
]


def run(program):
    child = pexpect.spawn(
        program,
        ["--kernel", "lectern", "--no-confirm-exit", f"--ZMQTerminalInteractiveShell.kernel_is_complete_timeout={LIMIT}"],
        encoding="utf8",
        dimensions=(60, 160),
        # The terminal of a test does not tell where its cursor is.
        env={**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm"},
        timeout=LIMIT,
    )
    shown = [wait_for_prompt(child, 1)]
    for text, prompt in SESSION:
        child.send(text)
        shown.append(wait_for_prompt(child, prompt))
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    return {"shown": shown, "status": child.exitstatus}


def wait_for_prompt(child, number):
    text = ""
    while f"In [{number}]:" not in ESCAPES.sub("", text):
        text += child.read_nonblocking(4096, LIMIT)
    return ESCAPES.sub("", text)


json.dump(run(sys.argv[1]), sys.stdout)

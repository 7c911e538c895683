"""Starts, restarts, interrupts and shuts down the kernel as Jupyter's server does. Prints `ok` at the end."""

import os
import sys
import time

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

ENTRY = sys.argv[1]
LIMIT = 60


class Manager(KernelManager):
    @property
    def kernel_spec(self):
        argv = ["node", ENTRY, "kernel", "--connection-file", "{connection_file}", "--preload", "none"]
        return KernelSpec(argv=argv, display_name="x", language="typescript", interrupt_mode="message")


def wait_for(client, wanted):
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        message = client.get_iopub_msg(timeout=LIMIT)
        if wanted(message):
            return message
    raise TimeoutError("the message did not come")


def result_of(client, code):
    reply = client.execute_interactive(code, timeout=LIMIT, output_hook=lambda message: None)
    return reply["content"]


def loop(client):
    client.execute("console.log('busy');\nwhile (true);")
    wait_for(client, lambda message: message["msg_type"] == "stream")


manager = Manager()
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=LIMIT)

assert result_of(client, "const before = 1;")["status"] == "ok"
loop(client)
manager.interrupt_kernel()
failed = wait_for(client, lambda message: message["msg_type"] == "error")
assert failed["content"]["ename"] == "Interrupted", failed
client.get_shell_msg(timeout=LIMIT)
assert result_of(client, "before + 1;")["status"] == "ok"

loop(client)
manager.restart_kernel()
client.wait_for_ready(timeout=LIMIT)
assert result_of(client, "before")["ename"] == "TypeScriptError"
assert result_of(client, "1 + 1")["execution_count"] == 2

loop(client)
pid = manager.provisioner.pid
manager.shutdown_kernel()
client.stop_channels()
try:
    os.kill(pid, 0)
    raise AssertionError("the kernel is still there")
except ProcessLookupError:
    print("ok")

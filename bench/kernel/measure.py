"""Measures Jupyter kernels side by side with one client.

Usage: measure.py ROUNDS   (stdin: JSON {kernel name: {cell: code}})

Prints JSON {measurement: {kernel: [seconds or text of a failure]}}. In each round each kernel is started anew
for each group of measurements, so that noise of the machine hits all alike and a kernel that hangs spoils nothing else.
"""

import json
import subprocess
import sys
import time
from queue import Empty

import zmq
from jupyter_client import KernelManager

LIMIT = 8  # seconds after which a kernel counts as hanging
START_LIMIT = 60
REPEATS = 25
WARM_UP = 5
LINES = 5000
SETTLE = 0.7


class Failure(Exception):
    """What a kernel did wrong, in a few words."""


class Session:
    """A kernel and its client."""

    def __init__(self, name, cells):
        self.cells = cells
        self.comment = cells["comment"]
        self.sent = 0
        self.manager = KernelManager(kernel_name=name)
        self.client = None

    def start(self):
        """Seconds from the start of the process to the end of a first cell."""
        begin = time.perf_counter()
        # What kernels write by themselves must not get between the results.
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = self.manager.client()
        self.client.start_channels(stdin=False)
        self.wait_until_ready()
        self.run("first", START_LIMIT)
        return time.perf_counter() - begin

    def wait_until_ready(self):
        """Until kernel_info is answered and iopub is heard, without the pauses of jupyter_client."""
        deadline = time.perf_counter() + START_LIMIT
        while time.perf_counter() < deadline:
            request = self.client.kernel_info()
            try:
                self.reply(self.client.get_shell_msg, request, START_LIMIT)
                self.idle(request, 0.3)
                return
            except Failure:
                continue
        raise Failure("does not start")

    def close(self):
        if self.client:
            self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()

    def send(self, cell):
        """No text is sent twice, as a student does not; what a kernel may remember of a cell is no help."""
        self.sent += 1
        return self.client.execute(f"{self.cells[cell]} {self.comment} {self.sent}")

    def run(self, cell, limit=LIMIT):
        """Seconds from the request to its idle status, and the messages before it."""
        begin = time.perf_counter()
        messages = self.idle(self.send(cell), limit)
        seconds = time.perf_counter() - begin
        for message in messages:
            if message["msg_type"] == "error":
                raise Failure(f"{message['content']['ename']} in cell {cell}")
        return seconds, messages

    def idle(self, request, limit):
        """The iopub messages of a request up to idle."""
        messages = []
        deadline = time.perf_counter() + limit
        while True:
            message = self.next(self.client.get_iopub_msg, deadline, messages)
            if message["parent_header"].get("msg_id") != request:
                continue
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages

    def begin(self, cell):
        """Sends a cell that runs for long, and waits until it surely runs: not every kernel shows that it does."""
        request = self.send(cell)
        time.sleep(SETTLE)
        return request

    def reply(self, receive, request, limit):
        deadline = time.perf_counter() + limit
        while self.next(receive, deadline, [])["parent_header"].get("msg_id") != request:
            pass

    def next(self, receive, deadline, messages):
        try:
            return receive(timeout=max(0.001, deadline - time.perf_counter()))
        except Empty:
            if not self.manager.is_alive():
                raise Failure("kernel died") from None
            lines = printed(messages)
            raise Failure(f"no idle, {lines} lines" if lines else "no answer") from None


def printed(messages):
    return sum(message["content"]["text"].count("\n") for message in messages if message["msg_type"] == "stream")


def median(values):
    return sorted(values)[len(values) // 2]


def cells(session):
    """Median times of warm cells; the first tensor starts the backend."""
    if "first tensor" in session.cells:
        yield "first tensor", session.run("first tensor")[0]
    for name in ("1 + 1", "typed", "lectern"):
        if name in session.cells:
            yield name, median([session.run(name)[0] for _ in range(WARM_UP + REPEATS)][WARM_UP:])


def flood(session):
    seconds, messages = session.run("flood")
    lines = printed(messages)
    yield "flood", seconds if lines == LINES else f"{LINES - lines} after idle"


def interrupt_loop(session):
    yield "interrupt loop", interrupted(session, "loop")


def interrupt_await(session):
    yield "interrupt await", interrupted(session, "await")


def interrupted(session, cell):
    """Seconds from the interrupt to idle; a failure if the variables are gone."""
    session.run("keep")
    request = session.begin(cell)
    begin = time.perf_counter()
    session.manager.interrupt_kernel()
    session.idle(request, LIMIT)
    seconds = time.perf_counter() - begin
    # tslab leaves out the cells that arrive shortly after a failed one.
    time.sleep(SETTLE)
    _, messages = session.run("kept")
    shown = json.dumps([message["content"] for message in messages if message["msg_type"] in ("stream", "execute_result")])
    return seconds if "4242" in shown else "variables lost"


def control(session):
    session.begin("busy")
    begin = time.perf_counter()
    request = session.client.session.send(session.client.control_channel.socket, "kernel_info_request", {})
    session.reply(session.client.get_control_msg, request["header"]["msg_id"], LIMIT)
    yield "control while busy", time.perf_counter() - begin


def heartbeat(session):
    manager = session.manager
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.linger = 0
    socket.connect(f"tcp://{manager.ip}:{manager.hb_port}")
    try:
        beat(socket)
        session.begin("busy")
        yield "heartbeat while busy", beat(socket)
    finally:
        socket.close()


def beat(socket):
    begin = time.perf_counter()
    socket.send(b"beat")
    if not socket.poll(LIMIT * 1000):
        raise Failure("no answer")
    socket.recv()
    return time.perf_counter() - begin


GROUPS = {
    "cells": cells,
    "flood": flood,
    "interrupt loop": interrupt_loop,
    "interrupt await": interrupt_await,
    "control while busy": control,
    "heartbeat while busy": heartbeat,
}


def measure(kernels, rounds):
    results = {}

    def note(what, kernel, value):
        results.setdefault(what, {}).setdefault(kernel, []).append(value)

    for number in range(rounds):
        for group, measurement in GROUPS.items():
            for kernel, programs in kernels.items():
                print(f"round {number + 1}/{rounds}: {group}, {kernel}", file=sys.stderr)
                session = Session(kernel, programs)
                try:
                    note("start", kernel, session.start())
                    for what, value in measurement(session):
                        note(what, kernel, value)
                except Failure as failure:
                    note(group, kernel, str(failure))
                finally:
                    session.close()
    return results


if __name__ == "__main__":
    json.dump(measure(json.load(sys.stdin), int(sys.argv[1])), sys.stdout)

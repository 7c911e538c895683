"""Runs training steps of PyTorch on demand, a JSON request a line.

{"script", "weights", "data", "trial"} makes a program ready, with trials of so many steps; {"steps"} runs steps of it
and answers {"seconds", "loss"}.
"""

import base64
import json
import sys
import time

import numpy
import torch

device = "cuda" if torch.cuda.is_available() else "cpu"


def array(given):
    values = numpy.frombuffer(base64.b64decode(given["values"]), dtype=given["dtype"]).reshape(given["shape"])
    return torch.from_numpy(values.copy()).to(device)


def prepare(request):
    """The program, with the number of threads that is fastest here: on a busy machine fewer may be."""
    times = {}
    for threads in {1, torch.get_num_threads()}:
        torch.set_num_threads(threads)
        step = create(request)
        train(step, request["trial"])
        times[threads] = train(step, request["trial"])["seconds"]
    torch.set_num_threads(min(times, key=times.get))
    return create(request)


def create(request):
    scope = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional, "device": device}
    for kind in ("weights", "data"):
        scope[kind] = {name: array(given) for name, given in request[kind].items()}
    exec(request["script"], scope)
    return scope["step"]


def train(step, steps):
    begin = time.perf_counter()
    for _ in range(steps):
        loss = step()
    return {"loss": loss.item(), "seconds": time.perf_counter() - begin}


def main():
    threads = torch.get_num_threads()
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        if "script" in request:
            torch.set_num_threads(threads)
            step = prepare(request)
            answer = {"torch": torch.__version__, "device": device, "threads": torch.get_num_threads()}
        else:
            answer = train(step, request["steps"])
        print(json.dumps(answer), flush=True)


main()

"""Evaluates torch programs on arrays that arrive as JSON lines on standard input; answers one line a request.

A request is a list of cases. Arrays travel as base64 of their bytes, so every float32 arrives exactly. Operations are
computed in float64: what is compared with them is then wrong by its own rounding only.
"""

import base64
import json
import sys
import time

import numpy
import torch
import torch.nn.functional as F

DTYPES = {"float32": numpy.float32, "int32": numpy.int32, "bool": numpy.bool_}


def decode(array, dtype=None):
    raw = base64.b64decode(array["values"])
    values = numpy.frombuffer(raw, dtype=DTYPES[array["dtype"]]).reshape(array["shape"]).copy()
    tensor = torch.from_numpy(values)
    if tensor.dtype == torch.int32:
        return tensor.long()
    return tensor.to(dtype) if dtype is not None and tensor.is_floating_point() else tensor


def encode(tensor):
    values = tensor.detach().to(torch.float64).contiguous().numpy(force=True)
    return {"shape": list(tensor.shape), "values": base64.b64encode(values.tobytes()).decode()}


def differentiate(case):
    """Value of an expression in a, b, c, …, its gradients, and the gradients of a weighted sum of those.

    The weights of the first gradient count as one more input of the second.
    """
    inputs = [decode(array, torch.float64) for array in case["inputs"]]
    variable = [x.requires_grad_() for x in inputs if x.is_floating_point()]
    y = eval(case["program"], {"torch": torch, "F": F}, dict(zip("abcdefgh", inputs)))
    answer = {"value": encode(y)}
    if case["order"] == 0:
        return answer
    weights = decode(case["weights"], torch.float64).requires_grad_()
    if y.shape != weights.shape:
        return answer
    first = gradients(y, variable, weights)
    answer["first"] = [encode(g) for g in first]
    if case["order"] == 1:
        return answer
    total = sum((g * decode(v, torch.float64)).sum() for g, v in zip(first, case["second"]))
    answer["second"] = [encode(g) for g in gradients(total, [*variable, weights], None)]
    return answer


def gradients(y, inputs, weights):
    if not y.requires_grad:
        return [torch.zeros_like(x) for x in inputs]
    found = torch.autograd.grad(y, inputs, weights, create_graph=True, allow_unused=True)
    return [torch.zeros_like(x) if g is None else g for x, g in zip(inputs, found)]


def run(case):
    """Runs statements that read `given` (float32 tensors by name) and fill `found`."""
    given = {name: decode(array) for name, array in case["given"].items()}
    found = {}
    exec(case["script"], {"torch": torch, "F": F, "given": given, "found": found, "time": time})
    return {name: encode(torch.as_tensor(value)) for name, value in found.items()}


def answer(case):
    try:
        return differentiate(case) if "program" in case else run(case)
    except Exception as error:  # the other side shows it with the case
        return {"error": f"{type(error).__name__}: {error}"}


torch.set_num_threads(2)
for line in sys.stdin:
    print(json.dumps([answer(case) for case in json.loads(line)]), flush=True)

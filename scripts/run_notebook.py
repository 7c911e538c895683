"""Runs one notebook through its kernel and keeps the executed copy.

Usage: run_notebook.py NOTEBOOK COPY KERNEL TIMEOUT_SECONDS

Prints one JSON object: seconds, error (null or the first error as text), and the printed lines that name an accuracy.
"""

import json
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def run(notebook, copy, kernel, timeout):
    document = nbformat.read(notebook, as_version=4)
    client = NotebookClient(
        document,
        timeout=timeout,
        kernel_name=kernel,
        resources={"metadata": {"path": str(notebook.parent)}},
    )
    start = time.monotonic()
    error = None
    try:
        client.execute()
    except CellExecutionError as failure:
        error = f"{failure.ename}: {failure.evalue}"
    except CellTimeoutError:
        error = f"a cell ran longer than {timeout} s"
    except DeadKernelError:
        error = "the kernel died"
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    seconds = time.monotonic() - start
    copy.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(document, copy)
    return {"seconds": seconds, "error": error and ESCAPES.sub("", error), "lines": accuracies(document)}


def accuracies(document):
    printed = "".join(
        output["text"]
        for cell in document.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stdout"
    )
    return [line.strip() for line in printed.splitlines() if "accuracy" in line.lower()]


if __name__ == "__main__":
    source, target, kernel_name, limit = sys.argv[1:]
    json.dump(run(Path(source).resolve(), Path(target), kernel_name, int(limit)), sys.stdout)

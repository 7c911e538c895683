"""Runs the public conformance suite of Jupyter kernels against the installed `lectern` kernel."""

import unittest

import jupyter_kernel_test as jkt


class LecternTests(jkt.KernelTests):
    kernel_name = "lectern"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to stderr')"
    completion_samples = [
        {"text": "Math.sq", "matches": ["sqrt"]},
        {"text": "'text'.toUpp", "matches": ["toUpperCase"]},
    ]
    complete_code_samples = ["const x: number = 1;", "function f() {\n  return 1;\n}", "await Promise.resolve(1)"]
    incomplete_code_samples = ["function f() {", "const list = [1,", "`open template"]
    invalid_code_samples = ["let = 7q", "const x = = 1;"]
    code_generate_error = "throw new Error('on purpose')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'a' + 'b'", "result": "'ab'"},
        {"code": "[1, 2, 3].map((n) => n * 2)", "result": "[ 2, 4, 6 ]"},
    ]
    code_display_data = [
        {"code": "display('shown')", "mime": "text/plain"},
        {
            "code": "display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) })",
            "mime": "text/html",
        },
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6 ? 7"
    code_inspect_sample = "Math.max"
    code_clear_output = "Lectern.clearOutput()"


class LecternWelcomeTests(jkt.IopubWelcomeTests):
    kernel_name = "lectern"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)

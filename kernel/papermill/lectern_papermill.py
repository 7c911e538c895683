"""Writes the parameters of papermill as TypeScript.

papermill finds engines of other packages by itself, but not translators. So this package names an engine, and the
translator is registered as papermill loads it: installing the package is enough for `papermill in.ipynb out.ipynb -p n 3`.
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

# The integers that a JavaScript number holds exactly.
LARGEST = 2**53 - 1

DECLARATION = re.compile(
    r"^\s*(?:const|let|var)\s+(?P<name>[\w$]+)\s*(?::\s*(?P<type>[^=]+?))?\s*=\s*(?P<value>.+?);?\s*(?://\s*(?P<help>.*))?$"
)


class LecternEngine(NBClientEngine):
    """papermill's own engine under another name; it runs any kernel."""


class TypeScriptTranslator(Translator):
    """Values as TypeScript literals, assignments as declarations that replace the notebook's defaults."""

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_str(cls, val):
        return json.dumps(val)

    @classmethod
    def translate_int(cls, val):
        return str(val) if abs(val) <= LARGEST else f"{val}n"

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        if math.isinf(val):
            return "Infinity" if val > 0 else "-Infinity"
        return repr(val)

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(item) for item in val)}]"

    @classmethod
    def translate_dict(cls, val):
        entries = (f"{json.dumps(str(key))}: {cls.translate(item)}" for key, item in val.items())
        return f"{{ {', '.join(entries)} }}" if val else "{}"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}"

    @classmethod
    def assign(cls, name, str_val):
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        """The declarations of the notebook's own parameters cell, one a line."""
        found = (DECLARATION.match(line) for line in parameters_cell["source"].splitlines())
        return [
            Parameter(
                name=match["name"],
                inferred_type_name=(match["type"] or "None").strip(),
                default=match["value"],
                help=match["help"] or "",
            )
            for match in found
            if match
        ]


papermill_translators.register("typescript", TypeScriptTranslator)

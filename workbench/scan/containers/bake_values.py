"""Values of Bake's expressions, as far as the file itself says what they come to.

Language: https://docs.docker.com/build/bake/expressions/ and .../funcs/ (HCL with go-cty's standard
functions). What only the environment knows stays an Unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import tree_sitter

from workbench.scan.containers.bake_functions import (
    FUNCTIONS,
    MAX_DEPTH,
    MAX_ELEMENTS,
    OPEN,
    Value,
    is_open,
    text_of,
)
from workbench.scan.document import Unreadable
from workbench.scan.shell.expansion import MAX_LENGTH, Expansion, Unknown, literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_hcl import Expression, Source, parse_expression, unescaped

Scope = Mapping[str, Value]


def value_of(node: Node, scope: Scope, depth: int = 0) -> Value:
    """Return what `node`, a literal or an expression, comes to with the variables of `scope`."""
    if depth > MAX_DEPTH:
        raise Unreadable("is not readable: expressions are nested too deeply", node.line)
    if isinstance(node, Expression):
        return _evaluate(node.syntax, node.source, scope, depth)
    if isinstance(node.value, str):
        template = parse_expression(node.value, "", node.line)  # only JSON keeps these in strings
        return value_of(template, scope, depth + 1) if template else literal(node.value)
    if node.is_list:
        return [value_of(element, scope, depth + 1) for element in node]
    if node.is_object:
        return {name: value_of(member, scope, depth + 1) for name, member in node.items()}
    if isinstance(node.value, bool) or node.value is None:
        return node.value
    return literal(node.text)


def _evaluate(node: tree_sitter.Node, source: Source, scope: Scope, depth: int) -> Value:
    if depth > MAX_DEPTH:
        raise Unreadable("is not readable: expressions are nested too deeply")
    unknown = Expansion((Unknown(f"${{{source.text(node)}}}"),))
    parts = [child for child in node.named_children if child.type != "comment"]
    if node.type in (
        "expression",
        "operation",
        "template_expr",
        "literal_value",
        "collection_value",
    ):
        if len(parts) == 1:
            return _evaluate(parts[0], source, scope, depth + 1)
        return _traversed(parts, source, scope, depth) if parts else unknown
    if node.type == "variable_expr":
        return scope.get(source.text(node), unknown)
    if node.type in ("bool_lit", "numeric_lit", "null_lit"):
        text = source.text(node)
        return {"true": True, "false": False, "null": None}.get(text, literal(text))
    evaluate = _KINDS.get(node.type)
    return unknown if evaluate is None else evaluate(node, parts, source, scope, depth + 1, unknown)


def _traversed(parts: list[tree_sitter.Node], source: Source, scope: Scope, depth: int) -> Value:
    """Walk `matrix.item.name` and `list[0]`."""
    value = _evaluate(parts[0], source, scope, depth + 1)
    unknown = Expansion((Unknown("${" + "".join(source.text(p) for p in parts) + "}"),))
    for part in parts[1:]:
        key = source.text(part).strip(".[]\"' ")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return unknown
    return value


_Nodes = list[tree_sitter.Node]


def _text(
    node: tree_sitter.Node, parts: _Nodes, source: Source, scope: Scope, depth: int, unknown: Value
) -> Value:
    """Put a template together: literals as they are, interpolations as they come to."""
    del unknown
    pieces: list[str | Unknown] = []
    for part in parts:
        if part.type == "template_literal":
            text = source.text(part)
            pieces.append(unescaped(text) if node.type != "heredoc_template" else text)
        elif part.type == "template_interpolation":
            inner = next((c for c in part.named_children if c.type == "expression"), None)
            value = text_of(_evaluate(inner, source, scope, depth)) if inner else None
            pieces.extend(value.parts if value is not None else (Unknown(source.text(part)),))
        elif part.type == "template_directive":
            pieces.append(Unknown(source.text(part)))
    if node.type == "heredoc_template":
        pieces.append("\n")
    made = Expansion.of(pieces)
    return made if len(made.text) <= MAX_LENGTH else Expansion((Unknown(source.text(node)),))


def _list(
    node: tree_sitter.Node, parts: _Nodes, source: Source, scope: Scope, depth: int, unknown: Value
) -> Value:
    del node, unknown
    elements = [part for part in parts if part.type == "expression"][:MAX_ELEMENTS]
    return [_evaluate(element, source, scope, depth) for element in elements]


def _object(
    node: tree_sitter.Node, parts: _Nodes, source: Source, scope: Scope, depth: int, unknown: Value
) -> Value:
    del node, unknown
    members: dict[str, Value] = {}
    for part in parts[:MAX_ELEMENTS]:
        pair = [child for child in part.named_children if child.type == "expression"]
        if part.type == "object_elem" and len(pair) == 2:
            name = source.text(pair[0]).strip('"')
            members[name] = _evaluate(pair[1], source, scope, depth)
    return members


def _conditional(
    node: tree_sitter.Node, parts: _Nodes, source: Source, scope: Scope, depth: int, unknown: Value
) -> Value:
    del node
    if len(parts) != 3:
        return unknown
    condition = _evaluate(parts[0], source, scope, depth)
    if not isinstance(condition, bool):
        return unknown
    return _evaluate(parts[1 if condition else 2], source, scope, depth)


def _binary(
    node: tree_sitter.Node, parts: _Nodes, source: Source, scope: Scope, depth: int, unknown: Value
) -> Value:
    if len(parts) != 2:
        return unknown
    left, right = (_evaluate(part, source, scope, depth) for part in parts)
    sign = source.text(node)[parts[0].end_byte - node.start_byte :]
    sign = sign[: parts[1].start_byte - parts[0].end_byte].strip()
    if is_open(left) or is_open(right):
        return unknown
    if sign in ("==", "!="):
        return (left == right) is (sign == "==")
    if sign in ("&&", "||") and isinstance(left, bool) and isinstance(right, bool):
        return (left and right) if sign == "&&" else (left or right)
    return unknown


def _unary(
    node: tree_sitter.Node, parts: _Nodes, source: Source, scope: Scope, depth: int, unknown: Value
) -> Value:
    value = _evaluate(parts[0], source, scope, depth) if len(parts) == 1 else unknown
    return not value if isinstance(value, bool) and source.text(node)[:1] == "!" else unknown


def _call(
    node: tree_sitter.Node, parts: _Nodes, source: Source, scope: Scope, depth: int, unknown: Value
) -> Value:
    del node
    name = source.text(parts[0]) if parts else ""
    written = [p for p in parts[1].named_children if p.type == "expression"] if parts[1:] else []
    arguments = [_evaluate(part, source, scope, depth) for part in written[:MAX_ELEMENTS]]
    function = FUNCTIONS.get(name)
    made = function(arguments) if function is not None else OPEN
    return unknown if made is OPEN else made


_KINDS: dict[str, Callable[..., Value]] = {
    "binary_operation": _binary,
    "conditional": _conditional,
    "function_call": _call,
    "heredoc_template": _text,
    "object": _object,
    "quoted_template": _text,
    "string_lit": _text,
    "tuple": _list,
    "unary_operation": _unary,
}

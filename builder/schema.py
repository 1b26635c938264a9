"""Schema errors as sentences a contributor can act on."""

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from builder.problems import Problem, expected, listed, show

TYPE_NAMES = {
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "boolean": "true or false",
    "array": "a list",
    "object": "fields with values",
}


def schema_problems(schema: dict, value: object, file: str) -> list[Problem]:
    """Every place where the value does not fit the schema. `file` is the name shown to the reader."""
    validator = Draft202012Validator(schema)
    return [problem for error in validator.iter_errors(value) for problem in _explain(error, schema, file)]


def _explain(error: ValidationError, root: dict, file: str) -> list[Problem]:
    where = _address(error.absolute_path)
    if error.validator == "required":
        return [_missing(name, error, root, file, where) for name in error.validator_value if name not in error.instance]
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        extra = [name for name in error.instance if name not in known]
        return [Problem(file, _join(where, name), f"is not a known field. Known fields: {', '.join(known)}") for name in extra]
    if error.validator == "propertyNames" or "propertyNames" in error.absolute_schema_path:
        return [Problem(file, _join(where, str(error.instance)), expected(error.schema.get("x-expected", "a known name"), error.instance, _example(error.schema)))]
    if error.validator == "not":
        return [Problem(file, where, f"does not belong to this kind, got {show(error.instance)}. Leave it out.")]
    return [Problem(file, where, expected(_wanted(error), error.instance, _example(_own_schema(error, root))))]


def _missing(name: str, error: ValidationError, root: dict, file: str, where: str) -> Problem:
    field = _resolve(error.schema.get("properties", {}).get(name) or _find_property(root, error, name), root)
    return Problem(file, _join(where, name), f"expected {_phrase(field)}, got nothing. Example: {show(_example(field))}")


def _find_property(root: dict, error: ValidationError, name: str) -> dict:
    """A field required by an `if … then` is described by the schema around it."""
    described = [node["properties"][name] for node in _nodes_on_the_way(error, root) if isinstance(node.get("properties", {}).get(name), dict)]
    return described[-1] if described else {}


def _own_schema(error: ValidationError, root: dict) -> dict:
    """The schema node with the words for readers: the error's own, or the nearest one around it that has an example."""
    if isinstance(error.schema, dict) and "examples" in error.schema:
        return error.schema
    around = [node for node in _nodes_on_the_way(error, root) if "examples" in node]
    return around[-1] if around else {}


def _nodes_on_the_way(error: ValidationError, root: dict) -> list[dict]:
    """The schema nodes from the root to the one that failed, with every $ref followed."""
    nodes: list[dict] = []
    node: object = root
    for part in error.absolute_schema_path:
        # jsonschema leaves "$ref" out of the path, so it is followed wherever one stands.
        node = _resolve(node, root)[part] if isinstance(node, dict) else node[part]
        if isinstance(node, dict):
            nodes.append(_resolve(node, root))
    return nodes


def _resolve(node: dict, root: dict) -> dict:
    if "$ref" not in node:
        return node
    target: object = root
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return {**target, **{key: value for key, value in node.items() if key != "$ref"}}


def _wanted(error: ValidationError) -> str:
    schema = error.schema
    if "x-expected" in schema:
        return schema["x-expected"]
    if error.validator == "enum":
        return listed(error.validator_value)
    if error.validator == "type":
        return TYPE_NAMES[error.validator_value]
    if error.validator == "minItems":
        return f"at least {error.validator_value} in the list"
    if error.validator == "maxItems":
        return f"at most {error.validator_value} in the list"
    if error.validator == "uniqueItems":
        return "each item once"
    if error.validator == "minProperties":
        return "at least one field"
    return error.message


def _phrase(schema: dict) -> str:
    if "x-expected" in schema:
        return schema["x-expected"]
    if "enum" in schema:
        return listed(schema["enum"])
    return TYPE_NAMES.get(schema.get("type", ""), "a value")


def _example(schema: dict) -> object:
    if "examples" in schema:
        return schema["examples"][0]
    return schema.get("enum", [""])[0]


def _address(path) -> str:
    address = ""
    for part in path:
        address += f"[{part}]" if isinstance(part, int) else (f".{part}" if address else str(part))
    return address


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name

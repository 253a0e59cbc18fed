"""Validates definitions in YAML against the published JSON Schemas, with a validator of others (python3-jsonschema).

Usage: definitions_check.py SCHEMAS [DEFINITIONS]; prints a line for each file that does not fit, and how many were looked at.
"""
import json
import pathlib
import re
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.2: `yes` is a word, a day is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.split(":")[-1] in ("null", "int", "float")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def kind(path: pathlib.Path, root: pathlib.Path) -> str:
    parts = path.relative_to(root).parts
    if "cases" in parts:
        return "case"
    if parts[0] == "shared":
        return "codes" if parts[1] == "codes" else "type"
    if "forms" in parts:
        return "form"
    return "record" if path.stem == "record" else "record-part"


def main() -> int:
    schemas = pathlib.Path(sys.argv[1])
    root = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else schemas.parent
    validators = {}
    for file in sorted(schemas.glob("*.schema.json")):
        schema = json.loads(file.read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[file.name.removesuffix(".schema.json")] = jsonschema.Draft202012Validator(schema)
    files = sorted(path for path in root.rglob("*.y*ml") if not path.name.endswith(".expected.yaml"))
    faulty = 0
    for file in files:
        document = yaml.load(file.read_text(), Loader)
        errors = list(validators[kind(file, root)].iter_errors(document))
        faulty += bool(errors)
        for error in errors[:1]:
            print(f"{file.relative_to(root)}: {'/'.join(str(step) for step in error.absolute_path)}: {error.message[:200]}")
    print(f"{len(files)} files, {faulty} faulty")
    return 1 if faulty else 0


sys.exit(main())

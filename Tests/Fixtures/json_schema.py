"""Says of each line of a file whether it is valid against a JSON Schema: `json_schema.py SCHEMA LINES`, by python3-jsonschema.

Prints `valid`, or `invalid` with the first reason, a line each."""
import json
import sys

from jsonschema import Draft202012Validator, FormatChecker

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema, format_checker=FormatChecker())
with open(sys.argv[2], encoding="utf-8") as file:
    for line in file:
        errors = sorted(validator.iter_errors(json.loads(line)), key=str)
        print("invalid " + " ".join(errors[0].message.split())[:200] if errors else "valid")

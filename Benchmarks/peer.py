#!/usr/bin/env python3
"""The peer of Benchmarks/pipeline.py: the same job as a script of libraries, in one process.

Opens each message (email), reads names, values and places of the form's fields (pikepdf), maps them by the same table onto a
record, checks the record (jsonschema), keeps the raw bytes (file, synced) and the record (SQLite, synchronous=FULL, one
transaction a message). No signatures, no letters, no provenance of values, no isolation of the parser.

usage: peer.py FORM.yaml STORE MAIL...      prints one JSON object with seconds and latencies
"""
import email
import email.policy
import hashlib
import io
import json
import os
import pathlib
import sqlite3
import sys
import time

import jsonschema
import pikepdf
import yaml


def table(path):
    """Which path of the record each form field fills."""
    fields = {}

    def add(rules, prefix):
        for key, rule in (rules or {}).items():
            for source in rule if isinstance(rule, list) else [rule]:
                if isinstance(source, dict) and "acro" in source:
                    for name in source["acro"] if isinstance(source["acro"], list) else [source["acro"]]:
                        fields[name] = prefix + key

    add(yaml.safe_load(pathlib.Path(path).read_text())["map"], "")
    return fields


def schema(fields):
    """A JSON Schema of the record: every field is a string, nothing else is allowed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {path: {"type": "string", "maxLength": 10000} for path in set(fields.values())},
        "additionalProperties": False,
    }


def fields_of(pdf):
    """Names, values and places of all fields, depth first."""
    found = []

    def walk(node, prefix):
        name = prefix + ("." if prefix and "/T" in node else "") + str(node.get("/T", ""))
        kids = node.get("/Kids")
        if kids is not None and "/Rect" not in kids[0] or kids is not None and "/T" in kids[0]:
            for kid in kids:
                walk(kid, name)
            return
        value = node.get("/V")
        widgets = kids if kids is not None else [node]
        places = [[float(edge) for edge in widget.get("/Rect", [])] for widget in widgets]
        found.append((name, None if value is None else str(value), places))

    for field in pdf.Root.AcroForm.Fields:
        walk(field, "")
    return found


def main():
    form, store, *mails = sys.argv[1:]
    names = table(form)
    validator = jsonschema.Draft202012Validator(schema(names))
    os.makedirs(store + "/raw", exist_ok=True)
    database = sqlite3.connect(store + "/peer.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE record (digest TEXT PRIMARY KEY, receivedAt REAL, record TEXT, problems TEXT, fields TEXT)")
    latencies = []
    begin = time.perf_counter()
    for mail in mails:
        raw = pathlib.Path(mail).read_bytes()
        start = time.perf_counter()
        digest = hashlib.sha256(raw).hexdigest()
        path = f"{store}/raw/{digest}"
        with open(path + ".new", "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.rename(path + ".new", path)
        directory = os.open(store + "/raw", os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)
        message = email.message_from_bytes(raw, policy=email.policy.default)
        record, fields = {}, []
        for part in message.iter_attachments():
            if part.get_content_type() == "application/pdf":
                with pikepdf.open(io.BytesIO(part.get_content())) as pdf:
                    fields = fields_of(pdf)
                for name, value, _ in fields:
                    if value and name in names:
                        record[names[name]] = value
        problems = [error.message for error in validator.iter_errors(record)]
        database.execute("BEGIN")
        database.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?)", (digest, time.time(), json.dumps(record), json.dumps(problems), json.dumps(fields)))
        database.execute("COMMIT")
        assert fields
        latencies.append(time.perf_counter() - start)
    print(json.dumps({"seconds": time.perf_counter() - begin, "latencies": latencies, "fields": len(fields), "mapped": len(record)}))


main()

"""Reads our reports back with libraries that others read them with: `readers.py NAME`. Called by .ci/consumers."""

import json
import os
import sys

found = int(os.environ["found"])


def report(name):
    path = os.path.join(os.environ["work"], "report." + name)
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def reads_junitparser():
    import junitparser

    suites = junitparser.JUnitXml.fromstring(report("junit").encode())
    names = {suite.name for suite in suites}
    assert suites.tests == sum(suite.tests for suite in suites) > found, suites.tests
    assert {"k8s/größe-日本.yaml", "k8s/quote\"&<>|%25.yaml"} <= names, names
    failures = sum(suite.failures for suite in suites)
    assert failures == suites.failures > 0, (failures, suites.failures)


def reads_markdown_it():
    """A row a finding; nothing in a name or message is taken for markup."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(report("markdown"))
    rows = sum(token.type == "tr_open" for token in tokens)
    assert rows == found + 1, rows
    inside = {child.type for token in tokens for child in token.children or []}
    assert inside <= {"text", "text_special"}, inside


def reads_gitlab():
    """As GitLab's documentation has it: levels, relative paths, one fingerprint a finding."""
    issues = json.loads(report("gitlab"))
    assert len(issues) == found
    for issue in issues:
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker"), issue
        assert issue["description"] and issue["check_name"], issue
        assert issue["location"]["lines"]["begin"] >= 1, issue
        assert not issue["location"]["path"].startswith(("./", "/")), issue
    assert len({issue["fingerprint"] for issue in issues}) == found


def reads_json():
    """`json` and `jsonl` say the same."""
    lines = [json.loads(line) for line in report("jsonl").split("\n") if line]
    assert lines == json.loads(report("json"))["diagnostics"]
    assert len(lines) == found


globals()["reads_" + sys.argv[1]]()

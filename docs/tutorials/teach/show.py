"""Prints what `kg extract --input-format jsonl` found, a line a statement."""

import json
import sys

for line in sys.stdin:
    for found in json.loads(line)["statements"]:
        print(found["confidence"], found["subject"], found["label"], found["object"])

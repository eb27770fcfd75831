"""Runs every measurement, one after the other."""

import runpy
import sys

MEASUREMENTS = (
    "bench.extraction",
    "bench.identity",
    "bench.ingest",
    "bench.reasoning",
    "bench.store",
)

for name in sys.argv[1:] or MEASUREMENTS:
    print(f"== {name}", flush=True)
    sys.argv = [name]
    runpy.run_module(name, run_name="__main__")

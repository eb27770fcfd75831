"""A discrete-event simulation of the queue with measured service times: where it breaks first, and when to scale.

    python -m bench.capacity [--read-ms 43] [--take-ms 0.2] [--database-ms 0.45] [--project-ms 1.9]

Documents come by chance (Poisson), one in twenty by a person who waits (interactive, which goes first), and pass a
database, workers that read in batches, and the one projector that writes the graph, in batches too. The defaults
are those of docs/capacity.md, milliseconds of one core for a document.
"""

import argparse
import math
import random
import statistics
from collections.abc import Callable, Sequence

import simpy  # type: ignore[import-untyped]

from bench.plant import BATCH, BATCH_S, Costs, Document, Plant, Process, arrivals


def steady(costs: Costs, workers: int, databases: int, rate: float, seconds: float) -> Plant:
    """Simulate a steady stream on a fixed number of workers."""
    env = simpy.Environment()
    plant = Plant(env, costs, databases)
    env.process(plant.scale(workers))
    env.process(plant.projector())
    env.process(arrivals(plant, lambda _: rate, seconds, random.Random(0)))
    env.run(until=seconds)
    return plant


def autoscaler(plant: Plant, rule: Callable[[Plant], int], start_s: float, most: int) -> Process:
    """Every 15 s have as many workers as a rule says: more at once, fewer one at a time after five quiet minutes."""
    quiet = 0.0
    while True:
        wanted = min(most, max(1, rule(plant)))
        if wanted > plant.wanted:
            quiet = 0.0
            plant.env.process(plant.scale(wanted, start_s))
        elif wanted < plant.wanted:
            quiet += 15
            if quiet >= 300:
                plant.wanted, quiet = plant.wanted - 1, 225
        yield plant.env.timeout(15)
        plant.worker_s += 15 * plant.workers


def by_length(target: float) -> Callable[[Plant], int]:
    """A worker for each so many documents that wait."""
    return lambda plant: math.ceil(len(plant.waiting) / target)


def by_time(costs: Costs, target_s: float) -> Callable[[Plant], int]:
    """As many workers as read what waits within some seconds: length by measured speed, the work in hand kept up."""

    def rule(plant: Plant) -> int:
        backlog_s = len(plant.waiting) * costs.read
        return math.ceil(backlog_s / target_s) if backlog_s > target_s * 0.2 else plant.wanted - 1

    return rule


def burst(costs: Costs, rule: Callable[[Plant], int], base: float, start_s: float) -> Plant:
    """Simulate half an hour with a bulk load of five minutes at ten times the usual rate."""
    env = simpy.Environment()
    plant = Plant(env, costs, databases=8)
    env.process(plant.scale(1))
    env.process(plant.projector())
    env.process(autoscaler(plant, rule, start_s, most=16))
    rate = lambda now: 10 * base if 300 <= now < 600 else base  # noqa: E731
    env.process(arrivals(plant, rate, 1800, random.Random(0)))
    env.run(until=1800)
    return plant


def latency(done: Sequence[tuple[Document, float]], share: float, *, interactive: bool) -> float:
    """Return a quantile of the seconds from post to graph."""
    times = [end - one.came for one, end in done if one.interactive == interactive]
    return (
        statistics.quantiles(times, n=100)[round(share * 100) - 1] if len(times) > 1 else math.nan
    )


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--take-ms", type=float, default=0.2)
    parser.add_argument("--database-ms", type=float, default=0.45)
    parser.add_argument("--read-ms", type=float, default=43.0)
    parser.add_argument("--project-ms", type=float, default=1.9)
    parser.add_argument("--databases", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=300)
    args = parser.parse_args()
    costs = Costs(
        *(ms / 1000 for ms in (args.take_ms, args.database_ms, args.read_ms, args.project_ms))
    )
    print_breaking(costs, args.databases, args.seconds)
    print_rules(costs)


def print_breaking(costs: Costs, databases: int, seconds: float) -> None:
    """Double the load and the workers with it, until something does not follow."""
    print(
        "| documents/s | workers | database | workers busy | graph | out/s | interactive p99, s | first to break |"
    )
    print("|---|---|---|---|---|---|---|---|")
    rate = 10.0
    while True:
        workers = math.ceil(rate * (costs.read + BATCH_S / BATCH + costs.database) / 0.8)
        plant = steady(costs, workers, databases, rate, seconds)
        used = {
            "database": plant.busy["database"] / seconds / databases,
            "workers": plant.busy["workers"] / seconds / workers,
            "graph": plant.busy["graph"] / seconds,
        }
        broken = len(plant.done) < 0.85 * rate * seconds
        worst = max(used, key=lambda stage: used[stage])
        p99 = latency(plant.done, 0.99, interactive=True)
        cells = [f"{rate:,.0f}", str(workers), *(f"{100 * used[s]:.0f} %" for s in used)]
        cells += [f"{len(plant.done) / seconds:,.0f}", f"{p99:.1f}", worst if broken else "none"]
        print("| " + " | ".join(cells) + " |", flush=True)
        if broken:
            return
        rate *= 2


def print_rules(costs: Costs) -> None:
    """Compare rules of scaling on one bulk load."""
    base = 0.25 / costs.read
    rules = {
        "fixed, 1 worker": lambda plant: 1,
        "fixed, 16 workers": lambda plant: 16,
        "a worker for 1,000 waiting": by_length(1000),
        "read what waits in 60 s": by_time(costs, 60),
        "read what waits in 300 s": by_time(costs, 300),
    }
    print("\n| rule | bulk p99, s | interactive p99, s | worker-hours |")
    print("|---|---|---|---|")
    for name, rule in rules.items():
        plant = burst(costs, rule, base, start_s=60)
        bulk, people = (latency(plant.done, 0.99, interactive=one) for one in (False, True))
        print(f"| {name} | {bulk:,.0f} | {people:.1f} | {plant.worker_s / 3600:.1f} |", flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs a scenario in shards as Ray tasks and prints the merged result.

    pip install ray
    ray_sweep.py config/scenarios/sweep.yaml 16
    ray_sweep.py config/scenarios/sweep.yaml 64 --address ray-head:6379

Without an address, here or in RAY_ADDRESS, it starts Ray on this machine alone. A cluster with token
authentication, as Ray 2.60 starts them, takes its token from RAY_AUTH_TOKEN. The nodes have the
scenario and dialpace at the same places. DIALPACE is the command, if it is not `dialpace`; SIMULATE
holds further options of `dialpace simulate`, such as "--replications 1000 --policy progressive".
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import ray

DIALPACE = os.environ.get("DIALPACE", "dialpace")
SIMULATE = shlex.split(os.environ.get("SIMULATE", ""))


@ray.remote(num_cpus=1, max_retries=2)
def simulate(dialpace, directory, scenario, shard, shards, further):
    """Returns what dialpace writes for this shard."""
    with tempfile.TemporaryDirectory() as results:
        output = f"{results}/result"
        words = ["simulate", scenario, "--shard", f"{shard}/{shards}", "--output", output, *further]
        subprocess.run([dialpace, *words], check=True, cwd=directory, stdout=subprocess.DEVNULL)
        return Path(output).read_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario")
    parser.add_argument("shards", type=int)
    parser.add_argument(
        "--address", default=os.environ.get("RAY_ADDRESS", "local"), help="of a Ray cluster"
    )
    options = parser.parse_args()
    if options.shards < 1:
        parser.error("shards are at least 1")

    ray.init(address=options.address)
    tasks = [
        simulate.remote(DIALPACE, os.getcwd(), options.scenario, shard, options.shards, SIMULATE)
        for shard in range(1, options.shards + 1)
    ]
    with tempfile.TemporaryDirectory() as results:
        files = []
        try:
            for shard, task in enumerate(tasks, 1):
                files.append(Path(results) / str(shard))
                files[-1].write_bytes(ray.get(task))
        except ray.exceptions.RayTaskError as error:
            sys.exit(f"ray_sweep.py: shard {shard}: {error.cause}")
        merged = subprocess.run([DIALPACE, "merge", *files, "--format", "json"], check=False)
    sys.exit(merged.returncode)


if __name__ == "__main__":
    main()

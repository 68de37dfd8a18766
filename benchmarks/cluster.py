"""The pathway on a real Spark cluster on this machine: a master and two workers on loopback.

`python -m benchmarks.cluster` starts a cluster and says what to do with it; Ctrl-C ends it, and only its own processes.
`python -m benchmarks.cluster 20000` makes up so many people, runs them on it, and prints the seconds beside DuckDB's.
"""

import sys
from time import sleep

from tests.agreement.engines import main as compare
from tests.cluster import running

BUCKET = 50_000


def main(people):
    with running() as cluster:
        if people:
            return compare(people, BUCKET, cluster.master)
        print(f"A master and {len(cluster.processes) - 1} workers run. Use them with")
        print(f"  stepwell population run PREPARED --out FOLDER --engine {cluster.master}")
        print("End them with Ctrl-C.", flush=True)
        try:
            while all(one.poll() is None for one in cluster.processes):
                sleep(1)
        except KeyboardInterrupt:
            return 0
        print("A process of the cluster has ended.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))

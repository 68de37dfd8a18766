"""A Spark cluster of its own on loopback: a real standalone master and workers, from the pip package.

Lives here: starting and stopping it. Lives elsewhere: what runs on it (population/spark.py).
"""

import os
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pyspark

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 120
REGISTERED = "Successfully registered with master"


@dataclass(frozen=True)
class Cluster:
    """A cluster that runs: where its master is, and its processes."""

    master: str
    processes: tuple


@contextmanager
def running(workers=2, *, memory="3g"):
    """A master and workers of one core each, ended by their own ids."""
    port = _free_port()
    master = f"spark://{LOOPBACK}:{port}"
    processes = []
    with tempfile.TemporaryDirectory(prefix="stepwell-cluster-") as place:
        logs = Path(place)
        try:
            processes.append(_start(logs, "master", "master.Master", "--port", str(port)))
            _wait(processes[0], logs / "master.log", lambda: _answers(port))
            for number in range(workers):
                options = [master, "-c", "1", "-m", memory, "-d", str(logs / f"work-{number}")]
                processes.append(_start(logs, f"worker-{number}", "worker.Worker", *options))
            for number, process in enumerate(processes[1:]):
                log = logs / f"worker-{number}.log"
                _wait(process, log, lambda log=log: REGISTERED in log.read_text())
            yield Cluster(master, tuple(processes))
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in processes:
                process.wait(timeout=30)


def _start(logs, name, kind, *options):
    home = Path(pyspark.__path__[0])
    command = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{kind}", *options]
    command += ["--host", LOOPBACK, "--webui-port", "0"]
    settings = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": LOOPBACK, "SPARK_NO_DAEMONIZE": "1"}
    with (logs / f"{name}.log").open("w") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=logs, env={**os.environ, **settings})


def _wait(process, log, ready):
    until = monotonic() + PATIENCE_SECONDS
    while not ready():
        if process.poll() is not None or monotonic() > until:
            raise RuntimeError(f"a process of the cluster did not start:\n{log.read_text()[-2000:]}")
        sleep(0.2)


def _answers(port):
    with socket.socket() as one:
        return one.connect_ex((LOOPBACK, port)) == 0


def _free_port():
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        return one.getsockname()[1]

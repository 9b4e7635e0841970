"""What a profiler that runs costs, against itself while it is paused, in one JVM.

    paused.py run --out FILE [--pairs 10]
                  [--settle 240]     seconds of load before
    paused.py report FILE...

Two JVMs of the same service differ by five percent, as their compilers decided differently. Here it is one, paused and
resumed in turn, beside the anchor of overhead.py. What the start of a recording costs is left out, and what a paused
profiler costs is in both: spans, and what the compilers made of instrumented classes.
"""
import json
import os
import tempfile
import time
import urllib.request

from overhead import (NONE, alternate, append, command_line, contenders, execute, java, measuring, percent, read,
                      reporting, rounds, warm)
from service import Backend, Service

ARGUMENTS = ["--management.endpoints.web.exposure.include=health,profiler",
             "--management.endpoint.profiler.access=unrestricted"]
# until what was instrumented is compiled again
SKIPPED_SECONDS = 20


def profiler(service, action=""):
    """The status, after that action if there is one."""
    url = "http://127.0.0.1:%d/actuator/profiler%s" % (service.port, action)
    with urllib.request.urlopen(urllib.request.Request(url, method="POST" if action else "GET"), timeout=60) as answer:
        return json.load(answer)


def cost(service, anchor, state):
    profiler(service, "/resume" if state == "running" else "/pause")
    service.load(SKIPPED_SECONDS)
    mine, others = alternate(service, anchor)
    status = profiler(service)
    if status["state"] != state:
        raise RuntimeError("the profiler is %s, not %s: %s" % (status["state"], state, status.get("reason")))
    return (mine[0] / mine[1]) / (others[0] / others[1]), status


def run(arguments):
    backend = Backend()
    anchor_of, measured = contenders([NONE])[0], contenders(arguments.only or ["ddprofiling"])[0]
    measured["args"] = measured.get("args", []) + ARGUMENTS
    with tempfile.TemporaryDirectory() as work:
        anchor = Service(anchor_of, java(), os.path.join(work, "anchor"), backend.port)
        service = Service(measured, java(), os.path.join(work, "service"), backend.port)
        try:
            warm(anchor)
            warm(service, arguments.settle)
            for pair in rounds(arguments.out, arguments.pairs):
                for state in ("running", "paused") if pair % 2 == 0 else ("paused", "running"):
                    ratio, status = cost(service, anchor, state)
                    stretched = {one["type"]: one["factor"] for one in status.get("overhead", {}).get("stretched", [])}
                    append(arguments.out, {"kind": "paused", "round": pair, "contender": measured["name"], "state": state,
                                           "cpu": ratio, "settle": arguments.settle, "stretched": stretched})
                    print(time.strftime("%H:%M:%S"), "pair", pair, state, "%.3f" % ratio, stretched, flush=True)
        finally:
            service.stop()
            anchor.stop()
            backend.stop()


def ratios(records):
    """Running by paused, of each pair."""
    pairs = {}
    for record in records:
        if record["kind"] == "paused":
            pairs.setdefault((record["contender"], record["file"], record["round"]), {})[record["state"]] = record["cpu"]
    found = {}
    for (name, _, _), pair in pairs.items():
        if len(pair) == 2:
            found.setdefault(name, []).append(pair["running"] / pair["paused"])
    return found


def report(arguments):
    print("| contender | pairs | CPU time of a request, running against paused |\n|---|---|---|")
    for name, found in ratios(read(arguments.files)).items():
        print("| %s | %d | %s |" % (name, len(found), percent(found)))


if __name__ == "__main__":
    parser, commands = command_line(__doc__)
    measuring(commands, "run", run, "--pairs", 10).add_argument("--settle", type=int, default=240)
    reporting(commands, report)
    execute(parser)

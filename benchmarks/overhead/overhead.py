"""What profilers cost a Spring Boot service.

    overhead.py run --rounds 10 --out FILE [--only "NAME;NAME"]     CPU, throughput, latency, memory, uploads;
                    [--settle SECONDS]                              that much more load before: what it costs in the long run
    overhead.py start --starts 20 --out FILE [--only "NAME;NAME"]   time to the first answer
    overhead.py footprint --minutes 60 --out FILE [--only "NAME;NAME"]   resident memory, minute by minute
    overhead.py guard --base JAR [--rounds 5]                     the service with the starter of another commit
    overhead.py report FILE...                                    the tables, as Markdown

Every round starts each contender once, in another order, beside one unprofiled JVM, the anchor, that lives all the
time on the same processor. The load changes between the two every second, so that whatever else the machine does
touches both: what is reported is the ratio to the anchor, and that of a contender by that of "none" in its round.
"none, again" is the control: what it differs is noise. FILE has one line of JSON for each measurement, so that an
interrupted run can be reported, and gets more lines from the next.
"""
import argparse
import json
import math
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from service import HERE, Backend, Service, fill

WARM_UP_REQUESTS = 28_000
SLICES = 24
NONE, CONTROL = "none", "none, again"
T95 = [12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.10]
DESCRIBED = set()
PROFILES = ("/profiling/", "/ingest", "/push.v1", "/v1development/profiles")


def contenders(only):
    build = os.path.join(HERE, "..", "service", "target")
    peers = os.path.join(HERE, "target", "peers")
    jars = {}
    for name in os.listdir(build):
        for kind in ("plain", "ours"):
            if name.endswith("-%s.jar" % kind):
                jars[kind] = os.path.join(build, name)
    with open(os.path.join(HERE, "contenders.json")) as file:
        all_of_them = json.load(file)
    by_name = {contender["name"]: contender for contender in all_of_them}
    chosen = []
    for contender in all_of_them:
        if only and contender["name"] not in only or not only and "variant" in contender:
            continue
        whole = dict(by_name.get(contender.get("variant"), {}), **contender)
        whole["jar"] = os.path.abspath(jars[whole["jar"]])
        folder = "linux-arm64" if platform.machine() == "aarch64" else "linux-x64"
        values = {"peers": peers, "library": os.path.join(peers, folder, "libasyncProfiler.so")}
        whole["jvm"] = [fill(option, values) for option in whole.get("jvm", [])]
        chosen.append(whole)
    return chosen


def java():
    home = os.environ.get("BENCHMARK_JAVA_HOME")
    return os.path.join(home, "bin", "java") if home else shutil.which("java")


def warm(service, settle=0):
    requests = 0
    while requests < WARM_UP_REQUESTS:
        requests += service.load(4)[0]
    service.confine()
    service.load(3 + settle)


def alternate(service, anchor):
    """CPU seconds, requests and seconds of load of both, in slices of a second."""
    sums = {service: [0, 0, 0], anchor: [0, 0, 0]}
    for turn in range(SLICES):
        for one in ((service, anchor) if turn % 2 == 0 else (anchor, service)):
            before = one.cpu_seconds()
            requests, elapsed, _, _ = one.load(1)
            for index, value in enumerate((one.cpu_seconds() - before, requests, elapsed)):
                sums[one][index] += value
    return sums[service], sums[anchor]


def measure(contender, directory, backend, anchor, settle=0):
    before = len(backend.received())
    service = Service(contender, java(), directory, backend.port)
    born = time.time()
    try:
        warm(service, settle)
        requests, elapsed, median, centile = service.load(10)
        _, _, anchor_median, anchor_centile = anchor.load(10)
        mine, others = alternate(service, anchor)
        resident, peak, threads = service.memory()
        truth_after = service.truth()
    finally:
        lived = time.time() - born
        stop_seconds = service.stop()
    uploads = backend.received()[before:]
    per_minute = 60 / lived / 1024
    return {
        "cpu": (mine[0] / mine[1]) / (others[0] / others[1]),
        "throughput": (mine[1] / mine[2]) / (others[1] / others[2]),
        "p50": median / anchor_median,
        "p99": centile / anchor_centile,
        "cpu ms a request": 1e3 * mine[0] / mine[1],
        "requests a second": requests / elapsed,
        "start s": service.start_seconds,
        "start CPU s": service.start_cpu_seconds,
        "stop s": stop_seconds,
        "resident MB": resident,
        "peak resident MB": peak,
        "non-heap MB": truth_after["process.nonheap"] / 1048576,
        "threads": threads,
        "classes": truth_after["process.classes"],
        "profile KB a minute": per_minute * sum(upload[2] for upload in uploads if upload[1].startswith(PROFILES)),
        "other KB a minute": per_minute * sum(upload[2] for upload in uploads if not upload[1].startswith(PROFILES)),
        "file KB a minute": per_minute * sum(
            entry.stat().st_size for entry in os.scandir(directory) if entry.name.endswith(".jfr")),
    }


def run(arguments):
    chosen = contenders(arguments.only)
    backend = Backend()
    with tempfile.TemporaryDirectory() as work:
        anchor = Service(contenders([NONE])[0], java(), os.path.join(work, "anchor"), backend.port)
        try:
            warm(anchor)
            for round_number in rounds(arguments.out, arguments.rounds):
                for contender in random.sample(chosen, len(chosen)):
                    directory = os.path.join(work, "%d-%s" % (round_number, contender["name"].replace(" ", "-")))
                    try:
                        found = measure(contender, directory, backend, anchor, arguments.settle)
                    except RuntimeError as failure:
                        print(contender["name"], "failed:", failure, flush=True)
                        continue
                    finally:
                        shutil.rmtree(directory, ignore_errors=True)
                    append(arguments.out, dict(found, kind="run", round=round_number, contender=contender["name"]))
                    print("%s round %d %-42s cpu %.3f throughput %.3f" % (
                        time.strftime("%H:%M:%S"), round_number, contender["name"], found["cpu"], found["throughput"]),
                        flush=True)
        finally:
            anchor.stop()
            backend.stop()


def start(arguments):
    chosen = contenders(arguments.only)
    backend = Backend()
    try:
        for round_number in rounds(arguments.out, arguments.starts):
            for contender in random.sample(chosen, len(chosen)):
                with tempfile.TemporaryDirectory() as work:
                    service = Service(contender, java(), work, backend.port)
                    service.stop()
                    append(arguments.out, {
                        "kind": "start", "round": round_number, "contender": contender["name"],
                        "start s": service.start_seconds, "start CPU s": service.start_cpu_seconds})
            print("%s start %d" % (time.strftime("%H:%M:%S"), round_number), flush=True)
    finally:
        backend.stop()


def footprint(arguments):
    """All at the same time, each with three seconds of load a minute: memory does not care who else uses the processor."""
    backend = Backend()
    services = []
    with tempfile.TemporaryDirectory() as work:
        try:
            for number, contender in enumerate(contenders(arguments.only or [NONE, "ddprofiling"])):
                services.append(Service(contender, java(), os.path.join(work, str(number)), backend.port))
            for minute in range(arguments.minutes + 1):
                ends = time.monotonic() + 60
                for service in services:
                    service.load(3)
                    resident, _, threads = service.memory()
                    append(arguments.out, {"kind": "footprint", "minute": minute, "contender": service.contender["name"],
                                           "resident MB": resident, "threads": threads})
                time.sleep(max(0, ends - time.monotonic()))
        finally:
            for service in services:
                service.stop()
            backend.stop()


def guard(arguments):
    """Fails if the CPU time of a request is surely more than 2 % above that with another commit."""
    current = contenders(["ddprofiling"])[0]
    backend = Backend()
    ratios = []
    try:
        for round_number in range(arguments.rounds):
            with tempfile.TemporaryDirectory() as work:
                base = Service(dict(current, jar=arguments.base), java(), os.path.join(work, "base"), backend.port)
                try:
                    warm(base)
                    ratios.append(measure(current, os.path.join(work, "current"), backend, base)["cpu"])
                finally:
                    base.stop()
            print("round %d: CPU time of a request %.3f times that of the other commit" % (round_number, ratios[-1]),
                  flush=True)
    finally:
        backend.stop()
    print("all rounds: %s" % percent(ratios))
    low = interval(ratios)[1]
    if low is not None and low > 1.02:
        sys.exit("a request costs more CPU time than with the other commit")


def rounds(path, count):
    """Numbers of the next rounds: those of an earlier run in the same file are others."""
    first = 0
    if os.path.exists(path):
        first = max((record.get("round", -1) for record in read([path])), default=-1) + 1
    return range(first, first + count)


def read(paths):
    """The records of files, each with its file."""
    records = []
    for path in paths:
        with open(path) as file:
            records += [dict(json.loads(line), file=path) for line in file]
    return records


def append(path, record, describe=None):
    """Writes what was measured, the first time of this process after what it is measured on."""
    with open(path, "a") as file:
        if path not in DESCRIBED:
            file.write(json.dumps(dict((describe or environment)(), kind="environment")) + "\n")
            DESCRIBED.add(path)
        file.write(json.dumps({key: round(value, 5) if isinstance(value, float) else value
                               for key, value in record.items()}) + "\n")


def environment():
    sizes = {kind: 0 for kind in ("plain", "ours")}
    for contender in contenders([NONE, "ddprofiling"]):
        sizes["ours" if contender["jar"].endswith("-ours.jar") else "plain"] = os.path.getsize(contender["jar"])
    return dict(machine(), **{"class path KB": (sizes["ours"] - sizes["plain"]) / 1024})


def machine():
    """What was measured, when, and on what."""
    version = subprocess.run([java(), "-version"], capture_output=True, text=True).stderr.splitlines()
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")
    commit = subprocess.run(["git", "-C", HERE, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return {"date": time.strftime("%Y-%m-%d"), "java": version[1] if len(version) > 1 else "", "cpu": model,
            "cpus": os.cpu_count(), "commit": commit.stdout.strip()}


def interval(ratios):
    """Geometric mean and its 95 % interval."""
    logs = [math.log(ratio) for ratio in ratios]
    mean = statistics.mean(logs)
    if len(logs) < 2:
        return math.exp(mean), None, None
    half = T95[min(len(logs) - 2, len(T95) - 1)] * statistics.stdev(logs) / math.sqrt(len(logs))
    return math.exp(mean), math.exp(mean - half), math.exp(mean + half)


def compared(records, name, key):
    """Ratios of a contender to the unprofiled service of the same round."""
    base = {}
    for record in records:
        if record["contender"] == NONE or record["contender"] == CONTROL and name != CONTROL:
            base.setdefault((record["file"], record["round"]), []).append(record[key])
    return [record[key] / math.exp(statistics.mean(map(math.log, base[record["file"], record["round"]])))
            for record in records if record["contender"] == name and (record["file"], record["round"]) in base]


def percent(ratios):
    if not ratios:
        return "–"
    mean, low, high = interval(ratios)
    spread = " (%+.1f to %+.1f)" % (100 * (low - 1), 100 * (high - 1)) if low else ""
    return "%+.1f %%%s" % (100 * (mean - 1), spread)


def median(records, name, key):
    values = [record[key] for record in records if record["contender"] == name]
    return statistics.median(values)


def report(arguments):
    records = read(arguments.files)
    print("Environment: %s\n" % json.dumps([{key: value for key, value in record.items() if key not in ("kind", "file")}
                                            for record in records if record["kind"] == "environment"]))
    runs = [record for record in records if record["kind"] == "run"]
    starts = [record for record in records if record["kind"] == "start"]
    minutes = [record for record in records if record["kind"] == "footprint"]
    if minutes:
        last = max(record["minute"] for record in minutes)
        print("| contender | resident MB after the first minute | after %d minutes | threads |" % last)
        print("|---|---|---|---|")
        for name in dict.fromkeys(record["contender"] for record in minutes):
            mine = {record["minute"]: record for record in minutes if record["contender"] == name}
            print("| %s | %.0f | %.0f | %d |" % (name, mine[1]["resident MB"], mine[last]["resident MB"],
                                                 mine[last]["threads"]))
    if runs:
        names = list(dict.fromkeys(record["contender"] for record in runs))
        names.sort(key=lambda name: (name not in (NONE, CONTROL), name))
        print("| contender | rounds | CPU a request | throughput | p50 | p99 | peak resident MB | threads | classes "
              "| profile KB a minute | other KB a minute | file KB a minute | start CPU s |")
        print("|---|" + "---|" * 12)
        for name in names:
            cells = [percent(compared(runs, name, key)) if name != NONE else "–"
                     for key in ("cpu", "throughput", "p50", "p99")]
            cells += ["%.0f" % median(runs, name, key) for key in (
                "peak resident MB", "threads", "classes", "profile KB a minute", "other KB a minute",
                "file KB a minute")]
            cells.append("%.2f" % median(runs, name, "start CPU s"))
            print("| %s | %d | %s |" % (name, sum(record["contender"] == name for record in runs), " | ".join(cells)))
    if starts:
        print("\n| contender | starts | seconds to the first answer | against none | CPU seconds | against none |")
        print("|---|" + "---|" * 5)
        for name in dict.fromkeys(record["contender"] for record in starts):
            print("| %s | %d | %.2f | %s | %.2f | %s |" % (
                name, sum(record["contender"] == name for record in starts), median(starts, name, "start s"),
                percent(compared(starts, name, "start s")) if name != NONE else "–",
                median(starts, name, "start CPU s"),
                percent(compared(starts, name, "start CPU s")) if name != NONE else "–"))


def command_line(description):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    return parser, parser.add_subparsers(required=True)


def measuring(commands, name, function, option, default):
    """A command that measures contenders, with an option for how much."""
    command = commands.add_parser(name)
    command.add_argument("--out", required=True)
    command.add_argument(option, type=int, default=default)
    command.add_argument("--only", type=lambda text: text.split(";"))
    command.set_defaults(function=function)
    return command


def reporting(commands, function):
    command = commands.add_parser("report")
    command.add_argument("files", nargs="+")
    command.set_defaults(function=function)


def execute(parser):
    arguments = parser.parse_args()
    arguments.function(arguments)


def run_or_report(description, run, report, numbers=None):
    """The whole program, of those that measure each contender for some time; numbers are further options of a run."""
    parser, commands = command_line(description)
    command = measuring(commands, "run", run, "--seconds", 60)
    for name, default in (numbers or {}).items():
        command.add_argument(name, type=int, default=default)
    reporting(commands, report)
    execute(parser)


def main():
    parser, commands = command_line(__doc__)
    measuring(commands, "run", run, "--rounds", 10).add_argument("--settle", type=int, default=0)
    measuring(commands, "start", start, "--starts", 20)
    measuring(commands, "footprint", footprint, "--minutes", 60)
    command = commands.add_parser("guard")
    command.add_argument("--base", type=os.path.abspath, required=True)
    command.add_argument("--rounds", type=int, default=5)
    command.set_defaults(function=guard)
    reporting(commands, report)
    execute(parser)


if __name__ == "__main__":
    main()

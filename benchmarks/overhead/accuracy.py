"""How near profiles are to the truth, on work whose shares are known.

    accuracy.py run --out FILE [--seconds 60] [--only "NAME;NAME"]
    accuracy.py report FILE...

The service counts its own CPU time, bytes, waits and exceptions; a profiler's samples of the same time are read
independently: ours as collapsed stacks, others' from the recordings they write or upload, by the JDK's reader.
"""
import email
import glob
import gzip
import json
import os
import statistics
import subprocess
import tempfile

from overhead import PROFILES, append, contenders, java, read, run_or_report
from service import HERE, LOAD_CPU, Backend, Service, get, pinned

# number of connections and what they ask for in turn: waits of one lock must not hold up the rest
LOADS = [(6, ["/known/cpu", "/known/allocation", "/known/deep", "/known/exceptions", "/known/sleep", "/known/cpu"]),
         (3, ["/known/lock/long"]), (3, ["/known/lock/short"])]
SHARES = "io.ddprofiling.benchmarks.service.KnownShares."
REQUESTS = "io.ddprofiling.benchmarks.service.BenchmarkController."
CPU = {"most": "cpu.most.cpu", "some": "cpu.some.cpu", "little": "cpu.little.cpu"}
BYTES = {"arrays": "bytes.arrays.allocated", "objects": "bytes.objects.allocated", "large": "bytes.large.allocated"}
LOCKS = {"waitLong": "lock.long", "waitShort": "lock.short"}
ENDPOINTS = {"knownCpu": "endpoint.cpu.cpu", "knownAllocation": "endpoint.allocation.cpu",
             "knownDeep": "endpoint.deep.cpu"}
EXCEPTIONS = ["OftenException", "SeldomException", "RareException"]


def load(service, seconds, directory):
    running = []
    for connections, paths in LOADS:
        script = os.path.join(directory, "%d-%d.lua" % (connections, len(running)))
        with open(script, "w") as file:
            file.write("local paths = { %s }\nlocal turn = 0\nfunction request()\n  turn = turn %% #paths + 1\n"
                       "  return wrk.format(nil, paths[turn])\nend\n" % ", ".join('"%s"' % path for path in paths))
        command = ["wrk", "-t1", "-c%d" % connections, "-d%ds" % seconds, "--timeout", "20s", "-s", script,
                   "http://127.0.0.1:%d" % service.port]
        running.append(subprocess.Popen(pinned(LOAD_CPU, command), stdout=subprocess.DEVNULL))
    if any(process.wait() for process in running):
        raise RuntimeError("the load failed")


def ours(service, seconds):
    """Kind, value, class and frames of the stacks of the last seconds."""
    for kind in ("cpu", "wall", "allocation", "lock", "exception"):
        status, body = get(service.port, "/actuator/profiler/collapsed?type=%s&seconds=%d" % (kind, seconds), 60)
        if status != 200:
            raise RuntimeError("no %s: %s" % (kind, body[:300]))
        for line in body.decode().splitlines():
            stack, value = line.rsplit(" ", 1)
            yield kind, int(value), "", stack.split(";")


def theirs(files):
    output = subprocess.run([java(), os.path.join(HERE, "Stacks.java")] + files, capture_output=True, text=True)
    if output.returncode:
        raise RuntimeError(output.stderr[-2000:])
    for line in output.stdout.splitlines():
        kind, value, type_name, stack = line.split("\t")
        yield kind, int(value), type_name, stack.split(";")


def recordings(body, content_type, directory, number):
    """The recordings in an upload."""
    message = email.message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    for index, part in enumerate(message.walk()):
        payload = part.get_payload(decode=True) or b""
        if payload[:2] == b"\x1f\x8b":
            payload = gzip.decompress(payload)
        if payload[:4] == b"FLR\0":
            path = os.path.join(directory, "upload-%03d-%d.jfr" % (number, index))
            with open(path, "wb") as file:
                file.write(payload)
            yield path


def share_error(profile, truth):
    """Half the sum of the differences of shares: the total variation distance, in percentage points."""
    mine, whole = sum(profile.values()), sum(truth.values())
    if not mine or not whole:
        return None
    return 50 * sum(abs(profile.get(key, 0) / mine - truth[key] / whole) for key in truth)


def judge(stacks, truth):
    cpu, places, locks, endpoints, exceptions = {}, {}, {}, {}, {}
    sleeping = deep = rooted = total_cpu = 0
    for kind, value, type_name, frames in stacks:
        names = {frame[len(SHARES):] for frame in frames if frame.startswith(SHARES)}
        requests = {frame[len(REQUESTS):] for frame in frames if frame.startswith(REQUESTS)}
        if kind == "cpu":
            total_cpu += value
            if "deep" in names:
                deep += value
                rooted += value if any("Thread.run" in frame for frame in frames[:3]) else 0
            else:
                add(cpu, CPU, names, value)
            add(endpoints, ENDPOINTS, requests, value)
        elif kind == "allocation":
            add(places, BYTES, names, value)
        elif kind == "lock":
            add(locks, LOCKS, names, value)
        elif kind == "wall" and "knownSleep" in requests:
            sleeping += value
        elif kind == "exception":
            for name in EXCEPTIONS:
                if name in type_name or any(name in frame for frame in frames):
                    exceptions[name] = exceptions.get(name, 0) + value
    facts = lambda names: {name: truth[key] for name, key in names.items()}
    thrown = {name: truth["exceptions." + name] for name in EXCEPTIONS}
    found = {
        "cpu split": share_error(cpu, facts(CPU)),
        "endpoint split": share_error(endpoints, facts(ENDPOINTS)),
        "cpu total": total_cpu / truth["process.cpu"],
        "allocation split": share_error(places, facts(BYTES)),
        "allocation total": ratio(sum(places.values()), sum(facts(BYTES).values())),
        "lock 50 ms": ratio(locks.get("waitLong", 0), truth["lock.long"]),
        "lock 8 ms": ratio(locks.get("waitShort", 0), truth["lock.short"]),
        "lock split": share_error(locks, facts(LOCKS)),
        "exception total": ratio(sum(exceptions.values()), sum(thrown.values())),
        "exception split": share_error(exceptions, thrown),
        "sleepers": ratio(sleeping, truth["endpoint.sleep.elapsed"]),
        "deep stacks with root": ratio(rooted, deep) if deep else None,
    }
    return {key: value for key, value in found.items() if value is not None}


def add(sums, keys, names, value):
    for key in keys:
        if key in names:
            sums[key] = sums.get(key, 0) + value
            return


def ratio(part, whole):
    return part / whole if part and whole else None


def measure(contender, seconds, directory):
    uploads = os.path.join(directory, "uploads")
    os.makedirs(uploads)
    backend = Backend(uploads)
    try:
        # the JDK knows no zstd
        readable = ["-Ddd.profiling.debug.upload.compression=off"] if "dd-java-agent" in contender["name"] else []
        service = Service(dict(contender, jvm=contender["jvm"] + readable), java(), directory, backend.port)
        try:
            load(service, 15, directory)
            before = service.truth()
            load(service, seconds, directory)
            after = service.truth()
            if contender["jar"].endswith("-ours.jar"):
                truth = {key: value - before.get(key, 0) for key, value in after.items()}
                return judge(ours(service, seconds), truth)
        finally:
            service.stop()
        # others are judged by their whole recordings, from the start of the process
        files = sorted(glob.glob(os.path.join(directory, "*.jfr")))
        for number, (_, path, _, content_type, file) in enumerate(backend.received()):
            if path.startswith(PROFILES):
                with open(file, "rb") as body:
                    files += recordings(body.read(), content_type, directory, number)
    finally:
        backend.stop()
    units = {"cpu": contender["cpu interval"] * 1e6, "wall": contender.get("wall interval", 50) * 1e6}
    return judge(((kind, value * units.get(kind, 1), type_name, frames)
                  for kind, value, type_name, frames in theirs(files)), after)


def run(arguments):
    for contender in contenders(arguments.only):
        if not contender["name"].startswith("none") and contender.get("env", {}).get("DD_PROFILING_ENABLED") != "false":
            with tempfile.TemporaryDirectory() as directory:
                found = measure(contender, arguments.seconds, directory)
            append(arguments.out, dict(found, kind="accuracy", contender=contender["name"]))
            print(contender["name"], json.dumps(found), flush=True)


def report(arguments):
    records = read(arguments.files)
    records = [record for record in records if record["kind"] == "accuracy"]
    keys = list(dict.fromkeys(key for record in records for key in record if key not in ("kind", "contender", "file")))
    print("| contender | " + " | ".join(keys) + " |\n|---|" + "---|" * len(keys))
    for name in dict.fromkeys(record["contender"] for record in records):
        mine = [record for record in records if record["contender"] == name]
        cells = []
        for key in keys:
            values = [record[key] for record in mine if key in record]
            unit = " points" if key.endswith("split") else ""
            cells.append("%.3g%s" % (statistics.median(values), unit) if values else "–")
        print("| %s | %s |" % (name, " | ".join(cells)))


if __name__ == "__main__":
    run_or_report(__doc__, run, report)

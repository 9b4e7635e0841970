"""Where the CPU time of a profiled service goes into the profiler.

    direct.py run --out FILE [--seconds 60] [--only "NAME;NAME"]
                  [--settle 45]     seconds of the same load before
                  [--rate 260]      requests a second, as many as it can answer unless given
    direct.py report FILE...

Linux's perf samples the service's processor 1,499 times a second, from outside, and every sample with a profiler on its
stack is put down to what the profiler did. What else the machine does changes the speed of the service and not these
shares, so that they are exact to a tenth of a percent where the ratio of two runs is not to five. They leave out what
cannot be seen on a stack: caches that were spoiled, code that is compiled in another way.
"""
import collections
import json
import os
import re
import subprocess
import tempfile
import threading
import time

from overhead import append, contenders, java, read, run_or_report, warm
from service import LOAD_CPU, SERVICE_CPU, Backend, Service, pinned

# no multiple or divisor of the kernel's ticks, which timers fire at: in step with them, their signals would be met always
# or never
RATE = 1499
BY_DEFAULT = ["none", "ddprofiling", "async-profiler, same events and intervals", "dd-java-agent, tracing off",
              "pyroscope, CPU only"]
LIBRARY = re.compile(r"asyncProfiler|ExceptionProfiler|javaProfiler|ddprof")
FLIGHT_RECORDER = re.compile(r"Jfr|JFR")
THREAD = re.compile(r"dd-|Async-prof|pyroscope|JFR |Datadog", re.I)
KERNEL = re.compile(r"signal|sigreturn|sigframe|rt_frame|sigqueue|posix_timer|posix_cpu_timer|process_timers|perf_")
FRAME = re.compile(r"\s*[0-9a-f]+\s+(.*?)\s+\((.*)\)$")
SWITCH = "finish_task_switch"
# the first that matches anything on the stack
REASONS = [("exceptions", re.compile(r"ExceptionProfiler")), ("allocation", re.compile("sampled_object_alloc")),
           ("locks", re.compile(r"onitor|[pP]ark")), ("signals", re.compile(r"restore_rt"))]


def reason(thread, frames):
    """What the profiler does at a sample, or None."""
    own = any(LIBRARY.search(library) or FLIGHT_RECORDER.match(symbol) for symbol, library in frames)
    if THREAD.match(thread):
        return "own threads"
    if own:
        text = " ".join("%s %s" % frame for frame in frames)
        return next((name for name, pattern in REASONS if pattern.search(text)), "other")
    if any("kernel" in library and KERNEL.search(symbol) for symbol, library in frames):
        return "signals"
    return None


def samples(recording, pid):
    """Thread and frames, leaf first."""
    process = subprocess.Popen(["perf", "script", "-i", recording, "--pid", str(pid), "-F", "comm,tid,ip,sym,dso"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="replace")
    thread, frames = None, []
    for line in process.stdout:
        frame = FRAME.match(line)
        if frame:
            frames.append(frame.groups())
        elif line.strip():
            thread = line.strip()
        elif thread:
            yield thread, frames
            thread, frames = None, []
    process.wait()


def measure(contender, arguments, directory, backend):
    recording = os.path.join(directory, "perf.data")
    service = Service(contender, java(), directory, backend.port)
    try:
        warm(service)
        seconds = arguments.seconds
        work = (lambda seconds: service.paced_load(seconds, arguments.rate)) if arguments.rate else service.load
        load = threading.Thread(target=work, args=(arguments.settle + seconds + 5,))
        load.start()
        time.sleep(arguments.settle + 2)
        # by processor: counting by thread would cost at every switch of threads
        subprocess.run(pinned(LOAD_CPU, ["perf", "record", "-q", "-e", "cpu-clock", "-F", str(RATE), "-g",
                                         "-C", SERVICE_CPU, "-o", recording, "--", "sleep", str(seconds)]),
                       stderr=subprocess.DEVNULL, check=True)
        load.join()
        pid = service.process.pid
    finally:
        service.stop()
    counts, switches, total = collections.Counter(), 0, 0
    for thread, frames in samples(recording, pid):
        total += 1
        counts[reason(thread, frames)] += 1
        switches += bool(frames) and frames[0][0].startswith(SWITCH)
    del counts[None]
    return dict({name: count / total for name, count in counts.items()}, samples=total,
                **{"all": sum(counts.values()) / total, "switching threads": switches / total})


def run(arguments):
    backend = Backend()
    try:
        for contender in contenders(arguments.only or BY_DEFAULT):
            with tempfile.TemporaryDirectory() as directory:
                found = measure(contender, arguments, directory, backend)
            append(arguments.out, dict(found, kind="direct", contender=contender["name"], rate=arguments.rate,
                                        settle=arguments.settle))
            print(time.strftime("%H:%M:%S"), contender["name"], json.dumps(found), flush=True)
    finally:
        backend.stop()


def report(arguments):
    records = read(arguments.files)
    keys = ["all"] + [name for name, _ in REASONS] + ["own threads", "other", "switching threads"]
    print("| contender | requests a second | seconds before | samples | %s |\n|---|---|---|---|%s" % (
        " | ".join(keys), "---|" * len(keys)))
    for record in records:
        if record["kind"] == "direct":
            print("| %s | %s | %d | %d | %s |" % (
                record["contender"], record["rate"] or "all", record["settle"], record["samples"],
                " | ".join("%.2f %%" % (100 * record.get(key, 0)) for key in keys)))


if __name__ == "__main__":
    # by default past the first upload, which is slow as all that is done for the first time
    run_or_report(__doc__, run, report, {"--settle": 45, "--rate": 0})

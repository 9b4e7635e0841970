"""The service as a process, and the load it gets."""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 16
JVM = ["-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:+AlwaysPreTouch", "-XX:ActiveProcessorCount=1"]
FOREIGN = re.compile(r"(DD_|PYROSCOPE_|OTEL_|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS)")
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}

# the service has one processor, the load and the backend the other
SERVICE_CPU, LOAD_CPU, ALL_CPUS = "0", "1", "0,1"


def get(port, path, timeout=20):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pinned(cpus, command):
    return ["taskset", "-c", cpus] + command


class Backend:
    """What profiles are uploaded to."""

    def __init__(self, *directory):
        self.port = free_port()
        self.process = subprocess.Popen(
            pinned(LOAD_CPU, [sys.executable, os.path.join(HERE, "backend.py"), str(self.port), *directory]))
        for _ in range(200):
            try:
                get(self.port, "/info")
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the backend does not answer")

    def received(self):
        return json.loads(get(self.port, "/received")[1])

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Service:
    """One JVM, from its start to its first answer, under load, to its end."""

    def __init__(self, contender, java, directory, backend_port):
        os.makedirs(directory, exist_ok=True)
        self.contender = contender
        self.directory = directory
        self.port = free_port()
        self.log = os.path.join(directory, "service.log")
        values = {"directory": directory, "backend": backend_port}
        environment = {key: value for key, value in os.environ.items() if not FOREIGN.match(key)}
        environment.update({key: fill(value, values) for key, value in contender.get("env", {}).items()})
        command = [java] + JVM + [fill(option, values) for option in contender.get("jvm", [])]
        command += ["-Djava.io.tmpdir=" + directory, "-jar", contender["jar"], "--server.port=%d" % self.port]
        command += [fill(argument, values) for argument in contender.get("args", [])]
        started = time.monotonic()
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(pinned(ALL_CPUS, command), env=environment, cwd=directory, stdout=log,
                                            stderr=subprocess.STDOUT)
        try:
            self.await_ready(started + 120)
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        self.start_seconds = time.monotonic() - started
        self.start_cpu_seconds = self.cpu_seconds()

    def await_ready(self, deadline):
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(self.contender["name"] + " died: " + open(self.log).read()[-1500:])
            try:
                if get(self.port, "/actuator/health")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.005)
        raise RuntimeError(self.contender["name"] + " does not answer")

    def confine(self):
        """Moves all threads to the service's processor; later ones inherit it."""
        subprocess.run(["taskset", "-a", "-p", "-c", SERVICE_CPU, str(self.process.pid)], stdout=subprocess.DEVNULL,
                       check=True)

    def cpu_seconds(self):
        """CPU time of all threads, also of those that have ended."""
        with open("/proc/%d/stat" % self.process.pid) as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self):
        """Resident and peak resident memory in MB, and the number of threads."""
        with open("/proc/%d/status" % self.process.pid) as status:
            fields = dict(line.split(":", 1) for line in status)
        return [int(fields[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM")] + [int(fields["Threads"])]

    def truth(self):
        return json.loads(get(self.port, "/truth")[1])

    def load(self, seconds, path="/mix", connections=CONNECTIONS):
        """Asks as fast as answers come: requests, elapsed seconds, milliseconds of the median and the 99th centile."""
        url = "http://127.0.0.1:%d%s" % (self.port, path)
        command = ["wrk", "-t1", "-c%d" % connections, "-d%ds" % seconds, "--timeout", "20s", "--latency", url]
        text = subprocess.run(pinned(LOAD_CPU, command), capture_output=True, text=True).stdout
        total = re.search(r"(\d+) requests in ([\d.]+)(s|m)", text)
        if not total or total.group(1) == "0" or re.search(r"Non-2xx|Socket errors", text):
            raise RuntimeError("the load failed: " + text)
        elapsed = float(total.group(2)) * (60 if total.group(3) == "m" else 1)
        return int(total.group(1)), elapsed, latency(text, 50), latency(text, 99)

    def paced_load(self, seconds, rate):
        """Asks so many times a second, however fast answers come."""
        script = os.path.join(HERE, "paced.py")
        command = [sys.executable, script, str(self.port), "/mix", str(rate), str(seconds)]
        subprocess.run(pinned(LOAD_CPU, command), check=True)

    def stop(self):
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.monotonic() - started


def latency(text, centile):
    match = re.search(r"^\s+%d%%\s+([\d.]+)(us|ms|s|m)\s*$" % centile, text, re.M)
    if not match:
        raise RuntimeError("the load tells no latency: " + text)
    return float(match.group(1)) * UNITS[match.group(2)]


def fill(text, values):
    for key, value in values.items():
        text = text.replace("{%s}" % key, str(value))
    return text

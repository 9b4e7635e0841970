"""Writes what the README claims from the kept results.

    claims.py [--check]

Results are results/DATE-KIND.jsonl, of the kinds direct, paused, cost, start and accuracy. With --check nothing is
written; it fails if the README says something else.
"""
import glob
import json
import os
import re
import statistics
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "overhead"))

from overhead import CONTROL, NONE, compared, interval, median, percent, read  # noqa: E402
from paused import ratios as running_to_paused  # noqa: E402

README = os.path.join(HERE, "..", "README.md")
IS_TOTAL = re.compile("total|lock \\d|sleepers")
BLOCK = re.compile(r"(<!-- benchmarks/claims.py writes from here -->\n).*?(<!-- to here -->)", re.S)


def kept(kind):
    """What the newest was measured on, with the dates of all, and the records of all."""
    found, dates, environment = [], [], None
    for name in sorted(glob.glob(os.path.join(HERE, "results", "*-%s.jsonl" % kind))):
        records = read([name])
        environment = [record for record in records if record["kind"] == "environment"][-1]
        dates.append(environment["date"])
        found += [record for record in records if record["kind"] != "environment"]
    return dict(environment, date=" and ".join(dates)) if environment else None, found


def spread(ratios):
    return "%+.1f %% (%+.1f to %+.1f)" % tuple(
        100 * (ratio - 1) for ratio in (interval(ratios)[0], min(ratios), max(ratios)))


def measured(environment):
    return "Measured on %s, on one processor of %d and %s, with the service of [benchmarks](benchmarks/README.md), which is " \
           "harder than most" % (environment["date"], environment["cpus"], environment["java"].split(" (")[0])


def cost(environment, records):
    yield measured(environment) + ", once the first two minutes were over, against the same service without a profiler; the " \
                                  "mean of all rounds with the least and the most:"
    yield ""
    yield "| | rounds | CPU time of a request | more resident memory at the peak | uploaded a minute |"
    yield "|---|---|---|---|---|"
    names = sorted({record["contender"] for record in records} - {NONE}, key=lambda name: (name != CONTROL, name))
    for name in names:
        label = "the same again, without a profiler" if name == CONTROL else name
        uploaded = median(records, name, "profile KB a minute") + median(records, name, "other KB a minute")
        memory = median(records, name, "peak resident MB") - median(records, NONE, "peak resident MB")
        ratios = compared(records, name, "cpu")
        yield "| %s | %d | %s | %+.0f MB | %.0f KB |" % (label, len(ratios), spread(ratios), memory, uploaded)
    yield ""
    yield "The starter adds %.1f MB to the class path." % (environment["class path KB"] / 1024)


def direct(environment, records):
    runs = sorted({(record["rate"], record["settle"]) for record in records})
    yield measured(environment) + ". Seen from outside, by Linux's perf in %d to %d samples, this part of its CPU time had " \
          "the profiler on its stack, in its threads or in its signals. What a profiler costs otherwise (caches, code " \
          "compiled in another way) is not in it." % (
              min(record["samples"] for record in records), max(record["samples"] for record in records))
    yield ""
    yield "| | " + " | ".join("%s, after %d s" % (
        "%d requests a second" % rate if rate else "as many requests as it answers", settle) for rate, settle in runs) + " |"
    yield "|---|" + "---|" * len(runs)
    for name in dict.fromkeys(record["contender"] for record in records if record["contender"] != NONE):
        found = [[record["all"] for record in records
                  if record["contender"] == name and (record["rate"], record["settle"]) == run] for run in runs]
        yield "| %s | %s |" % (name, " | ".join("%.1f %%" % (100 * statistics.mean(each)) if each else "–" for each in found))


def paused(environment, records):
    for name, found in running_to_paused(records).items():
        yield "In one JVM with the same load, paused and resumed in turn after %d seconds: %s runs with %s more CPU time of a " \
              "request than it has while it is paused (95 %% interval of %d pairs)." % (
                  records[0]["settle"], name, percent(found), len(found))


def start(environment, records):
    text = ", ".join("%s with %s" % (percent(compared(records, name, "start s")), name)
                     for name in dict.fromkeys(record["contender"] for record in records)
                     if name not in (NONE, CONTROL))
    yield "Time to the first answer, against the same service without: %s; the same again without: %s." % (
        text, percent(compared(records, CONTROL, "start s")))


def accuracy(environment, records):
    yield "Against what the service counted of itself. Of profilers that upload only shares are compared, as their " \
          "uploads leave out some of the time:"
    yield ""
    with open(os.path.join(HERE, "overhead", "contenders.json")) as file:
        uploading = {one["name"] for one in json.load(file) if one.get("jar") == "plain" and "{backend}" in json.dumps(one)}
    keys = list(dict.fromkeys(key for record in records for key in record
                              if key not in ("kind", "contender", "file")))
    names = list(dict.fromkeys(record["contender"] for record in records))
    yield "| | " + " | ".join(names) + " |"
    yield "|---|" + "---|" * len(names)
    for key in keys:
        cells = []
        for name in names:
            known = [record for record in records if record["contender"] == name and key in record
                     and not (name in uploading and IS_TOTAL.search(key))]
            cells.append("%.2f" % median(known, name, key) if known else "–")
        what = key.replace(" split", " shares, error in percentage points")
        yield "| %s | %s |" % (what.replace(" total", ", profile / truth"), " | ".join(cells))


def main():
    lines = []
    for kind, write in (("direct", direct), ("paused", paused), ("cost", cost), ("start", start), ("accuracy", accuracy)):
        environment, records = kept(kind)
        if records:
            lines += [*write(environment, records), ""]
    with open(README) as file:
        text = file.read()
    if not BLOCK.search(text):
        sys.exit("the README has no place to write to: two lines as in BLOCK")
    claimed = BLOCK.sub(lambda match: match.group(1) + "\n".join(lines) + match.group(2), text)
    if "--check" in sys.argv[1:]:
        sys.exit("the README claims something else: run benchmarks/claims.py" if claimed != text else 0)
    with open(README, "w") as file:
        file.write(claimed)


if __name__ == "__main__":
    main()

"""What profiling costs as a function of threads, stack depth, distinct stacks, spans and the length of chunks.

    scale.py run --out FILE [--turns 5] [--only DIMENSION]   measures, a minute and a half for each point
    scale.py plot FILE                                       draws src/docs/images/scale-DIMENSION.svg

See io.ddprofiling.benchmarks.scale.ScalePoint for how. Needs
./mvnw package -Pbenchmarks -DskipTests -pl benchmarks -am
"""
import argparse
import json
import math
import os
import statistics
import subprocess
import sys
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "overhead"))

from overhead import append, interval, java, machine  # noqa: E402

TARGET = os.path.join(HERE, "..", "target")
IMAGES = os.path.join(HERE, "..", "..", "src", "docs", "images")
POINTS = {
    "threads": [10, 200, 2000],
    "depth": [20, 200, 1000],
    "stacks": [100, 3000, 100_000],
    "spans": [1000, 10_000, 100_000],
    "chunk": [1, 10, 60],
}
TITLES = {
    "threads": "threads, all but one of them waiting",
    "depth": "frames of every stack",
    "stacks": "distinct stacks",
    "spans": "spans a second of one thread",
    "chunk": "seconds from one flush to the next",
}


def run(arguments):
    for dimension in [arguments.only] if arguments.only else POINTS:
        for value in POINTS[dimension]:
            command = [java(), "-Xmx1g", "-cp", os.path.join(TARGET, "classes") + ":" + os.path.join(TARGET, "lib", "*"),
                       "io.ddprofiling.benchmarks.scale.ScalePoint", dimension, str(value), str(arguments.turns)]
            lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
            for line in lines:
                if line.startswith("{"):
                    append(arguments.out, json.loads(line), machine)
                    print(line, flush=True)


def plot(arguments):
    with open(arguments.file) as file:
        records = [json.loads(line) for line in file]
    for dimension in POINTS:
        chosen = [record for record in records if record.get("dimension") == dimension]
        if dimension == "spans":
            chosen = by_rate(chosen)
        if chosen:
            values = sorted({record["value"] for record in chosen})
            curves = conversion_curves(chosen, values) if dimension == "chunk" else cost_curves(chosen, values)
            unit = "of what it is with 10 s" if dimension == "chunk" else "of the application's CPU time"
            with open(os.path.join(IMAGES, "scale-%s.svg" % dimension), "w") as file:
                file.write(chart(TITLES[dimension], unit, values, curves))


def by_rate(records):
    """How many spans there really were depends on the processor."""
    rates = {}
    for record in records:
        rates.setdefault(record["value"], []).append(record["unitsPerSecond"])
    return [dict(record, value=float("%.2g" % statistics.median(rates[record["value"]]))) for record in records]


def cost_curves(records, values):
    """Percent of the application's CPU time with its 95 % interval, sampling and conversion."""
    sampling, conversion = [], []
    for value in values:
        mine = [record for record in records if record["value"] == value]
        mean, low, high = interval([record["ratio"] for record in mine])
        sampling.append([100 * (number - 1) for number in (mean, low or mean, high or mean)])
        share = 100 * sum(record["conversion"] for record in mine) / len(mine)
        conversion.append([share, share, share])
    return {"sampling and flushes": sampling, "conversion to pprof": conversion}


def conversion_curves(records, values):
    """A minute's conversion and its size, in percent of those with chunks of ten seconds."""
    usual = next(record for record in records if record["value"] == 10)
    return {label: [[100 * record[key] / usual[key]] * 3 for value in values for record in records
                    if record["value"] == value]
            for label, key in (("CPU time of a minute's conversion", "milliseconds"), ("size of a minute", "kilobytes"))}


def chart(title, unit, values, curves):
    """A small chart with a logarithmic axis of values, readable on light and dark pages."""
    width, height, left, right, top, bottom = 640, 300, 56, 40, 40, 44
    numbers = [number for curve in curves.values() for point in curve for number in point] + [0]
    step = nice((max(numbers) - min(numbers)) / 5)
    low, high = math.floor(min(numbers) / step) * step, math.ceil(max(numbers) / step) * step
    first, last = math.log(values[0]), math.log(values[-1])

    def x(value):
        return left + (math.log(value) - first) / (last - first) * (width - left - right - 20) + 10

    def y(number):
        return top + (high - number) / (high - low) * (height - top - bottom)

    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">' % (
        width, height), '<rect width="100%" height="100%" fill="#ffffff"/>']
    tick = low
    while tick <= high + step / 2:
        parts.append('<path d="M%d %.1fH%d" stroke="#dddddd"/>' % (left, y(tick), width - right))
        parts.append('<text x="%d" y="%.1f" text-anchor="end">%g %%</text>' % (left - 6, y(tick) + 4, round(tick, 6)))
        tick += step
    for value in values:
        parts.append('<text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (
            x(value), height - bottom + 18, format(value, ",.0f")))
    parts.append('<text x="%d" y="%d" text-anchor="middle">%s</text>' % (
        (left + width - right) / 2, height - 8, escape(title)))
    for index, ((label, curve), colour) in enumerate(zip(curves.items(), ("#0b62a4", "#c75b12"))):
        points = list(zip(values, curve))
        parts.append('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (
            colour, " ".join("%.1f,%.1f" % (x(value), y(point[0])) for value, point in points)))
        for value, (middle, least, most) in points:
            parts.append('<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>' % (x(value), y(middle), colour))
            if least != most:
                parts.append('<path d="M%.1f %.1fV%.1f" stroke="%s"/>' % (x(value), y(least), y(most), colour))
        parts.append('<text x="%d" y="%d" fill="%s">%s, %s</text>' % (left + 10, 16 + 16 * index, colour, escape(label),
                                                                      escape(unit)))
    return "\n".join(parts + ["</svg>", ""])


def nice(step):
    power = 10 ** math.floor(math.log10(step))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("run")
    command.add_argument("--out", required=True)
    command.add_argument("--turns", type=int, default=5)
    command.add_argument("--only", choices=POINTS)
    command.set_defaults(function=run)
    command = commands.add_parser("plot")
    command.add_argument("file")
    command.set_defaults(function=plot)
    arguments = parser.parse_args()
    arguments.function(arguments)


if __name__ == "__main__":
    main()

"""Asks for a path of a service on loopback at a steady rate: paced.py PORT PATH RATE SECONDS"""
import http.client
import sys
import threading
import time

CONNECTIONS = 8


def ask(port, path, interval, offset, end):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    due = time.monotonic() + offset
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit("the service answers %d" % response.status)
        due += interval


def main(port, path, rate, seconds):
    interval, end = CONNECTIONS / rate, time.monotonic() + seconds
    threads = [threading.Thread(target=ask, args=(port, path, interval, interval * i / CONNECTIONS, end))
               for i in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), float(sys.argv[4]))

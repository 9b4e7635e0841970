"""A Datadog agent and Pyroscope server on loopback that takes everything and counts its bytes.

    backend.py PORT [DIRECTORY]

GET /received answers [[seconds since the epoch, path, bytes of the body, content type, file], ...] of all uploads; the
file has the body, if there is a directory.
"""
import http.server
import json
import os
import sys
import threading
import time

# a real agent asks for ten traces a second, which is one of a hundred here
SAMPLING = json.dumps({"rate_by_service": {"service:,env:": 1, "service:benchmark,env:benchmark": 0.01}}).encode()

INFO = json.dumps({
    "version": "7.71.0",
    "endpoints": ["/v0.3/traces", "/v0.4/traces", "/v0.5/traces", "/profiling/v1/input", "/telemetry/proxy/",
                  "/v0.6/stats", "/evp_proxy/v4/", "/debugger/v1/input"],
    "client_drop_p0s": True,
    "config": {"default_env": "none", "target_tps": 10, "max_request_bytes": 26214400},
}).encode()

received = []
lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        body = self.read_body()
        if self.path == "/received":
            with lock:
                return self.answer(json.dumps(received).encode())
        if self.command != "GET":
            with lock:
                received.append([time.time(), self.path, len(body), self.headers.get("Content-Type", ""),
                                 self.keep(body)])
        if self.path.startswith("/info"):
            return self.answer(INFO)
        return self.answer(SAMPLING if "/traces" in self.path else b"{}")

    do_POST = do_PUT = do_GET

    def read_body(self):
        if "chunked" not in (self.headers.get("Transfer-Encoding") or "").lower():
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def keep(self, body):
        if len(sys.argv) < 3:
            return None
        path = os.path.join(sys.argv[2], "%05d" % len(received))
        with open(path, "wb") as file:
            file.write(body)
        return path

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()

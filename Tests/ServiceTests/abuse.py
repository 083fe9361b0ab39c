#!/usr/bin/python3
"""The real daemon's socket under clients that mean harm, or are merely broken.

    Tests/ServiceTests/abuse.py FOLDER_OF_THE_BUILT_PROGRAMS
"""
import json
import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

BUILT = os.path.abspath(sys.argv[1])
CONNECTIONS = 10_000
PASSED, FAILED = [], []


def check(sentence, holds, detail=""):
    (PASSED if holds else FAILED).append(sentence)
    print(("ok    " if holds else "FAIL  ") + sentence + ("" if holds else f": {str(detail)[:600]}"), flush=True)


class Daemon:
    def __init__(self, root):
        self.root, self.documents, self.path = root, root + "/documents", root + "/state/policyd.sock"
        os.makedirs(self.documents)
        self.fill()
        with open(root + "/policyd.conf", "w") as file:
            file.write(f"[Watch]\nDirectory={self.documents}\n[Socket]\nMaximumConnections={CONNECTIONS}\n")
        self.log = open(root + "/log", "w+")
        words = [BUILT + "/policyd", "--config", root + "/policyd.conf", "--state", root + "/state"]
        self.process = subprocess.Popen(words, stderr=self.log)
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                if self.call("Sync", {"timeout_seconds": 100.0}, timeout=110):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("policyd does not start")

    def fill(self, extra=""):
        """Enough passages for a slow query."""
        words = random.Random(6)
        syllables = ["pol", "icy", "min", "is", "ter", "re", "port", "an", "nual", "bud", "get", "com", "mit", "ment"]
        for number in range(60):
            rows = []
            for _ in range(120):
                rows.append(" ".join("".join(words.choices(syllables, k=words.randint(1, 3))) for _ in range(30)) + f"{extra}.")
            with open(f"{self.documents}/{number:03}.tmp", "w") as file:
                file.write("\n\n".join(rows) + "\n")
            os.rename(f"{self.documents}/{number:03}.tmp", f"{self.documents}/{number:03}.txt")

    def connect(self, timeout=20):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.path)
        connection.settimeout(timeout)
        return connection

    def call(self, method, parameters=None, timeout=20):
        with self.connect(timeout) as connection:
            connection.sendall(request(method, parameters))
            return receive(connection)

    def memory(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) << 10

    def processor(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def cursor(self):
        return self.call("Sync", {"timeout_seconds": 100.0}, timeout=110)["parameters"]["cursor"]

    def answers(self):
        reply = self.call("Status")
        return bool(reply) and "parameters" in reply


def request(method, parameters=None, more=False):
    message = {"method": method if "." in method else "org.policyd." + method, "parameters": parameters or {}}
    if more:
        message["more"] = True
    return json.dumps(message).encode() + b"\0"


def receive(connection):
    """The next message; None where the connection ends."""
    data = b""
    while not data.endswith(b"\0"):
        try:
            part = connection.recv(1 << 16)
        except ConnectionResetError:
            return None
        if not part:
            return None
        data += part
    return json.loads(data[:-1].split(b"\0")[-1])


def idle(daemon):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    before = daemon.memory()
    held = [daemon.connect() for _ in range(CONNECTIONS - 1)]
    # The daemon may not have seen yet that a client of the part before has gone: then there is no room for the last.
    limit, reply = time.monotonic() + 20, None
    while not reply and time.monotonic() < limit:
        last = daemon.connect()
        try:
            last.sendall(request("Status"))
            reply = receive(last)
        except BrokenPipeError:
            reply = None
        if reply and "parameters" in reply:
            held.append(last)
        else:
            last.close()
            reply = None
    check(f"{CONNECTIONS} idle connections are held, and the last is answered", reply and "parameters" in reply)
    cost = (daemon.memory() - before) / CONNECTIONS
    check(f"each costs {cost:.0f} bytes", cost < 2048)
    with daemon.connect() as one_more:
        reply = receive(one_more) or {}
        told = reply.get("error") == "org.policyd.Busy" and str(CONNECTIONS) in reply["parameters"]["reason"]
        check("one more is refused and told why", told, reply)
    for connection in held:
        connection.close()
    check("and all is well after them", daemon.answers())


MALFORMED = {
    "nested 100,000 deep": b'{"method":"org.policyd.Show","parameters":{"path":' + b"[" * 100_000 + b"]" * 100_000 + b"}}\0",
    "objects 100,000 deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\0",
    "a number out of range": request("Search", {"query": "a"})[:-3] + b',"limit":99999999999999999999}}\0',
    "a number of 100,000 digits": request("Search", {"query": "a"})[:-3] + b',"limit":' + b"9" * 100_000 + b"}}\0",
    "a negative limit": request("Search", {"query": "a", "limit": -1}),
    "a duplicate key": b'{"method":"org.policyd.Show","parameters":{"path":"a","path":"b"}}\0',
    "invalid UTF-8": b'{"method":"org.policyd.Search","parameters":{"query":"\xff\xfe"}}\0',
    "a lone surrogate": b'{"method":"org.policyd.Search","parameters":{"query":"\\ud800"}}\0',
    "an unknown method": request("Shew"),
    "an unknown interface": request("org.example.Show"),
    "no method": b'{"parameters":{}}\0',
    "a wrong type": request("Show", {"path": 1}),
    "no object": b'["org.policyd.List"]\0',
    "no JSON": b"GET / HTTP/1.1\r\n\r\n\0",
    "nothing": b"\0",
    "a path out of the folder": request("Show", {"path": "../../etc/passwd"}),
    "a query of operators": request("Search", {"query": "AND OR NOT ((((" * 1000}),
    "a query of a million letters": request("Search", {"query": "a" * 1_000_000}),
    "a million words": request("Ask", {"question": "why " * 250_000}),
}


def malformed(daemon):
    for name, message in MALFORMED.items():
        with daemon.connect() as connection:
            try:
                connection.sendall(message)
                reply = receive(connection)
            except BrokenPipeError:
                reply = None
            except TimeoutError:
                reply = "no answer"
        refused = reply is None or (isinstance(reply, dict) and ("error" in reply or reply["parameters"].get("answered") is False))
        check(f"{name} is refused", refused and daemon.answers(), str(reply))
    fuzz = random.Random(7)
    for _ in range(300):
        message = bytearray(request(fuzz.choice(["Ask", "Search", "Show", "Changes", "Follow"]), {"path": "000.txt", "query": "a", "limit": 3}))
        for _ in range(fuzz.randint(1, 8)):
            message[fuzz.randrange(len(message))] = fuzz.randrange(256)
        with daemon.connect() as connection:
            connection.sendall(bytes(message) + b"\0")
            if fuzz.random() < 0.5:
                receive(connection)
    check("300 damaged requests leave it as it was", daemon.answers())


def endless(daemon):
    before = daemon.memory()
    sent = 0
    with daemon.connect() as connection:
        try:
            while sent < 1 << 30:
                connection.sendall(b"x" * (1 << 16))
                sent += 1 << 16
        except OSError:
            pass
    grown = daemon.memory() - before
    check("an endless message is cut off", sent < 8 << 20, sent)
    check("and costs little memory", grown < 16 << 20, grown)


def partial(daemon):
    half = [daemon.connect(60) for _ in range(50)]
    for connection in half:
        connection.sendall(b'{"method":"org.policyd.')
    with daemon.connect() as slow:
        for byte in request("Status"):
            slow.sendall(bytes([byte]))
            time.sleep(0.01)
        check("a request that comes byte by byte is answered", "parameters" in (receive(slow) or {}))
    start = time.monotonic()
    ends = [receive(connection) is None for connection in half]
    took = time.monotonic() - start
    check("half a message is given up after a while", all(ends) and took < 40, f"{took:.0f} s")


def leaving(daemon):
    before = daemon.descriptors()
    for number in range(300):
        connection = daemon.connect()
        connection.sendall(request("Changes", {"after": 0, "limit": 10000}))
        if number % 2:
            connection.recv(1000)
        connection.close()
    for _ in range(100):
        if daemon.descriptors() <= before + 2:
            break
        time.sleep(0.1)
    check("clients that leave in the middle leave nothing behind", daemon.descriptors() <= before + 2 and daemon.answers(), daemon.descriptors())


def silent(daemon):
    before = daemon.memory()
    silent = [daemon.connect() for _ in range(100)]
    for connection in silent:
        connection.sendall(request("Show", {"path": "000.txt", "source": True}) * 200)
    time.sleep(1)
    times = []
    for _ in range(50):
        start = time.monotonic()
        daemon.call("Search", {"query": "policy"})
        times.append(time.monotonic() - start)
    times.sort()
    check(f"clients that never read delay nobody (a search takes {times[25] * 1000:.0f} ms)", times[-3] < 2, times[-3:])
    grown = daemon.memory() - before
    check("and are owed one reply each, no more", grown < 100 * (1 << 20), grown)
    for connection in silent:
        connection.close()


def slow_queries(daemon):
    ending = False
    heavy = request("Search", {"query": "a* OR b* OR c* OR i* OR m* OR p* OR r* OR t*", "limit": 10000})

    def hammer():
        while not ending:
            try:
                with daemon.connect(60) as connection:
                    connection.sendall(heavy)
                    receive(connection)
            except OSError:
                pass

    def asks(code):
        """The times that another process's calls take."""
        result = subprocess.run([sys.executable, "-c", code, daemon.path], capture_output=True, text=True, timeout=120)
        return sorted(json.loads(result.stdout))

    code = (
        "import json,socket,sys,time\nout=[]\nfor _ in range(60):\n s=time.monotonic(); c=socket.socket(socket.AF_UNIX); c.connect(sys.argv[1])\n"
        " c.sendall(b'{\"method\":\"org.policyd.Show\",\"parameters\":{\"path\":\"001.txt\"}}\\0')\n d=b''\n"
        " while not d.endswith(b'\\0'): d+=c.recv(65536)\n out.append(time.monotonic()-s); c.close()\nprint(json.dumps(out))")
    quiet = asks(code)
    threads = [threading.Thread(target=hammer) for _ in range(16)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    busy = asks(code)
    ending = True
    for thread in threads:
        thread.join()
    check(f"one client's slow queries hold up no other ({quiet[30] * 1000:.1f} ms alone, {busy[30] * 1000:.1f} ms beside them)", busy[30] < 0.25, busy[-3:])
    for _ in range(40):
        with daemon.connect() as connection:
            connection.sendall(heavy)
    time.sleep(1.5)
    start = daemon.processor()
    time.sleep(1)
    check("the queries of those who have gone are given up", daemon.processor() - start < 0.3, daemon.processor() - start)


def timely(daemon):
    os.rename(daemon.documents, daemon.documents + ".away")
    try:
        start = time.monotonic()
        reply = daemon.call("Sync", {"timeout_seconds": 0.3})
        took = time.monotonic() - start
        check("a Sync's own time limit holds, however short", reply.get("error") == "org.policyd.TimedOut" and took < 3 or "parameters" in reply, f"{reply} {took:.1f} s")
    finally:
        os.rename(daemon.documents + ".away", daemon.documents)
    daemon.call("Sync", {"timeout_seconds": 60.0}, timeout=70)


def behind(daemon):
    with daemon.connect(60) as follower:
        follower.sendall(request("Follow", {"after": 0}, more=True))
        # It reads a trickle while far more happens than waits for it.
        data, ending = b"", threading.Event()

        def happen():
            for number in range(3):
                daemon.fill(extra=f" {number}")
                daemon.call("Sync", {"timeout_seconds": 100.0}, timeout=110)
            ending.set()

        busy = threading.Thread(target=happen)
        busy.start()
        while not ending.wait(0.2):
            data += follower.recv(4096)
        busy.join()
        while True:
            try:
                part = follower.recv(1 << 20)
            except (ConnectionResetError, TimeoutError):
                part = b""
            if not part:
                break
            data += part
    messages = [json.loads(part) for part in data.split(b"\0") if part.strip()]
    seen = [m["parameters"]["change"]["id"] for m in messages if "change" in m.get("parameters", {})]
    last = messages[-1]
    check("a follower that falls behind is told and let go", last.get("error") == "org.policyd.Busy", last)
    every, cursor = [], 0
    while True:
        page = daemon.call("Changes", {"after": cursor, "limit": 500})["parameters"]["changes"]
        if not page:
            break
        every += [change["id"] for change in page]
        cursor = every[-1]
    with daemon.connect(60) as follower:
        follower.sendall(request("Follow", {"after": seen[-1]}, more=True))
        stream = follower.makefile("rb")
        data = b""
        while seen[-1] < every[-1]:
            part = follower.recv(1 << 20)
            if not part:
                break
            data += part
            *whole, data = data.split(b"\0")
            for message in map(json.loads, whole):
                if "change" not in message.get("parameters", {}):
                    break
                seen.append(message["parameters"]["change"]["id"])
        stream.close()
    check(f"and goes on from its cursor without a gap ({len(every)} changes)", seen == every, f"{len(seen)} {len(every)}")


def deaf(daemon):
    """A follower that never reads while the record grows, and one that comes back with the cursor it has."""
    follower = daemon.connect(60)
    start = daemon.cursor()
    follower.sendall(request("Follow", {"after": start}, more=True))
    told = lambda: open(daemon.root + "/log").read().count("let go of a client of Follow")
    count = told()
    for number in range(8):
        daemon.fill(extra=f" deaf {number}")
        daemon.call("Sync", {"timeout_seconds": 100.0}, timeout=110)
        if told() > count:
            break
    check("a follower that never reads is let go, and the log says so", told() == count + 1, told() - count)
    log = open(daemon.root + "/log").read()
    named = [line for line in log.splitlines() if "let go of a client of Follow" in line][-1]
    check("with the limit, the user and the process", f"{4 << 20} bytes waited" in named and f"process {os.getpid()}:" in named, named)
    data = b""
    while part := follower.recv(1 << 20):
        data += part
    follower.close()
    messages = [json.loads(part) for part in data.split(b"\0") if part.strip()]
    seen = [m["parameters"]["change"]["id"] for m in messages[:-1]]
    check("it is told in the last reply that its socket takes", messages[-1].get("error") == "org.policyd.Busy", messages[-1])
    end = daemon.cursor()
    with daemon.connect(60) as follower:
        follower.sendall(request("Follow", {"after": seen[-1]}, more=True))
        data = b""
        while seen[-1] < end:
            part = follower.recv(1 << 20)
            if not part:
                break
            *whole, data = (data + part).split(b"\0")
            seen += [json.loads(message)["parameters"]["change"]["id"] for message in whole]
    check(f"and misses nothing of {end - start} changes", seen == list(range(start + 1, end + 1)), f"{len(seen)}")


def main():
    root = tempfile.mkdtemp(prefix="policyd-", dir="/tmp")
    daemon = None
    try:
        daemon = Daemon(root)
        for part in [malformed, endless, leaving, silent, slow_queries, timely, behind, deaf, idle, partial]:
            try:
                part(daemon)
            except Exception as error:
                check(f"the checks of '{part.__name__}' run to their end", False, repr(error))
        check("it is the same process as in the beginning", daemon.process.poll() is None)
        start = time.monotonic()
        daemon.process.terminate()
        try:
            status = daemon.process.wait(30)
        except subprocess.TimeoutExpired:
            status = "none"
        took = time.monotonic() - start
        check(f"and stops when asked to, in {took:.1f} s, after a day of many thousand changes", status == 0 and took < 10, f"{status} {took:.1f}")
    finally:
        if daemon and daemon.process.poll() is None:
            daemon.process.kill()
        log = open(root + "/log").read() if os.path.exists(root + "/log") else ""
        check("its log is short", log.count("\n") < 1000, log[-1000:])
        shutil.rmtree(root, ignore_errors=True)
    print(f"{len(PASSED)} passed, {len(FAILED)} failed")
    return 1 if FAILED else 0


sys.exit(main())

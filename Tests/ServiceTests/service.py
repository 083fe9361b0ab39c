#!/usr/bin/python3
"""What policyd is as a service of a Debian machine: run as root under a real systemd, with the package's path.

    Tests/ServiceTests/lab --share DIR:/packages --share PROJECT:/project \\
        /usr/bin/python3 /project/Tests/ServiceTests/service.py /packages/policyd_VERSION_ARCH.deb

Each check is a sentence; the last line counts them. Packages of a newer systemd in /newer are put in the place of this
machine's at the end, and the service runs under that one.
"""
import ctypes
import glob
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time

import readme

DOCUMENTS = "/srv/policyd/seeds"
SOCKET = "/run/policyd.sock"
EVENT = {
    "ready": "5d3c1f6a2b0e4c7f9a3f0d1c6b8e2a41",
    "ingested": "c1a6d0e84f7b4b6d8f1e2a3b9c5d7e63",
    "rejected": "d7f5b9c1e3a4468ace14c6a8f0d2b1da",
    "refused": "e8a6c0d2f4b5479bdf25d7b9a1e3c2eb",
}
PASSED, FAILED = [], []


def check(sentence, holds, detail=""):
    (PASSED if holds else FAILED).append(sentence)
    print(("ok    " if holds else "FAIL  ") + sentence + ("" if holds else f": {detail}"), flush=True)


def run(*words, user=None, **options):
    words = list(words)
    if user:
        words = ["runuser", "-u", user, "--"] + words
    return subprocess.run(words, capture_output=True, text=True, timeout=120, **options)


def must(*words, **options):
    result = run(*words, **options)
    if result.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}: {result.stdout}{result.stderr}")
    return result.stdout


def ctl(*words, user=None):
    return run("policyctl", *words, user=user)


def show(unit, name):
    return must("systemctl", "show", "-P", name, unit).strip()


def journal(*matches, unit="policyd.service"):
    text = must("journalctl", "-o", "json", "--no-pager", "-q", "-u", unit, *matches)
    return [json.loads(line) for line in text.splitlines()]


def wait(what, limit=60):
    """Waits for a condition; true where it came."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def write(name, text, folder=DOCUMENTS):
    """Saves as an editor does: a new file in the place of the old one."""
    path = os.path.join(folder, name)
    with open(path + ".tmp", "w") as file:
        file.write(text)
    os.chmod(path + ".tmp", 0o644)
    os.rename(path + ".tmp", path)


def call(method, parameters=None, path=SOCKET, timeout=30):
    """One request on a connection of its own; None where there was no reply."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(timeout)
        connection.connect(path)
        message = {"method": "org.policyd." + method, "parameters": parameters or {}}
        connection.sendall(json.dumps(message).encode() + b"\0")
        data = b""
        while not data.endswith(b"\0"):
            part = connection.recv(65536)
            if not part:
                return None
            data += part
        return json.loads(data[:-1])


class Load:
    """Clients that ask without a pause, each request on a new connection, and count what is not answered."""

    def __init__(self, threads=6):
        self.answered, self.lost, self.ending = 0, [], False
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.ask, args=(n,)) for n in range(threads)]

    def ask(self, number):
        methods = [("Status", {}), ("List", {}), ("Search", {"query": "policy"}), ("Changes", {"limit": 5})]
        while not self.ending:
            method, parameters = methods[number % len(methods)]
            try:
                reply = call(method, parameters)
                fault = None if reply and "parameters" in reply and "error" not in reply else repr(reply)
            except OSError as error:
                fault = repr(error)
            with self.lock:
                if fault:
                    self.lost.append(fault)
                else:
                    self.answered += 1

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ending = True
        for thread in self.threads:
            thread.join()


# --- the parts


CHECKOUT = "/root/checkout"


def as_written(command, user=None, **variables):
    """Runs a line of the README in a checkout, as a member of the staff with sudo would; the result."""
    shims = "/root/shims"
    if not os.path.exists(shims):
        os.makedirs(shims)
        with open(shims + "/sudo", "w") as file:
            file.write('#!/bin/sh\nexec "$@"\n')
        os.chmod(shims + "/sudo", 0o755)
    # Root here needs no sudo; python3 has PyPI's varlink where the check of the clients has fetched it.
    path = ":".join([shims, "/project/.build/clients/bin", os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "DEBIAN_FRONTEND": "noninteractive", **variables}
    words = ["bash", "-c", command]
    return run(*(["runuser", "-u", user, "--"] + words if user else words), cwd=CHECKOUT if not user else "/", env=environment)


def installed(package):
    for user in ["ada", "bob"]:
        must("useradd", "--create-home", user)
    os.makedirs(CHECKOUT + "/.build")
    shutil.copy(package, CHECKOUT + "/.build")
    lines = readme.lines(readme.text(), ["Install it as a service"])
    check("the README begins with what has built this package", lines.pop(0) == "systemd/build-package")
    for line in lines:
        # The last is for those whom the line before has let in.
        result = as_written(line, USER="ada", user="ada" if line.startswith("policyctl") else None)
        check(f"README: {line}", result.returncode == 0, result.stdout + result.stderr)
    check("the service runs", show("policyd.service", "ActiveState") == "active")
    check("it starts with the machine", must("systemctl", "is-enabled", "policyd.service").strip() == "enabled")
    state = os.stat("/run/policyd.sock")
    check("the socket is the group's", oct(state.st_mode & 0o777) == "0o660" and state.st_gid != 0)
    units = ["policyd.service", "policyd.socket", "policyd@x.service", "policyd@x.socket", "policyd-notify.service"]
    result = run("systemd-analyze", "verify", "--man=no", *units)
    check("the units are clean", result.returncode == 0 and not result.stderr.strip(), result.stderr)
    for unit in ["policyd.service", "policyd@x.service"]:
        result = run("systemd-analyze", "security", "--no-pager", "--threshold=2", unit)
        check(f"the exposure of {unit} is 0.2 or less", result.returncode == 0, result.stdout[-200:])
    with open("/usr/share/policyd/digest.schema.json") as file:
        check("the schema of the digests comes with it", json.load(file)["$schema"].startswith("https://json-schema.org/"))
    listed = must("journalctl", "--list-catalog", EVENT["ready"])
    check("the message catalog is installed", "policyd is ready" in listed, listed)


def answers():
    for path in glob.glob("/usr/share/doc/policyd/examples/seeds/*"):
        shutil.copy(path, DOCUMENTS)
    must("policyctl", "sync")
    question = ["ask", "Which regional players will Canada cooperate with where NATO is not engaged?"]
    result = ctl(*question, user="ada")
    check("a member of the group is answered", result.returncode == 0 and "African Union" in result.stdout, result.stderr)
    result = ctl(*question, user="bob")
    check(
        "another user is refused, and told why",
        result.returncode == 2 and "Permission denied (are you in the socket's group?)" in result.stderr,
        result.stderr,
    )
    status = json.loads(must("policyctl", "--json", "status"))
    check("the documents are watched", status["documents"] == 5 and status["state"] == "watching", str(status))
    line = show("policyd.service", "StatusText")
    check("systemctl status says what it does", line.startswith("watching 5 documents, "), line)


def as_the_readme_says():
    if os.path.exists("/project/.build/clients/bin/python3"):
        for line in readme.lines(readme.text(), ["The interface"]):
            result = as_written(line)
            check(f"README: {line}", result.returncode == 0, result.stdout + result.stderr)
    else:
        print("skip  README: the interface: PyPI's varlink is not there (.ci/clients fetches it)")
    for command in readme.inline(readme.text(), readme.INLINE_ON_A_MACHINE):
        if "--user" in command:
            continue  # run by for_a_user
        result = as_written(command)
        check(f"README: {command}", result.returncode == 0, result.stdout + result.stderr)


def edited():
    write("holidays.md", "# Holidays\n\nThe office will publish the ledgerbook by 31 March 2027.\n")
    must("policyctl", "sync")
    write("holidays.md", "# Holidays\n\nThe office may publish the ledgerbook by 30 June 2027.\n")
    must("policyctl", "sync")
    changes = json.loads(must("policyctl", "--json", "diff", "holidays.md"))["changes"]
    check("an edit is told for what it means", changes[0]["significance"] == "high", str(changes))
    entries = journal("MESSAGE_ID=" + EVENT["ingested"], "POLICYD_PATH=holidays.md")
    check(
        "the journal has it with its fields",
        bool(entries) and entries[-1]["POLICYD_VERSION"] == "2" and entries[-1]["POLICYD_SIGNIFICANCE"] == "high",
        str(entries[-1:]),
    )
    everything = must("journalctl", "--no-pager", "-o", "export", "-u", "policyd.service")
    check("no document's text is in the journal", "ledgerbook" not in everything)
    digest = "/var/lib/policyd/digests/latest.md"
    check("the digest is written", wait(lambda: os.path.exists(digest) and "ledgerbook" in open(digest).read()))
    database = os.stat("/var/lib/policyd/policyd.db")
    check("the record is the service's alone", oct(database.st_mode & 0o077) == "0o0")
    secret = os.path.join(DOCUMENTS, "inner")
    os.mkdir(secret, 0o750)
    shutil.chown(secret, "root", "policyd")
    write("rules.txt", "Rules of the house\n\nVisitors must sign the register.\n", secret)
    os.chmod(secret + "/rules.txt", 0o640)
    shutil.chown(secret + "/rules.txt", "root", "policyd")
    must("policyctl", "sync")
    check("a folder that only the group may read is read", ctl("show", "inner/rules.txt").returncode == 0)


def converted():
    if not (shutil.which("pandoc") and shutil.which("pdftotext")):
        return print("skip  converters: no pandoc or pdftotext")
    text = "# Travel\n\nThe minister will approve every journey before 1 May 2027.\n"
    must("pandoc", "-f", "markdown", "-o", DOCUMENTS + "/travel.docx", input=text)
    os.chmod(DOCUMENTS + "/travel.docx", 0o644)
    must("policyctl", "sync")
    result = ctl("show", "travel.docx")
    check("a converter runs within the sandbox", "approve every journey" in result.stdout, result.stdout + result.stderr + must("policyctl", "status"))


def refused():
    before = len(journal("MESSAGE_ID=" + EVENT["refused"]))
    for verb in ["rescan", "reload", "verify", "backup"]:
        result = ctl(verb, user="ada")
        check(f"{verb} is refused to a member of the group", result.returncode == 2 and "for root" in result.stderr, result.stderr)
    entries = journal("MESSAGE_ID=" + EVENT["refused"])[before:]
    fields = all(int(e["POLICYD_PEER_PID"]) > 0 and "POLICYD_PEER_UID" in e for e in entries)
    check("each refusal is logged with user and process", len(entries) == 4 and fields, str(entries))
    for verb in ["rescan", "verify", "backup"]:
        result = ctl(verb)
        check(f"{verb} is done for root", result.returncode == 0, result.stderr)
    check("the backup is in the state directory", bool(glob.glob("/var/lib/policyd/backups/*.db")))


def reloaded():
    drop_in = "/etc/policyd/policyd.conf.d/50-test.conf"
    with open(drop_in, "w") as file:
        file.write("[Digest]\nLanguage=fr\n")
    check("a good configuration is taken up", run("systemctl", "reload", "policyd").returncode == 0)
    fresh = wait(lambda: "Changements" in open("/var/lib/policyd/digests/latest.md").read() or "Le " in open("/var/lib/policyd/digests/latest.md").read())
    check("and holds at once", fresh, open("/var/lib/policyd/digests/latest.md").read()[:200])
    process = show("policyd.service", "MainPID")
    with open(drop_in, "w") as file:
        file.write("[Watch]\nQuietSec=soon\n")
    result = run("systemctl", "reload", "policyd")
    check("a bad configuration fails the reload", result.returncode != 0)
    entries = journal("MESSAGE_ID=" + EVENT["rejected"])
    told = bool(entries) and "50-test.conf:2" in entries[-1]["MESSAGE"] and entries[-1]["PRIORITY"] == "3"
    check("the journal names its file and line", told, str(entries[-1:]))
    same = show("policyd.service", "MainPID") == process and ctl("status").returncode == 0
    check("the daemon goes on with what it had", same)
    os.remove(drop_in)
    must("systemctl", "reload", "policyd")


def supervised():
    def comes_back(sentence, signal, limit):
        process = show("policyd.service", "MainPID")
        documents = json.loads(must("policyctl", "--json", "list"))
        os.kill(int(process), signal)
        back = wait(lambda: show("policyd.service", "MainPID") not in ("0", process) and show("policyd.service", "ActiveState") == "active", limit)
        must("policyctl", "sync")
        same = json.loads(must("policyctl", "--json", "list")) == documents
        check(sentence, back and same, f"back {back}, same {same}")

    comes_back("killed outright, it comes back with all it knew", 9, 30)
    folder = "/run/systemd/system/policyd.service.d"
    os.makedirs(folder)
    with open(folder + "/test.conf", "w") as file:
        file.write("[Service]\nWatchdogSec=12s\n")
    # A converter may take longer than the watchdog waits: then the daemon asks for a longer one.
    with open("/etc/policyd/policyd.conf.d/60-test.conf", "w") as file:
        file.write("[Convert]\nTimeoutSec=1s\n")
    must("systemctl", "daemon-reload")
    must("systemctl", "restart", "policyd.service")
    comes_back("stopped dead, it is restarted by the watchdog", 19, 30)
    hung_writer()
    restarts = show("policyd.service", "NRestarts")
    time.sleep(14)
    check("an idle daemon keeps its watchdog content", show("policyd.service", "NRestarts") == restarts, show("policyd.service", "NRestarts"))
    shutil.rmtree(folder)
    os.remove("/etc/policyd/policyd.conf.d/60-test.conf")
    must("systemctl", "daemon-reload")
    must("systemctl", "restart", "policyd.service")


def hung_writer():
    """Only the thread that records hangs: the socket still answers, and the watchdog sees through it."""
    process = show("policyd.service", "MainPID")
    threads = [task for task in glob.glob(f"/proc/{process}/task/*") if open(task + "/comm").read().strip() == "policyd-ingest"]
    documents = json.loads(must("policyctl", "--json", "list"))
    writer = int(os.path.basename(threads[0]))
    seize, interrupt, wait_all = 0x4206, 0x4207, 0x40000000
    trace = ctypes.CDLL(None, use_errno=True).ptrace
    trace.argtypes = [ctypes.c_long] * 4
    if trace(seize, writer, 0, 0) != 0 or trace(interrupt, writer, 0, 0) != 0:
        return print(f"skip  a hung writer: {os.strerror(ctypes.get_errno())}")
    os.waitpid(writer, wait_all)
    check("with its writer hung, it still answers", ctl("status").returncode == 0)

    def is_back():
        # The thread is gone only when whoever traces it has heard so.
        try:
            os.waitpid(writer, wait_all | os.WNOHANG)
        except ChildProcessError:
            pass
        return show("policyd.service", "MainPID") not in ("0", process) and show("policyd.service", "ActiveState") == "active"

    back = wait(is_back, 60)
    must("policyctl", "sync")
    same = json.loads(must("policyctl", "--json", "list")) == documents
    check("and is restarted by the watchdog all the same", back and same, f"back {back}, same {same}")


def long_start():
    """A record that takes longer to check than a start may take."""
    database, limit = "/var/lib/policyd/policyd.db", 2.0
    must("systemctl", "stop", "policyd.socket", "policyd.service")
    record = sqlite3.connect(database)
    row = "INSERT INTO meta SELECT 'padding ' || i, hex(randomblob(40)) FROM n"
    first, rows, took = 0, 500_000, 0.0
    while took < 2 * limit and rows < 20_000_000:
        record.execute(f"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) {row}")
        record.commit()
        first, start = rows + 1, time.monotonic()
        record.execute("PRAGMA integrity_check").fetchall()
        took = time.monotonic() - start
        rows = int(max(rows * 1.5, min(rows * 8, rows * 2.5 * limit / took)))
    record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    record.close()
    folder = "/run/systemd/system/policyd.service.d"
    os.makedirs(folder, exist_ok=True)
    told = set()
    while True:
        must("systemctl", "stop", "policyd.socket", "policyd.service")
        open(database + ".check", "w").close()
        for path in glob.glob(database + "*"):
            shutil.chown(path, "policyd", "policyd")
        with open(folder + "/start.conf", "w") as file:
            file.write(f"[Service]\nTimeoutStartSec={limit:.2f}s\n")
        must("systemctl", "daemon-reload")
        start = time.monotonic()
        starting = subprocess.Popen(["systemctl", "start", "policyd.service"], stderr=subprocess.PIPE, text=True)
        while starting.poll() is None:
            told.add(show("policyd.service", "StatusText"))
            time.sleep(0.05)
        took = time.monotonic() - start
        if starting.returncode != 0 or took > limit or limit < 0.3:
            break
        # The machine is faster than it was a moment ago: the limit is to be shorter, not the record longer.
        limit = took * 0.6
    held = starting.returncode == 0 and show("policyd.service", "NRestarts") == "0" and took > limit
    check(f"a start of {took:.1f} s outlives a limit of {limit:.1f} s, since it shows that it gets somewhere", held, starting.stderr.read())
    check("and systemctl status says what it does meanwhile", "checking the record" in told, str(told))
    must("systemctl", "stop", "policyd.socket", "policyd.service")
    record = sqlite3.connect(database)
    record.execute("DELETE FROM meta WHERE key LIKE 'padding %'")
    record.commit()
    record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    record.execute("VACUUM")
    record.close()
    for path in glob.glob(database + "*"):
        shutil.chown(path, "policyd", "policyd")
    shutil.rmtree(folder)
    must("systemctl", "daemon-reload")
    must("systemctl", "start", "policyd.socket", "policyd.service")


def restarted():
    with Load() as load:
        for _ in range(5):
            time.sleep(0.3)
            must("systemctl", "restart", "policyd.service")
        time.sleep(0.5)
    check(f"no request is lost over five restarts ({load.answered} answered)", not load.lost and load.answered > 100, str(load.lost[:5]))
    must("systemctl", "stop", "policyd.service")
    check("a stopped service is started by a request", ctl("status").returncode == 0)
    start = time.monotonic()
    must("systemctl", "stop", "policyd.socket", "policyd.service")
    took = time.monotonic() - start
    check("it stops within 5 seconds", took < 5 and show("policyd.service", "Result") == "success", f"{took:.1f} s")
    check("and takes its socket along", not os.path.exists(SOCKET))
    must("systemctl", "start", "policyd.service")


def limited():
    expected = {"MemoryMax": str(2 << 30), "TasksMax": "64", "CPUWeight": "20", "IOWeight": "20"}
    found = {name: show("policyd.service", name) for name in expected}
    check("the machine's real work comes first", found == expected, str(found))


def told():
    program = "/etc/policyd/notify.d/witness"
    with open(program, "w") as file:
        file.write(
            "#!/bin/sh\ncd /var/lib/policyd-notify && cat > new.json && mv new.json batch.json\nid -un > who\n"
            "cat /var/lib/policyd/policyd.db > stolen 2>&1 || true\npolicyctl rescan > rescan 2>&1 || true\n")
    os.chmod(program, 0o755)
    has_postfix = os.path.exists("/usr/sbin/postdrop") and os.path.exists("/etc/postfix/main.cf")
    if has_postfix:
        must("systemctl", "start", "postfix@-.service")
        os.symlink("/usr/lib/policyd/notify/mail", "/etc/policyd/notify.d/mail")
        with open("/etc/policyd/notify.d/mail.conf", "w") as file:
            file.write("MAIL_TO=ada@localhost\n")
        shutil.chown("/etc/policyd/notify.d/mail.conf", "root", "policyd-notify")
        os.chmod("/etc/policyd/notify.d/mail.conf", 0o640)
    with open("/etc/policyd/policyd.conf.d/70-test.conf", "w") as file:
        file.write("[Notify]\nBatchSec=1s\n")
    result = run("systemctl", "start", "policyd-notify.service")
    check("the notifier starts", result.returncode == 0, must("journalctl", "--no-pager", "-u", "policyd-notify.service"))
    folder = "/var/lib/policyd-notify"
    names = ["witness", "mail"] if has_postfix else ["witness"]
    assert wait(lambda: all(os.path.exists(f"{folder}/{name}.progress") for name in names)), "no progress"
    write("holidays.md", "# Holidays\n\nThe office will publish the ledgerbook by 31 May 2028.\n")
    told = lambda: [e for e in journal("POLICYD_PROGRAM=witness", unit="policyd-notify.service") if e.get("POLICYD_CURSOR")]
    got = wait(told, 30)
    batch = json.load(open(folder + "/batch.json")) if got else {"changes": []}
    check("its programs are told of a change", [c["path"] for c in batch["changes"]] == ["holidays.md"], str(batch)[:300])
    check("as a user of their own", open(folder + "/who").read().strip() == "policyd-notify")
    kept_out = "Permission denied" in open(folder + "/stolen").read() and "for root" in open(folder + "/rescan").read()
    check("that cannot read the record or command the daemon", kept_out, open(folder + "/stolen").read()[:200] + open(folder + "/rescan").read())
    check("the journal says so", got)
    if has_postfix:
        box = "/var/mail/ada"
        arrived = wait(lambda: os.path.exists(box) and "holidays.md" in open(box).read(), 30)
        check("a real mail server delivers the message", arrived, must("journalctl", "--no-pager", "-n", "40"))
        must("systemctl", "stop", "postfix@-.service")
    else:
        print("skip  a real mail server: no postfix")
    must("systemctl", "stop", "policyd-notify.service")
    check("the notifier stops", show("policyd-notify.service", "Result") == "success")


def second_folder():
    os.mkdir("/srv/legal")
    write("contract.txt", "Contract\n\nThe supplier must deliver within 30 days.\n", "/srv/legal")
    with open("/etc/policyd/legal.conf", "w") as file:
        file.write("[Watch]\nDirectory=/srv/legal\n")
    must("systemctl", "start", "policyd@legal.socket", "policyd@legal.service")
    must("policyctl", "--socket", "/run/policyd-legal.sock", "sync")
    result = run("policyctl", "--socket", "/run/policyd-legal.sock", "ask", "When must the supplier deliver?", user="ada")
    check("a second folder has a service of its own", result.returncode == 0 and "30 days" in result.stdout, result.stdout + result.stderr)
    check("its state is its own", os.path.exists("/var/lib/policyd-legal/policyd.db"))
    check("it is reloaded by its own socket", run("systemctl", "reload", "policyd@legal").returncode == 0)


def for_a_user():
    number = must("id", "-u", "bob").strip()
    os.makedirs("/home/bob/.config/policyd")
    os.makedirs("/home/bob/policies")
    with open("/home/bob/.config/policyd/policyd.conf", "w") as file:
        file.write("[Watch]\nDirectory=/home/bob/policies\n")
    write("own.md", "# Own\n\nBob will water the plants every Monday.\n", "/home/bob/policies")
    must("chown", "-R", "bob:", "/home/bob")
    if run("systemctl", "start", f"user@{number}.service").returncode != 0:
        return print("skip  user units: no user manager here")
    runtime = f"/run/user/{number}"
    session = ["env", f"XDG_RUNTIME_DIR={runtime}", f"DBUS_SESSION_BUS_ADDRESS=unix:path={runtime}/bus"]
    command = next(c for c in readme.inline(readme.text(), readme.INLINE_ON_A_MACHINE) if "--user" in c)
    result = run(*session, *command.split(), user="bob")
    trace = run(*session, "journalctl", "--user", "-n", "20", "--no-pager", user="bob").stdout
    check("a user starts a daemon of their own", result.returncode == 0, result.stderr + trace)
    result = run("env", f"POLICYD_SOCKET={runtime}/policyd.sock", "policyctl", "sync", user="bob")
    result = run("env", f"POLICYD_SOCKET={runtime}/policyd.sock", "policyctl", "ask", "Who will water the plants?", user="bob")
    check("which answers over the user's own socket", "Bob will water" in result.stdout, result.stdout + result.stderr)
    check("and keeps its record in the user's own state", os.path.exists("/home/bob/.local/state/policyd/policyd.db"))


def upgraded(package):
    folder = "/tmp/newer"
    must("dpkg-deb", "-R", package, folder)
    control = open(folder + "/DEBIAN/control").read().replace("\nVersion: ", "\nVersion: 9:")
    with open(folder + "/DEBIAN/control", "w") as file:
        file.write(control)
    must("dpkg-deb", "--root-owner-group", "-b", folder, "/tmp/newer.deb")
    with open("/etc/policyd/policyd.conf", "a") as file:
        file.write("\n# an administrator's own line\n")
    documents, process = must("policyctl", "--json", "list"), show("policyd.service", "MainPID")
    instance = show("policyd@legal.service", "MainPID")
    with Load() as load:
        result = run("dpkg", "-i", "/tmp/newer.deb")
        time.sleep(0.5)
    check("an upgrade goes through over a running service", result.returncode == 0, result.stderr)
    check(f"without a lost request ({load.answered} answered)", not load.lost and load.answered > 20, str(load.lost[:5]))
    check("the service runs the new program", show("policyd.service", "MainPID") not in ("0", process))
    check("and so does the second one", show("policyd@legal.service", "MainPID") not in ("0", instance))
    check("the record is kept", must("policyctl", "--json", "list") == documents)
    check("the configuration is kept", "own line" in open("/etc/policyd/policyd.conf").read())


def on_a_newer_systemd():
    packages = sorted(glob.glob("/newer/*.deb"))
    if not packages:
        return print("skip  a newer systemd: there is none")
    must("dpkg", "-i", "--force-depends", *packages)
    must("systemctl", "daemon-reexec")
    version = must("systemctl", "--version").split()[1]
    folder = "/run/systemd/system/policyd.service.d"
    os.makedirs(folder)
    # What a package built for it says.
    with open(folder + "/type.conf", "w") as file:
        file.write("[Service]\nType=notify-reload\n")
    must("systemctl", "daemon-reload")
    result = run("systemd-analyze", "verify", "--man=no", "policyd.service", "policyd.socket")
    check(f"systemd {version} finds the units clean", result.returncode == 0 and not result.stderr.strip(), result.stderr)
    must("systemctl", "restart", "policyd.service")
    check("under it the service is Type=notify-reload", show("policyd.service", "Type") == "notify-reload")
    drop_in = "/etc/policyd/policyd.conf.d/50-test.conf"
    with open(drop_in, "w") as file:
        file.write("[Digest]\nLanguage=fr\n")
    good = run("systemctl", "reload", "policyd")
    fresh = wait(lambda: "bilan du" in open("/var/lib/policyd/digests/latest.md").read())
    check("a reload there is over when it is done", good.returncode == 0 and fresh, good.stderr)
    with open(drop_in, "w") as file:
        file.write("[Watch]\nQuietSec=soon\n")
    check("and one that cannot be done fails", run("systemctl", "reload", "policyd").returncode != 0)
    check("with the daemon as it was", show("policyd.service", "ActiveState") == "active" and ctl("status").returncode == 0)
    os.remove(drop_in)
    check("until it can", run("systemctl", "reload", "policyd").returncode == 0)
    shutil.rmtree(folder)
    must("systemctl", "daemon-reload")


def removed():
    result = run("dpkg", "-r", "policyd")
    check("the package is removed", result.returncode == 0, result.stderr)
    check("nothing of it runs", run("pgrep", "-x", "-u", "policyd", "policyd").returncode == 1)
    kept = all(os.path.exists(path) for path in ["/var/lib/policyd/policyd.db", "/etc/policyd/policyd.conf"])
    check("the record and the configuration stay", kept)
    result = run("dpkg", "--purge", "policyd")
    check("the package is purged", result.returncode == 0, result.stderr)
    gone = ["/var/lib/policyd", "/var/lib/policyd-legal", "/var/lib/policyd-notify", "/etc/policyd/policyd.conf"]
    check("the state and the configuration are gone", not any(map(os.path.exists, gone)), str([p for p in gone if os.path.exists(p)]))
    there = os.path.exists(DOCUMENTS + "/holidays.md") and os.path.exists("/srv/legal/contract.txt")
    check("the documents are where they were", there)


def healthy():
    entries = journal("-p", "warning")
    check("a healthy day has no warning", not entries, str([e["MESSAGE"] for e in entries[:5]]))


def main():
    package = sys.argv[1]
    parts = [
        lambda: installed(package), answers, as_the_readme_says, edited, converted, limited, healthy, refused, reloaded, supervised,
        long_start, restarted, told, second_folder, for_a_user, lambda: upgraded(package), on_a_newer_systemd, removed,
    ]
    for part in parts:
        try:
            part()
        except Exception as error:  # one part's end is not the others'
            check(f"the checks of '{getattr(part, '__name__', '')}' run to their end", False, repr(error))
    print(f"{len(PASSED)} passed, {len(FAILED)} failed")
    return 1 if FAILED else 0


sys.exit(main())

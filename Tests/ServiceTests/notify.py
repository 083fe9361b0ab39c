#!/usr/bin/python3
"""Whether people are told: policyd, "policyctl notify" and the shipped programs, each against what it talks to.

    Tests/ServiceTests/notify.py FOLDER_OF_THE_BUILT_PROGRAMS

PostgreSQL, a D-Bus notification server and notify-send are used where they are installed. The last line counts.
"""
import email
import email.policy
import glob
import http.server
import json
import mailbox
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

BUILT = os.path.abspath(sys.argv[1])
SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../etc/notify-available")
FAKETIME = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
PASSED, FAILED, SKIPPED = [], [], []


def check(sentence, holds, detail=""):
    (PASSED if holds else FAILED).append(sentence)
    print(("ok    " if holds else "FAIL  ") + sentence + ("" if holds else f": {detail}"), flush=True)


def skip(sentence, reason):
    SKIPPED.append(sentence)
    print(f"skip  {sentence}: {reason}", flush=True)


def wait(what, limit=60):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def script(path, text):
    with open(path, "w") as file:
        file.write(text)
    os.chmod(path, 0o755)


class Site:
    """A folder of documents, its daemon and its notifier, as a user would run them."""

    def __init__(self, root):
        self.root = root
        self.documents = root + "/documents"
        self.programs = root + "/config/policyd/notify.d"
        os.makedirs(self.documents)
        os.makedirs(self.programs)
        self.environment = {
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": root, "XDG_CONFIG_HOME": root + "/config",
            "XDG_STATE_HOME": root + "/state", "XDG_RUNTIME_DIR": root, "LC_ALL": "C.UTF-8",
        }
        self.configure("07:00")
        self.daemon = self.notifier = None
        self.log = open(root + "/log", "w+")

    def configure(self, digest):
        with open(self.root + "/config/policyd/policyd.conf", "w") as file:
            file.write(f"[Watch]\nDirectory={self.documents}\n[Notify]\nBatchSec=1s\nDigestTime={digest}\n")

    def start(self, clock=None):
        # Not by faketime(1), which stays between us and the daemon: what stops it would not stop the daemon.
        shift = {"LD_PRELOAD": FAKETIME[0], "FAKETIME": clock} if clock else {}
        self.daemon = subprocess.Popen([BUILT + "/policyd"], env=self.environment | shift, stderr=self.log)
        assert wait(lambda: self.ctl("status").returncode == 0), "policyd does not start"
        self.sync()

    def listen(self, **variables):
        self.notifier = subprocess.Popen(
            [BUILT + "/policyctl", "notify"], env=self.environment | variables, stderr=self.log)

    def stop(self, which):
        process = getattr(self, which)
        if process and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(40)
        return process.returncode if process else None

    def ctl(self, *words):
        return subprocess.run(
            [BUILT + "/policyctl", *words], env=self.environment, capture_output=True, text=True, timeout=60)

    def sync(self):
        result = self.ctl("--json", "sync")
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)["cursor"]

    def write(self, name, text):
        with open(f"{self.documents}/.{name}.new", "w") as file:
            file.write(text)
        os.rename(f"{self.documents}/.{name}.new", f"{self.documents}/{name}")

    def policy(self, name, period, verb="will"):
        self.write(name, f"# Policy {name}\n\nThe department {verb} publish its annual review within {period}.\n")

    def link(self, name, settings=""):
        os.symlink(f"{SHIPPED}/{name}", f"{self.programs}/{name}")
        with open(f"{self.programs}/{name}.conf", "w") as file:
            file.write(settings)

    def is_known(self, name):
        return wait(lambda: os.path.exists(f"{self.root}/state/policyd/notify/{name}.progress"))

    def place(self, name):
        for line in open(f"{self.root}/state/policyd/notify/{name}.progress"):
            if line.startswith("cursor="):
                return int(line[7:])


def keep(site, name, before=""):
    """A program that keeps each batch and the environment it came with."""
    folder = f"{site.root}/{name}.kept"
    os.makedirs(folder)
    script(
        f"{site.programs}/{name}",
        f"#!/bin/sh\n{before}\nn=$(ls {folder} | wc -l)\ncat > {folder}/.new && env > {folder}.env\nmv {folder}/.new {folder}/$(printf %04d $n)\n")
    return lambda: [json.load(open(path)) for path in sorted(glob.glob(folder + "/*"))]


def ids(batches):
    return [change["id"] for batch in batches if batch["kind"] == "changes" for change in batch["changes"]]


def loop(site):
    kept = keep(site, "keeper")
    script(site.programs + "/broken", "#!/bin/sh\nexit 3\n")
    script(site.programs + "/slow", f"#!/bin/sh\ntouch {site.root}/slow-began\nsleep 600\n")
    script(site.programs + "/backup.orig", f"#!/bin/sh\ntouch {site.root}/wrong\n")
    late = keep(site, "late", f"[ -e {site.root}/mended ] || exit 1")
    site.policy("first.md", "30 days")
    site.start()
    site.listen()
    for name in ["keeper", "broken", "slow", "late"]:
        assert site.is_known(name), name
    check("a new program begins with what happens from then on", kept() == [])
    for number in range(5):
        site.policy(f"policy{number}.md", "30 days")
    site.sync()
    for number in range(5):
        site.policy(f"policy{number}.md", "60 days", "may")
    last = site.sync()
    wanted = [c["id"] for c in json.loads(site.ctl("--json", "changes", "--significance", "medium", "--limit", "1000").stdout)["changes"]]
    wanted = [number for number in wanted if number > 1]
    check("a program is given every change", wait(lambda: len(ids(kept())) >= len(wanted)), f"{ids(kept())} of {wanted}")
    check("each once, in order", ids(kept()) == wanted, f"{ids(kept())} of {wanted}")
    check("many at a time", len(kept()) < len(wanted), len(kept()))
    variables = dict(line.split("=", 1) for line in open(site.root + "/keeper.kept.env").read().splitlines() if "=" in line)
    check("with the gist in its environment", variables.get("POLICYD_KIND") == "changes" and variables.get("POLICYD_SIGNIFICANCE") == "high" and int(variables["POLICYD_CURSOR"]) <= last, variables)
    check("though others fail and hang", os.path.exists(site.root + "/slow-began") and "'broken' ended with status 3" in open(site.root + "/log").read())
    check("what is no program is left alone", not os.path.exists(site.root + "/wrong"))
    os.remove(site.programs + "/slow")
    open(site.root + "/mended", "w").close()
    check("a program that is mended is told all that it missed", wait(lambda: ids(late()) == wanted, 90), ids(late()))
    subprocess.run(["pkill", "-P", str(site.notifier.pid)])

    site.notifier.kill()
    site.notifier.wait()
    site.policy("while-away.md", "10 days")
    site.sync()
    site.listen()
    more = [c["id"] for c in json.loads(site.ctl("--json", "changes", "--significance", "medium", "--limit", "1000").stdout)["changes"]][-1]
    check("nothing is missed while the notifier is away", wait(lambda: more in ids(kept())), ids(kept()))
    check("and nothing told twice", len(ids(kept())) == len(set(ids(kept()))), ids(kept()))
    site.stop("daemon")
    site.start()
    site.policy("after-restart.md", "10 days")
    check("a daemon that was restarted is followed on", wait(lambda: "after-restart.md" in json.dumps(kept()[-1]), 60))
    site.stop("daemon")
    for path in glob.glob(site.root + "/state/policyd/policyd.db*"):
        os.remove(path)
    before = {batch["source"] for batch in kept()}
    site.start()
    check("a record that was begun anew is told from its beginning, as another source",
          wait(lambda: kept()[-1]["source"] not in before, 90), open(site.root + "/log").read()[-600:])
    check("it stops when asked to", site.stop("notifier") == 0)


def digest(site):
    kept = keep(site, "keeper")
    site.configure("00:00")
    site.policy("yesterday.md", "30 days")
    if not FAKETIME:
        return skip("the digest", "no faketime")
    site.start(clock="-1d")
    site.sync()
    check("a daemon with another clock stops when asked to", site.stop("daemon") == 0, site.daemon.returncode)
    site.policy("today.md", "10 days")
    site.start()
    os.makedirs(site.root + "/state/policyd/notify", mode=0o700, exist_ok=True)
    with open(site.root + "/state/policyd/notify/keeper.progress", "w") as file:
        file.write("cursor=0\ndigest=2000-01-01\n")
    site.listen()
    days = lambda: [batch for batch in kept() if batch["kind"] == "digest"]
    yesterday = time.strftime("%Y-%m-%d", time.localtime(time.time() - 86400))
    check("the digest of the day before is given", wait(lambda: days()), open(site.root + "/log").read()[-600:])
    check("of that day, as Markdown and HTML", days()[0]["date"] == yesterday and "yesterday" in days()[0]["markdown"] and "<html" in days()[0]["html"].lower(), str(days())[:300])
    site.stop("notifier")
    count = len(kept())
    site.listen()
    site.policy("today.md", "20 days", "may")
    check("once", wait(lambda: len(kept()) > count) and len(days()) == 1, len(days()))


def mail(site):
    box = site.root + "/mailbox"
    script(site.root + "/sendmail", f'#!/bin/sh\n[ "$*" = "-oi -t" ] || exit 64\n{{ echo "From policyd $(date)"; sed "s/^From />From /"; echo; }} >> {box}\n')
    site.link("mail", f"# who\nMAIL_TO=ada@example.org, bob@example.org\nMAIL_SENDMAIL={site.root}/sendmail\n")
    site.policy("a<b>.md", "30 days")
    site.start()
    site.listen()
    site.is_known("mail")
    read = lambda: [email.message_from_bytes(m.as_bytes(), policy=email.policy.default) for m in mailbox.mbox(box)] if os.path.exists(box) else []
    site.policy("a<b>.md", "60 days", "may")
    check("a message is delivered", wait(lambda: len(read()) == 1), open(site.root + "/log").read()[-600:])
    site.policy("a<b>.md", "90 days", "may")
    assert wait(lambda: len(read()) == 2)
    first, second = read()
    text = first.get_body(("plain",)).get_content()
    page = first.get_body(("html",)).get_content()
    check("as text and HTML, with the words that changed", "[-will-]{+may+}" in text.replace("-] {+", "-]{+") and "<ins>may</ins>" in page and "a&lt;b&gt;.md" in page, text + page)
    check("to those who are set", first["To"] == "ada@example.org, bob@example.org" and "a<b>.md: " in first["Subject"], first.as_string()[:500])
    check("messages of one document stand in one thread", first["References"] == second["References"] and first["Message-ID"] != second["Message-ID"])


def webhook(site):
    got, answers = [], [503, 500]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), json.loads(body)))
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.link("webhook", f"WEBHOOK_URL=http://127.0.0.1:{server.server_port}/hook\nWEBHOOK_HEADER=Authorization: Bearer s3cret\n")
    site.policy("a.md", "30 days")
    site.start()
    site.listen()
    site.is_known("webhook")
    site.policy("a.md", "60 days", "may")
    last = site.sync()
    check("a server that fails twice is told the third time", wait(lambda: len(got) >= 3, 60), len(got))
    time.sleep(1)
    headers, body = got[-1]
    check("and not again", len(got) == 3 and site.place("webhook") <= last and got[0][0]["Idempotency-Key"] == headers["Idempotency-Key"], len(got))
    check("with the batch, its kind and the header that is set", body["changes"][0]["path"] == "a.md" and headers["Content-Type"] == "application/json" and headers["Authorization"] == "Bearer s3cret", headers)
    server.shutdown()


def postgres(site):
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not folders or not shutil.which("psql"):
        return skip("postgres", "PostgreSQL is not installed")
    data = site.root + "/data"
    os.chmod(site.root, 0o755)
    os.mkdir(data)
    drop = []
    if os.getuid() == 0:
        shutil.chown(data, "postgres", "postgres")
        drop = ["runuser", "-u", "postgres", "--"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True, "cwd": "/"}
    subprocess.run(drop + [folders[-1] + "/initdb", "-D", data, "-U", "policyd", "-A", "trust"], **quiet)
    start = ["-o", f"-c listen_addresses='' -k {data} -c fsync=off", "-w", "-l", data + "/log", "start"]
    subprocess.run(drop + [folders[-1] + "/pg_ctl", "-D", data] + start, **quiet)
    try:
        def sql(text):
            return subprocess.run(
                ["psql", "-XAtq", "-h", data, "-U", "policyd", "postgres", "-c", text], capture_output=True, text=True).stdout.strip()

        site.link("postgres", f"PGHOST={data}\nPGUSER=policyd\nPGDATABASE=postgres\n")
        site.write("odd.md", "# Odd\n\nThe department will publish \\. and \\n and \"quotes\" within 30 days.\n")
        site.start()
        site.listen()
        site.is_known("postgres")
        site.write("odd.md", "# Odd\n\nThe department may publish \\. and \\n and \"quotes\" within 60 days.\n")
        site.policy("fr.md", "30 days")
        count = "SELECT count(*) FROM policyd.change"
        check("the schema is made and the changes are in it", wait(lambda: sql(count).isdigit() and int(sql(count)) >= 2), open(site.root + "/log").read()[-900:])
        check("as they are", sql("SELECT after FROM policyd.change WHERE path = 'odd.md' AND operation = 'modified'") == 'The department may publish \\. and \\n and "quotes" within 60 days.', sql("SELECT path, operation, after FROM policyd.change"))
        check("and found by a word's stem", sql("SELECT DISTINCT path FROM policyd.change WHERE words @@ websearch_to_tsquery('english', 'publishing quoted') AND operation = 'modified'") == "odd.md")
        before = sql(count)
        again = f"{site.root}/state/policyd/notify/postgres.progress"
        site.stop("notifier")
        with open(again, "w") as file:
            file.write("cursor=0\n")
        site.listen()
        everything = len(json.loads(site.ctl("--json", "changes", "--significance", "medium", "--limit", "1000").stdout)["changes"])
        check("a change that comes again changes nothing", wait(lambda: int(sql(count)) == everything), f"{before} {sql(count)} {everything}")
    finally:
        site.stop("notifier")
        subprocess.run(drop + [folders[-1] + "/pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)


def desktop(site):
    mock = subprocess.run(["/usr/bin/python3", "-c", "import dbusmock"], capture_output=True).returncode == 0
    if not (mock and shutil.which("notify-send") and shutil.which("dbus-daemon")):
        return skip("desktop", "no notify-send, dbus-daemon or python3-dbusmock")
    address = f"unix:path={site.root}/bus"
    bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--address=" + address], stderr=subprocess.DEVNULL)
    wait(lambda: os.path.exists(site.root + "/bus"))
    environment = os.environ | {"DBUS_SESSION_BUS_ADDRESS": address}
    seen = open(site.root + "/seen", "w+")
    server = subprocess.Popen(["/usr/bin/python3", "-m", "dbusmock", "--template", "notification_daemon"], env=environment, stdout=seen)
    try:
        ask = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications.GetCapabilities"]
        assert wait(lambda: subprocess.run(ask, env=environment, capture_output=True).returncode == 0), "no notification server"
        site.link("desktop")
        site.policy("a.md", "30 days")
        site.start()
        site.listen(DBUS_SESSION_BUS_ADDRESS=address)
        site.is_known("desktop")
        site.policy("a.md", "60 days", "may")
        said = lambda: open(site.root + "/seen").read()
        check("the desktop shows a notification", wait(lambda: "Notify " in said() and "Policy changes" in said() and "a.md" in said()), said() + open(site.root + "/log").read()[-600:])
    finally:
        server.kill()
        bus.kill()


def main():
    for part in [loop, digest, mail, webhook, postgres, desktop]:
        root = tempfile.mkdtemp(prefix="policyd-", dir="/tmp")
        site = Site(root)
        try:
            part(site)
        except Exception as error:
            check(f"the checks of '{part.__name__}' run to their end", False, repr(error) + open(root + "/log").read()[-800:])
        finally:
            for name in ["notifier", "daemon"]:
                try:
                    site.stop(name)
                except subprocess.TimeoutExpired:
                    check(f"the {name} stops ({part.__name__})", False)
                    getattr(site, name).kill()
            shutil.rmtree(root, ignore_errors=True)
    print(f"{len(PASSED)} passed, {len(FAILED)} failed, {len(SKIPPED)} skipped")
    return 1 if FAILED else 0


sys.exit(main())

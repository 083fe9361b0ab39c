#!/usr/bin/python3
"""Clients that others wrote, PyPI's varlink and asyncvarlink, against the real daemon.

    Tests/ServiceTests/clients.py FOLDER_OF_THE_BUILT_PROGRAMS

Every method is called; every reply must fit the types that asyncvarlink makes of the interface's own text.
"""
import asyncio
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import typing

import varlink
from asyncvarlink import VarlinkClientProtocol
from asyncvarlink.conversion import ConversionError, VarlinkType
from asyncvarlink.message import VarlinkMethodCall
from asyncvarlink.util import connect_unix_varlink
from varlink import scanner

BUILT = os.path.abspath(sys.argv[1])
PROJECT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
PASSED, FAILED = [], []


def check(sentence, holds, detail=""):
    (PASSED if holds else FAILED).append(sentence)
    print(("ok    " if holds else "FAIL  ") + sentence + ("" if holds else f": {detail}"), flush=True)


# What each method is called with; FIRST stands for a document's path.
CALLS = {
    "Ask": {"question": "Which regional players will Canada cooperate with?", "limit": 3},
    "Search": {"query": "sécurité OR security", "limit": 5},
    "List": {"deleted": True},
    "History": {"path": "FIRST"},
    "Show": {"path": "FIRST", "source": True},
    "Diff": {"path": "FIRST"},
    "Blame": {"path": "FIRST"},
    "Changes": {"after": 0, "limit": 1000},
    "Digest": {"format": "markdown"},
    "Commitments": {"include_dropped": True},
    "Sync": {"timeout_seconds": 20.0},
    "Status": {},
    "Rescan": {},
    "Reload": {},
    "Verify": {},
    "Backup": {},
}

# A call, and the error that it must give.
ERRORS = [
    ("org.policyd.Show", {"path": "nowhere.txt"}, "org.policyd.NotFound"),
    ("org.policyd.Show", {"path": "FIRST", "version": 99}, "org.policyd.NoSuchVersion"),
    ("org.policyd.List", {"as_of": "soon"}, "org.policyd.InvalidArgument"),
    ("org.policyd.Search", {"query": '"open'}, "org.policyd.InvalidQuery"),
    ("org.policyd.Show", {}, "org.varlink.service.InvalidParameter"),
    ("org.policyd.Show", {"path": 1}, "org.varlink.service.InvalidParameter"),
    ("org.policyd.Shew", {}, "org.varlink.service.MethodNotFound"),
    ("org.example.Show", {}, "org.varlink.service.InterfaceNotFound"),
    ("org.policyd.Follow", {}, "org.varlink.service.ExpectedMore"),
    ("org.varlink.service.GetInterfaceDescription", {"interface": "org.example"}, "org.varlink.service.InterfaceNotFound"),
]


class Types:
    """An interface's types as asyncvarlink knows types."""

    def __init__(self, text):
        self.interface = scanner.Interface(text)

    def of(self, kind):
        match kind:
            case scanner._Struct():
                return typing.TypedDict("Struct", {name: self.of(field) for name, field in kind.fields.items()})
            case scanner._Enum():
                return typing.Literal[tuple(kind.fields)]
            case scanner._Array():
                return list[self.of(kind.element_type)]
            case scanner._Maybe():
                return typing.Optional[self.of(kind.element_type)]
            case scanner._Dict():
                return dict[str, self.of(kind.element_type)]
            case scanner._CustomType():
                return self.of(self.interface.members[kind.name].type)
            case _:
                # The parser gives false values for the plain types: an example of each.
                return type(kind) if not isinstance(kind, type) else kind

    def reply(self, method):
        return VarlinkType.from_type_annotation(self.of(self.interface.members[method].out_type))

    def error(self, name):
        return VarlinkType.from_type_annotation(self.of(self.interface.members[name].type))


def filled(parameters, path):
    return {name: path if value == "FIRST" else value for name, value in parameters.items()}


def by_varlink(address, text, path):
    def tool(*words):
        return subprocess.run(
            [sys.executable, "-m", "varlink.cli", *words], capture_output=True, text=True, timeout=60)

    info = tool("info", address)
    check("varlink: info lists the interfaces", "org.policyd" in info.stdout and "org.varlink.service" in info.stdout, info.stderr)
    told = tool("help", f"{address}/org.policyd")
    check("varlink: help prints the interface", "method Ask(" in told.stdout, told.stderr)
    called = tool("call", f"{address}/org.policyd.List")
    check("varlink: its command calls a method", path in called.stdout, called.stderr)
    with varlink.Client(address=address) as client:
        served = client.get_interface("org.policyd").description
        check("varlink: the text served is the file's, byte for byte", served == text)
        with client.open("org.policyd") as service:
            for method, parameters in CALLS.items():
                try:
                    reply = getattr(service, method)(**filled(parameters, path))
                    check(f"varlink: {method} is answered", isinstance(reply, dict), reply)
                except Exception as error:
                    check(f"varlink: {method} is answered", False, repr(error))
            try:
                service.Show("nowhere.txt")
                check("varlink: an error is an error", False)
            except varlink.VarlinkError as error:
                check("varlink: an error is an error", error.error() == "org.policyd.NotFound" and error.parameters() == {"path": "nowhere.txt"}, error)
        with client.open("org.policyd") as service:
            changes = []
            for reply in service.Follow(after=0, _more=True):
                changes.append(reply["change"]["id"])
                if len(changes) == 5:
                    break
            check("varlink: Follow gives reply after reply", changes == sorted(changes) and len(changes) == 5, changes)


async def by_asyncvarlink(path_of_socket, text, path):
    types = Types(text)
    transport, protocol = await connect_unix_varlink(VarlinkClientProtocol, path_of_socket)

    async def call(method, parameters):
        reply, _ = await asyncio.wait_for(protocol.call(VarlinkMethodCall(method, parameters)), 60)
        return reply

    missing = [name for name, member in types.interface.members.items() if isinstance(member, scanner._Method) and name not in CALLS and name != "Follow"]
    check("asyncvarlink: every method of the interface is called", not missing, missing)
    for method, parameters in CALLS.items():
        reply = await call("org.policyd." + method, filled(parameters, path))
        try:
            fits = reply.error is None and types.reply(method).fromjson(reply.parameters) is not None
            check(f"asyncvarlink: the reply of {method} fits its type", fits, f"{reply.error} {reply.parameters}")
        except ConversionError as error:
            check(f"asyncvarlink: the reply of {method} fits its type", False, error)
    name = {"name": "copy.db"}
    await call("org.policyd.Backup", name)
    again = await call("org.policyd.Backup", name)
    check("asyncvarlink: a backup never replaces another", again.error == "org.policyd.InvalidArgument", again)
    for method, parameters, expected in ERRORS:
        reply = await call(method, filled(parameters, path))
        holds = reply.error == expected
        if holds and expected.startswith("org.policyd."):
            try:
                types.error(expected.removeprefix("org.policyd.")).fromjson(reply.parameters)
            except ConversionError:
                holds = False
        check(f"asyncvarlink: {method} {parameters} gives {expected.rpartition('.')[2]}", holds, f"{reply.error} {reply.parameters}")
    followed = 0
    replies = protocol.call_more(VarlinkMethodCall("org.policyd.Follow", {"after": 0, "significance": "low"}, more=True))
    async for reply, _ in replies:
        types.reply("Follow").fromjson(reply.parameters)
        followed += 1
        if followed == 5:
            break
    check("asyncvarlink: Follow streams replies that fit", followed == 5)
    # A stream has no end but the connection's, which asyncvarlink complains of.
    logging.disable()
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    transport.close()


def main():
    root = tempfile.mkdtemp(prefix="policyd-", dir="/tmp")
    shutil.copytree(PROJECT + "/seeds", root + "/seeds")
    log = open(root + "/log", "w+")
    daemon = subprocess.Popen([BUILT + "/policyd", "--watch", root + "/seeds", "--state", root + "/state"], stderr=log)
    try:
        end = time.monotonic() + 60
        ask = [BUILT + "/policyctl", "--socket", root + "/state/policyd.sock", "sync"]
        while subprocess.run(ask, capture_output=True).returncode != 0 and time.monotonic() < end:
            time.sleep(0.1)
        first = sorted(os.listdir(root + "/seeds"))[0]
        with open(f"{root}/seeds/{first}", "a") as file:
            file.write("\nLe ministre publiera un rapport avant le 31 mars 2027.\n")
        subprocess.run(ask, check=True, capture_output=True)
        text = open(PROJECT + "/Sources/PolicyAPI/org.policyd.varlink").read()
        socket = root + "/state/policyd.sock"
        for name, part in [
            ("varlink", lambda: by_varlink("unix:" + socket, text, first)),
            ("asyncvarlink", lambda: asyncio.run(by_asyncvarlink(socket, text, first))),
        ]:
            try:
                part()
            except Exception as error:
                check(f"the checks of {name} run to their end", False, repr(error))
    finally:
        daemon.terminate()
        daemon.wait(10)
        shutil.rmtree(root, ignore_errors=True)
    print(f"{len(PASSED)} passed, {len(FAILED)} failed")
    return 1 if FAILED else 0


sys.exit(main())

"""The commands of the README, and who runs each of them as it is written there.

A command is a line of a ```sh block, a line after "$ " of a ```console block, or an `inline one` of a program that is
named below. `.ci/readme` fails where a command is run by nobody.
"""
import os
import re

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What stands under these headings needs a machine with systemd; the service's test runs it there.
ON_A_MACHINE = ["Install it as a service", "The interface"]
# These need a machine too.
INLINE_ON_A_MACHINE = ("systemctl", "systemd-analyze", "apt-get")
INLINE = ("policyctl", "policyd")


def text(path=os.path.join(PROJECT, "README.md")):
    with open(path, encoding="utf-8") as file:
        return file.read()


def sections(readme):
    """Each heading with what stands under it, down to the next."""
    parts = re.split(r"^#+ (.+)$", readme, flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def blocks(readme, kind):
    """The fenced blocks of a kind, each with the heading above it."""
    return [(heading, block) for heading, body in sections(readme) for block in re.findall(rf"```{kind}\n(.*?)```", body, re.S)]


def lines(readme, headings=None):
    """The command lines of the ```sh blocks, of all headings or of some."""
    return [line for heading, block in blocks(readme, "sh") if headings is None or heading in headings for line in block.splitlines() if line]


def inline(readme, programs):
    """The commands in running text that begin with one of the programs; one with a PLACEHOLDER is none."""
    prose = re.sub(r"```.*?```", "", readme, flags=re.S)
    found = re.findall(r"`((?:" + "|".join(programs) + r") [^`\n]+)`", prose.replace("\n", " "))
    return sorted({command for command in found if not re.search(r"\b[A-Z]{3,}\b", command)})

#!/usr/bin/env python3
"""Kills the service again and again while mail comes in by every way, and looks afterwards whether anything is lost or there twice.

    crash.py PROGRAM [--kills N] [--refusals N] [--seed N] [--keep]

A round is a store of its own with an SMTP, an IMAP and, in every second round, a web server beside it. Citizens apply by one way after the
other, again and again until the service says that it has their message, as mail servers do; who gets a letter answers it. Meanwhile the
service is killed: at a random moment, or by the kernel as a thread of it or of its readers enters its n-th fsync, rename, write to the
database, connect or send (strace). With --refusals the kernel says EIO, ENOSPC or ECONNRESET instead, once or again and again; then the
service goes on, or ends and has said why. At last it may finish, and everything is counted.

Ends with 0 only if every message that was acknowledged is kept, every citizen has one case, every complete one is handed over once, no letter
was sent twice but under the same Message-ID with the same bytes, and the database and the chain of events are whole.
"""
import argparse
import collections
import os
import random
import socket
import sys
import time

from crash_round import WAYS, Round

REFUSALS = {
    "EIO": ["write", "fsync", "rename", "pwrite64", "fdatasync", "openat", "pread64"],
    "ENOSPC": ["write", "fsync", "rename", "pwrite64", "fdatasync", "mkdir", "openat"],
    "ECONNRESET": ["connect", "sendto", "recvfrom"],
}
CALLS = ["fsync", "rename", "pwrite64", "fdatasync", "connect", "sendto", "recvfrom", "write", "read", "openat", "mkdir", "accept4"]


class Course:
    """All rounds: what is done to the service, and the counts."""

    def __init__(self, options):
        self.options, self.rng = options, random.Random(options.seed)
        # How many calls a thread makes before it is killed, at most: found out on the way, for each call.
        self.most = collections.defaultdict(lambda: 6.0)
        self.table, self.stages, self.calls = collections.Counter(), collections.Counter(), collections.Counter()
        self.counts, self.failed, self.ways, self.patience = collections.Counter(), [], [], 5.0

    def run(self):
        """Rounds of kills, then rounds of refusals."""
        for refuses, wanted in ((False, self.options.kills), (True, self.options.refusals)):
            done = 0
            while done < wanted:
                self.counts["rounds"] += 1
                round_ = Round(os.path.abspath(self.options.program), self.counts["rounds"], self.rng)
                self.measure(round_)
                strokes = min(self.options.in_a_row, wanted - done)
                for _ in range(strokes):
                    self.refuse(round_) if refuses else self.kill(round_)
                done += strokes
                round_.finish()
                faults, counts = round_.faults()
                self.counts.update(counts)
                self.failed += [f"round {round_.number} ({round_.folder}): {fault}" for fault in faults]
                round_.end(self.options.keep or bool(faults))
                if sys.stderr.isatty() or self.options.progress:
                    print(f"{done} of {wanted}, {len(self.failed)} faults", file=sys.stderr, flush=True)

    def measure(self, round_):
        """How long the service takes to begin: what is done to it is done soon afterwards."""
        start = time.monotonic()
        round_.start()
        while time.monotonic() < start + 60:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", round_.port["LMTP"])) == 0:
                    break
            time.sleep(0.01)
        self.patience = 1.3 * (time.monotonic() - start) + 1.2
        round_.kill()

    def begin(self, round_, inject):
        if not self.ways:
            self.ways = self.rng.sample(WAYS, len(WAYS))
        way = self.ways.pop()
        if os.path.exists(f"{round_.folder}/trace"):
            os.remove(f"{round_.folder}/trace")
        round_.apply(way, self.options.each)
        round_.start(inject)
        return way

    def watch(self, round_, seconds):
        end = time.monotonic() + seconds
        while round_.process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        return round_.process.poll()

    def adapt(self, call, step, round_):
        """So many calls a thread makes within that time, if it is left alone."""
        self.most[call] = min(150, self.most[call] * 1.1) if step else max(1, round_.calls())

    def kill(self, round_):
        if self.rng.random() < 0.2:
            way = self.begin(round_, None)
            self.watch(round_, self.rng.uniform(0, self.patience))
            round_.kill()
            step = "at a random moment"
        else:
            call = self.rng.choice(CALLS)
            way = self.begin(round_, f"{call}:signal=KILL:when={self.rng.randint(1, int(self.most[call]))}")
            is_struck = self.watch(round_, self.patience) is not None
            round_.kill()
            step = round_.step(is_struck)
            self.calls[call] += step is not None
            self.adapt(call, step, round_)
            step = f"{step} ({call})" if step else "a while after its start"
        self.table[step, way] += 1
        self.stages.update(round_.under_way())

    def refuse(self, round_):
        error = self.rng.choice(list(REFUSALS))
        call = self.rng.choice(REFUSALS[error])
        first, again = self.rng.randint(1, int(self.most[call])), self.rng.choice(["", "", "+7", "+"])
        way = self.begin(round_, f"{call}:error={error}:when={first}{again}")
        status = self.watch(round_, self.patience)
        round_.kill()
        step, words = round_.step(), round_.words()
        self.adapt(call, step, round_)
        # Where every write fails, so does the one that would say so.
        is_mute = call == "write" and not words
        is_said = words or is_mute
        # 127: a library of the system could not be loaded, and its loader says which.
        if status is not None and (status not in (1, 3, 70, 127) or not is_said) or "Fatal error" in words:
            self.failed.append(f"round {round_.number}: {call} {error} {first}{again}: ended with {status}: {words[-400:]}")
        outcome = "not reached" if not step else "went on" if status is None else "ended and said why"
        self.table[f"{call} {error}: {outcome}", way] += 1
        self.calls[f"{call} {error}"] += step is not None

    def tell(self, seconds):
        for fault in self.failed:
            print(fault)
        print(f"{'':44}" + "".join(f"{way:>8}" for way in WAYS) + f"{'all':>8}")
        rows = sorted({step for step, _ in self.table}, key=lambda step: -sum(self.table[step, way] for way in WAYS))
        for step in rows:
            numbers = [self.table[step, way] for way in WAYS]
            print(f"{step:44}" + "".join(f"{number:8}" for number in numbers + [sum(numbers)]))
        if self.stages:
            print("under way when killed: " + ", ".join(f"{name} {count}" for name, count in self.stages.most_common()))
        print("the kernel struck within: " + ", ".join(f"{call} {count}" for call, count in self.calls.most_common()))
        print(", ".join(f"{count} {name}" for name, count in self.counts.items()) + f", {len(self.failed)} faults, {seconds:.0f} s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--refusals", type=int, default=0)
    parser.add_argument("--in-a-row", type=int, default=25)
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--progress", action="store_true")
    course, start = Course(parser.parse_args()), time.monotonic()
    course.run()
    course.tell(time.monotonic() - start)
    sys.exit(1 if course.failed else 0)


main()

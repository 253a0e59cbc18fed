"""Measures the running service: `service.py PROGRAM [MESSAGES]`.

Messages of the own form come over LMTP on eight connections as fast as they are taken; told are messages acknowledged and decided a second,
from the last byte to the visible case (p50, p95), and resident memory idle, at the end, and with everything waiting.
"""
import json
import os
import re
import smtplib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

program = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
here = os.path.dirname(os.path.abspath(__file__))
folder = tempfile.mkdtemp(prefix="eingang-benchmark-")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


lmtp, http = free_port(), free_port()
with open(f"{folder}/eingang.yaml", "w") as file:
    file.write(f'office: {{ addresses: [amt@example.org] }}\nsources: {{ post: {{ lmtp: {{ listen: "127.0.0.1:{lmtp}" }} }} }}\nhttp: {{ listen: "127.0.0.1:{http}" }}\n')
with open(f"{here}/../SampleForms/01-mietzuschuss-vollstaendig/message.eml", "rb") as file:
    sample = file.read().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def memory(pid):
    def rss(pid):
        with open(f"/proc/{pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return f"program {rss(pid):.0f} MB, readers " + ", ".join(f"{rss(child):.0f} MB" for child in children)


def metric(name):
    text = urllib.request.urlopen(f"http://127.0.0.1:{http}/metrics").read().decode()
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))


def quantile(share):
    text = urllib.request.urlopen(f"http://127.0.0.1:{http}/metrics").read().decode()
    total = metric("eingang_message_seconds_count")
    for bound, number in re.findall(r'eingang_message_seconds_bucket\{[^}]*le="([^"]+)"\} (\d+)', text):
        if int(number) >= share * total:
            return bound


start = time.monotonic()
log = open(f"{folder}/log", "w")
service = subprocess.Popen([program, "serve", "--config", f"{folder}/eingang.yaml", "--store", f"{folder}/store"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
while True:
    try:
        socket.create_connection(("127.0.0.1", lmtp)).close()
        break
    except OSError:
        time.sleep(0.01)
print(f"ready after {time.monotonic() - start:.2f} s; idle: {memory(service.pid)}")

numbers = iter(range(count))
lock = threading.Lock()
slow = []


def send():
    server = smtplib.LMTP("127.0.0.1", lmtp)
    while True:
        with lock:
            number = next(numbers, None)
        if number is None:
            return server.quit()
        data = sample.replace(b"Message-ID: <", b"Message-ID: <%d-" % number, 1)
        begun = time.monotonic()
        server.sendmail("a@example.org", ["amt@example.org"], data)
        slow.append(time.monotonic() - begun)


start = time.monotonic()
senders = [threading.Thread(target=send) for _ in range(8)]
for sender in senders:
    sender.start()
for sender in senders:
    sender.join()
taken = time.monotonic() - start
waiting = metric("eingang_unprocessed_messages ")
print(f"{count / taken:.0f} messages/s acknowledged, p95 of a conversation {sorted(slow)[int(len(slow) * 0.95)] * 1000:.0f} ms; then {waiting:.0f} wait: {memory(service.pid)}")
while metric("eingang_messages_total") < count:
    time.sleep(0.05)
print(f"{count / (time.monotonic() - start):.0f} messages/s from the first byte to the last visible case")
print(f"reading and deciding, once begun: p50 below {quantile(0.5)} s, p95 below {quantile(0.95)} s; at the end: {memory(service.pid)}")
begun = time.monotonic()
single = smtplib.LMTP("127.0.0.1", lmtp)
times = []
for number in range(50):
    before = metric("eingang_messages_total")
    begun = time.monotonic()
    single.sendmail("a@example.org", ["amt@example.org"], sample.replace(b"Message-ID: <", b"Message-ID: <einzeln%d-" % number, 1))
    while metric("eingang_messages_total") == before:
        time.sleep(0.002)
    times.append(time.monotonic() - begun)
times.sort()
print(f"one at a time, from the first byte to the visible case: p50 {times[25] * 1000:.0f} ms, p95 {times[47] * 1000:.0f} ms")
service.terminate()
start = time.monotonic()
service.wait(30)
print(f"stopped after {time.monotonic() - start:.2f} s")

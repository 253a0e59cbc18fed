#!/usr/bin/env python3
"""Clients that send a byte a second, over LMTP and HTTP, before and within what they have to say.

    slow_peers.py LMTP-PORT HTTP-PORT COUNT FILE

Opens COUNT connections to each port; who is cut off comes again a second later. Once all are there {"open": n} is written to stdout. FILE has, in
one line of JSON, how often each kind was cut off so far. The program ends when its stdin is closed.
"""
import json
import os
import select
import socket
import sys

KINDS = {
    "lmtp command": (0, b""),
    "lmtp text": (0, b"LHLO a\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<amt@example.org>\r\nDATA\r\n"),
    "http header": (1, b"POST /v1/submissions/portal HTTP/1.1\r\nHost: a\r\nX: "),
    "http body": (1, b"POST /v1/submissions/portal HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer geheim\r\nContent-Length: 100000\r\n\r\n"),
}


def connect(kind):
    place, words = KINDS[kind]
    peer = socket.create_connection(("127.0.0.1", int(sys.argv[1 + place])), 10)
    peer.sendall(words)
    peer.setblocking(False)
    return peer


def is_cut_off(peer):
    try:
        while said := peer.recv(65536):
            if said.startswith(b"421"):
                return True
        return True
    except BlockingIOError:
        pass
    except OSError:
        return True
    try:
        peer.send(b"x")
    except OSError:
        return True
    return False


peers = [[kind, connect(kind)] for kind in list(KINDS) * (int(sys.argv[3]) // 2)]
cut = dict.fromkeys(KINDS, 0)
print(json.dumps({"open": len(peers)}), flush=True)
while not select.select([0], [], [], 1)[0]:
    for entry in peers:
        kind, peer = entry
        if peer is None or is_cut_off(peer):
            if peer:
                peer.close()
                cut[kind] += 1
            try:
                entry[1] = connect(kind)
            except OSError:
                entry[1] = None
    with open(sys.argv[4] + ".new", "w") as file:
        json.dump(cut, file)
    os.rename(sys.argv[4] + ".new", sys.argv[4])

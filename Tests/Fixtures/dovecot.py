#!/usr/bin/env python3
"""Run a private Dovecot for tests: IMAPS on the loopback, one user, one Maildir.

    dovecot.py DIR [--port PORT]

Once the server greets, one line of JSON is written to stdout:

    {"imaps": 40123, "ca": "DIR/tls/ca.pem", "maildir": "DIR/mail", "pid": 4711}

The user is "amt", the password "geheim". The certificate, for localhost and
127.0.0.1, is signed by a CA that is made here. The program stays in the
foreground until its stdin is closed or it gets SIGTERM, SIGINT or SIGHUP, and
stops every Dovecot process before it exits.

DIR keeps its content: a second start with the same DIR, and --port with the
earlier port, is the same server again. Needs root, because Dovecot changes to
other users, and Debian's package "dovecot-imapd".
"""

import argparse
import ctypes
import json
import os
import pwd
import select
import signal
import socket
import ssl
import subprocess
import sys
import time

HOST = "127.0.0.1"
START_TIMEOUT = 30.0
STOP_TIMEOUT = 10.0
BIND_ATTEMPTS = 5        # another program may take the chosen port first

CONFIGURATION = """\
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{base}/tls/server.pem
ssl_key = <{base}/tls/server.key
mail_location = maildir:{base}/mail
first_valid_uid = {uid}
mail_max_userip_connections = 1000
auth_mechanisms = plain login
auth_failure_delay = 0 secs
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {base}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}/home allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
# A wrong password makes nobody wait.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


class Failure(Exception):
    """Dovecot cannot be run; the text says why."""


def run(*words, **options):
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise Failure(f"{words[0]} failed: {done.stderr.strip()}")


def make_certificates(directory):
    if os.path.exists(f"{directory}/server.pem"):
        return
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"]
    run("openssl", "req", "-x509", *key, "-days", "30", "-subj", "/CN=Test CA", "-keyout", "ca.key", "-out", "ca.pem", cwd=directory)
    run("openssl", "req", *key, "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr", cwd=directory)
    with open(f"{directory}/extensions", "w") as file:
        file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    run("openssl", "x509", "-req", "-days", "30", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-extfile", "extensions", "-out", "server.pem", cwd=directory)


class Dovecot:
    def __init__(self, directory, port):
        self.base = os.path.realpath(os.path.abspath(directory))
        self.fixed_port = port
        self.port = port
        self.master = None

    def lay_out(self):
        os.umask(0o022)
        reader = pwd.getpwnam("nobody")
        for name in ("run", "state", "tls", "home", "mail", "mail/new", "mail/cur", "mail/tmp"):
            os.makedirs(f"{self.base}/{name}", exist_ok=True)
            if name.startswith(("home", "mail")):
                os.chown(f"{self.base}/{name}", reader.pw_uid, reader.pw_gid)
        os.chmod(self.base, os.stat(self.base).st_mode | 0o755)
        make_certificates(f"{self.base}/tls")
        with open(f"{self.base}/users", "w") as file:
            file.write("amt:{PLAIN}geheim\n")
        return reader

    def start(self, asked_to_stop):
        """Start Dovecot; false when asked to stop before it was ready."""
        reader = self.lay_out()
        for _ in range(BIND_ATTEMPTS):
            if not self.fixed_port:
                with socket.socket() as probe:
                    probe.bind((HOST, 0))
                    self.port = probe.getsockname()[1]
            path = f"{self.base}/dovecot.conf"
            with open(path, "w") as file:
                file.write(CONFIGURATION.format(base=self.base, port=self.port, uid=reader.pw_uid, gid=reader.pw_gid))
            library = ctypes.CDLL(None)
            with open(f"{self.base}/output", "ab") as output:
                # PR_SET_PDEATHSIG: Dovecot ends when this program is killed.
                self.master = subprocess.Popen(
                    ["/usr/sbin/dovecot", "-F", "-c", path], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                    cwd=self.base, start_new_session=True, preexec_fn=lambda: library.prctl(1, signal.SIGTERM, 0, 0, 0))
            deadline = time.monotonic() + START_TIMEOUT
            while time.monotonic() < deadline and self.master.poll() is None:
                if asked_to_stop():
                    return False
                if self.greets():
                    return True
                time.sleep(0.02)
            self.stop()
        raise Failure(f"Dovecot did not start, see {self.base}/log and {self.base}/output")

    def greets(self):
        context = ssl.create_default_context(cafile=f"{self.base}/tls/ca.pem")
        try:
            with socket.create_connection((HOST, self.port), 5) as plain, context.wrap_socket(plain, server_hostname="localhost") as peer:
                return peer.recv(5).startswith(b"* OK")
        except OSError:
            return False

    def stop(self):
        """End every Dovecot process, by force if it takes too long."""
        if self.master is None:
            return
        # The first process ends the others in their order, but not those that still have a client.
        self.master.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT
        while self.any_left():
            late = time.monotonic() > deadline
            if late or self.master.returncode is not None:
                try:
                    os.killpg(self.master.pid, signal.SIGKILL if late else signal.SIGTERM)
                except ProcessLookupError:
                    pass
            time.sleep(0.01)
        self.master = None

    def any_left(self):
        self.master.poll()
        try:
            while os.waitpid(-self.master.pid, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass
        try:
            os.killpg(self.master.pid, 0)
        except ProcessLookupError:
            return False
        return True


def main():
    parser = argparse.ArgumentParser(prog="dovecot.py", description="Run a private Dovecot.")
    parser.add_argument("dir", metavar="DIR")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    if os.geteuid() != 0:
        print("dovecot.py: must be run by root", file=sys.stderr)
        return 1
    # Whoever starts this from a thread that blocks signals hands that down, to Dovecot too.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    # Signals end up as bytes in a pipe, next to stdin.
    wake_reader, wake_writer = os.pipe()
    os.set_blocking(wake_reader, False)
    os.set_blocking(wake_writer, False)
    signal.set_wakeup_fd(wake_writer, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    # PR_SET_CHILD_SUBREAPER: collects what its parent left behind.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    stopping = False

    def asked_to_stop(timeout=0):
        nonlocal stopping
        ready, _, _ = select.select([0, wake_reader], [], [], timeout)
        if wake_reader in ready and any(byte != signal.SIGCHLD for byte in os.read(wake_reader, 4096)):
            stopping = True
        if 0 in ready and os.read(0, 4096) == b"":
            stopping = True
        return stopping

    server = Dovecot(options.dir, options.port)
    try:
        if not server.start(asked_to_stop):
            return 0
        print(json.dumps({"imaps": server.port, "ca": f"{server.base}/tls/ca.pem", "maildir": f"{server.base}/mail", "pid": server.master.pid}),
              flush=True)
        while not asked_to_stop(None):
            if server.master.poll() is not None:
                raise Failure(f"Dovecot ended by itself with status {server.master.returncode}, see {server.base}/log")
        return 0
    except (Failure, OSError, KeyError) as error:
        print(f"dovecot.py: {error}", file=sys.stderr)
        return 1
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())

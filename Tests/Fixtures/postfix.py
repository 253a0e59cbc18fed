#!/usr/bin/env python3
"""Run a private Postfix instance for tests.

    postfix.py DIR --lmtp 127.0.0.1:PORT --domains a.example,b.example
               [--relay 127.0.0.1:PORT] [--hostname NAME] [--set NAME=VALUE ...]

Postfix listens for SMTP on a free loopback port that this program picks. Once
the server greets with "220", one line of JSON is written to stdout:

    {"host": "127.0.0.1", "port": 40123, "pid": 4711, "hostname": "...",
     "config_directory": "...", "queue_directory": "...", "maillog": "..."}

The program then stays in the foreground until its stdin is closed or it gets
SIGTERM, SIGINT or SIGHUP. It stops every Postfix process before it exits.
(With stdin from /dev/null it stops at once: give it a pipe or a terminal.)

Mail to the domains given is handed over by LMTP. Mail to any other domain is
relayed to --relay, or refused with a 554 reply when there is no --relay.
Failed deliveries are tried again after one or two seconds.

All state is below DIR: etc/ (main.cf, master.cf), queue/, data/, maillog.
DIR keeps its content afterwards, and a second start with the same DIR
delivers what was still queued. The system's own Postfix instance is neither
read nor touched. Needs root, because Postfix changes to its own user, and
Debian's package "postfix".

Exit status: 0 after a stop as asked, 1 when Postfix could not be started or
died by itself, 2 for a wrong call.
"""

import argparse
import ctypes
import fcntl
import grp
import json
import os
import pwd
import re
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time

HOST = "127.0.0.1"
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
START_TIMEOUT = 30.0     # seconds until the 220 greeting must have come
LOCK_TIMEOUT = 5.0       # seconds to wait for an earlier run with the same DIR
STOP_TIMEOUT = 10.0      # seconds until what is left is killed
BIND_ATTEMPTS = 5        # another program may take the chosen port first

MAIN_CF = """\
compatibility_level = 3.6
config_directory = {etc}
queue_directory = {queue}
data_directory = {data}

maillog_file = {maillog}
maillog_file_prefixes = {base}

myhostname = {hostname}
mydomain = {hostname}
myorigin = {hostname}
smtpd_banner = {hostname} ESMTP

# Loopback only, and no name is ever looked up.
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
lmtp_dns_support_level = disabled
smtp_host_lookup = native
lmtp_host_lookup = native
smtp_tls_security_level = none
lmtp_tls_security_level = none
smtpd_tls_security_level = none

# Headers are left as they come, although the client is a local one.
local_header_rewrite_clients =

# Where mail goes. There is no local delivery.
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
local_transport = error:5.1.1 no local delivery
relay_domains =
virtual_alias_maps =
virtual_alias_domains =
virtual_mailbox_maps =
virtual_mailbox_domains = {domains}
virtual_transport = lmtp:inet:{lmtp}
default_transport = {default_transport}
relayhost =
smtpd_relay_restrictions = {relay_restrictions}
smtpd_recipient_restrictions =
recipient_delimiter =
append_dot_mydomain = no
biff = no
notify_classes =

# Internationalized mail.
smtputf8_enable = yes

# Try again soon.
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
transport_retry_time = 1s
service_throttle_time = 2s
smtp_connect_timeout = 5s
lmtp_connect_timeout = 5s

# A test may be quick, and make many mistakes.
in_flow_delay = 0s
smtpd_error_sleep_time = 0s
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 1000
smtpd_junk_command_limit = 1000
smtpd_client_connection_count_limit = 0

# The queue's file system must have 1.5 times this much free.
message_size_limit = 52428800

default_process_limit = 10
"""

# Fields: service type private unprivileged chroot wakeup maxproc command.
# No service is chrooted.
MASTER_CF = """\
{host}:{port} inet n - n - - smtpd
cleanup   unix  n - n -     0 cleanup
qmgr      unix  n - n 300   1 qmgr
rewrite   unix  - - n -     - trivial-rewrite
bounce    unix  - - n -     0 bounce
defer     unix  - - n -     0 bounce
trace     unix  - - n -     0 bounce
verify    unix  - - n -     1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n -     - proxymap
proxywrite unix - - n -     1 proxymap
smtp      unix  - - n -     - smtp
relay     unix  - - n -     - smtp
lmtp      unix  - - n -     - lmtp
showq     unix  n - n -     - showq
error     unix  - - n -     - error
retry     unix  - - n -     - error
discard   unix  - - n -     - discard
tlsmgr    unix  - - n 1000? 1 tlsmgr
anvil     unix  - - n -     1 anvil
scache    unix  - - n -     1 scache
pickup    unix  n - n 60    1 pickup
postlog   unix-dgram n - n - 1 postlogd
"""


class Failure(Exception):
    """Postfix cannot be run; the text says why."""


def parse_arguments(argv):
    parser = argparse.ArgumentParser(
        prog="postfix.py", description="Run a private Postfix instance.")
    parser.add_argument("dir", metavar="DIR",
                        help="directory for all state, made when missing")
    parser.add_argument("--lmtp", required=True, type=endpoint,
                        metavar="127.0.0.1:PORT",
                        help="LMTP server that gets the mail to --domains")
    parser.add_argument("--relay", type=endpoint, metavar="127.0.0.1:PORT",
                        help="SMTP server that gets all other mail")
    parser.add_argument("--domains", required=True, type=domain_list,
                        metavar="A,B", help="domains handed over by LMTP")
    parser.add_argument("--hostname", default="mx.test", type=one_domain,
                        help="name in the greeting and in Received headers")
    parser.add_argument("--set", action="append", default=[], type=setting,
                        metavar="NAME=VALUE", dest="settings",
                        help="one more main.cf setting, may be repeated")
    return parser.parse_args(argv)


def endpoint(text):
    match = re.fullmatch(r"(127(?:\.\d{1,3}){3}):(\d{1,5})", text)
    if not match or not 0 < int(match.group(2)) < 65536:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a loopback address with a port")
    return match.group(1), int(match.group(2))


def one_domain(text):
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a domain name")
    return text.lower()


def domain_list(text):
    return [one_domain(part.strip()) for part in text.split(",")]


def setting(text):
    if not re.fullmatch(r"[A-Za-z0-9_]+\s*=[^\n]*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return text


def daemon_directory():
    """Where this build of Postfix has its daemon programs."""
    program = shutil.which("postconf", path=PATH)
    if program is None:
        raise Failure("postconf not found: install the package postfix")
    done = subprocess.run([program, "-dh", "daemon_directory"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          text=True)
    if done.returncode != 0:
        raise Failure(f"postconf failed with status {done.returncode}")
    return done.stdout.strip()


def let_others_pass(directory):
    """Let the user "postfix" reach what is below the directory.

    Postfix opens files in its data directory by their full path as that user.
    A directory by mkdtemp is closed to it, so the bit for passing through is
    set on DIR, and on its parents as far as they are private temporary ones.
    """
    top = os.path.realpath(tempfile.gettempdir())
    path = directory
    while path != "/":
        mode = stat.S_IMODE(os.stat(path).st_mode)
        if not mode & stat.S_IXOTH:
            if path != directory and not path.startswith(top + "/"):
                raise Failure(f"{path} is closed to other users, so Postfix "
                              f"could not use {directory}")
            os.chmod(path, mode | stat.S_IXOTH)
        path = os.path.dirname(path)


class Postfix:
    def __init__(self, options):
        base = os.path.abspath(options.dir)
        os.makedirs(base, exist_ok=True)
        base = os.path.realpath(base)
        # Postfix splits these settings at white space and expands "$", and a
        # socket's path may have 107 bytes.
        if not re.fullmatch(r"[A-Za-z0-9/._+@%:=~-]+", base):
            raise Failure(f"{base!r} has characters that Postfix cannot use")
        if len(base) + len("/queue/private/proxywrite") > 107:
            raise Failure(f"{base} is too long for the sockets below it")
        self.options = options
        self.base = base
        self.etc = os.path.join(base, "etc")
        self.queue = os.path.join(base, "queue")
        self.data = os.path.join(base, "data")
        self.maillog = os.path.join(base, "maillog")
        self.output = os.path.join(base, "output")
        self.port = None
        self.master = None
        self.guard = None
        self.stop_pipe = None

    # -- files ---------------------------------------------------------------

    def lock(self):
        """Keep other runs away from the directory.

        The lock is held by the guard too: when this program is killed, the
        next run waits until the guard has stopped Postfix.
        """
        descriptor = os.open(self.base, os.O_RDONLY)
        deadline = time.monotonic() + LOCK_TIMEOUT
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Failure(f"{self.base} is used by another run")
            time.sleep(0.05)

    def lay_out(self):
        """Make the directories, with the owners that Postfix demands."""
        let_others_pass(self.base)
        owner, group = "postfix", "postdrop"
        os.umask(0o022)
        wanted = [(self.etc, "root", None, 0o755),
                  (self.data, owner, None, 0o700),
                  (self.queue, "root", None, 0o755),
                  (self.queue + "/pid", "root", None, 0o755),
                  (self.queue + "/maildrop", owner, group, 0o1730),
                  (self.queue + "/public", owner, group, 0o2710)]
        for name in ("active", "bounce", "corrupt", "defer", "deferred",
                     "flush", "hold", "incoming", "private", "saved", "trace"):
            wanted.append((f"{self.queue}/{name}", owner, None, 0o700))
        try:
            users = {name: pwd.getpwnam(name).pw_uid
                     for name in ("root", owner)}
            groups = {None: 0, group: grp.getgrnam(group).gr_gid}
        except KeyError as error:
            raise Failure(f"install the package postfix: {error.args[0]}")
        for path, user, its_group, mode in wanted:
            os.makedirs(path, exist_ok=True)
            os.chown(path, users[user], groups[its_group])
            os.chmod(path, mode)

    def write_configuration(self):
        options = self.options
        if options.relay:
            default_transport = "smtp:[%s]:%d" % options.relay
            restrictions = "permit_mynetworks, reject"
        else:
            default_transport = "error:5.7.1 no relay for this domain"
            restrictions = "reject_unauth_destination"
        main = MAIN_CF.format(
            base=self.base, etc=self.etc, queue=self.queue, data=self.data,
            maillog=self.maillog, hostname=options.hostname,
            domains=", ".join(options.domains),
            lmtp="[%s]:%d" % options.lmtp,
            default_transport=default_transport,
            relay_restrictions=restrictions)
        replaced = {text.split("=", 1)[0].strip() for text in options.settings}
        lines = [line for line in main.splitlines()
                 if line.split("=", 1)[0].strip() not in replaced]
        lines += options.settings
        self.write("main.cf", "\n".join(lines) + "\n")
        self.write("master.cf", MASTER_CF.format(host=HOST, port=self.port))

    def write(self, name, text):
        path = os.path.join(self.etc, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        # Postfix reads a main.cf of the last second again and again until it
        # is older, which would make the start more than a second slower.
        past = time.time() - 60
        os.utime(path, (past, past))

    def said(self, since):
        """What Postfix wrote since those sizes of its log and its output."""
        text = ""
        for path, start in since.items():
            try:
                with open(path, "rb") as file:
                    file.seek(start)
                    text += file.read().decode("utf-8", "replace")
            except FileNotFoundError:
                pass
        return text

    # -- processes -----------------------------------------------------------

    def start(self, asked_to_stop):
        """Start Postfix; false when asked to stop before it was ready."""
        daemons = daemon_directory()
        self.lock()
        self.lay_out()
        for _ in range(BIND_ATTEMPTS):
            with socket.socket() as probe:
                probe.bind((HOST, 0))
                self.port = probe.getsockname()[1]
            self.write_configuration()
            sizes = {path: os.path.getsize(path) if os.path.exists(path) else 0
                     for path in (self.maillog, self.output)}
            environment = {"PATH": PATH, "LANG": "C",
                           "MAIL_CONFIG": self.etc}
            if "TZ" in os.environ:
                environment["TZ"] = os.environ["TZ"]
            # "master" itself instead of "postfix start", so that it is a
            # child of this program. It leads a process group of its own,
            # which all other Postfix processes are in.
            with open(self.output, "ab") as output:
                self.master = subprocess.Popen(
                    [os.path.join(daemons, "master"), "-d", "-c", self.etc],
                    stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                    cwd=self.queue, env=environment, start_new_session=True)
            self.start_guard()
            deadline = time.monotonic() + START_TIMEOUT
            while time.monotonic() < deadline:
                if asked_to_stop():
                    return False
                if self.master.poll() is not None:
                    break
                # The log line tells that it is not another program's greeting.
                if "daemon started" in self.said(sizes) and self.greets():
                    return True
                time.sleep(0.02)
            died = self.master.poll() is not None
            text = self.said(sizes)
            self.stop()
            if died and self.port_is_taken():
                continue
            reason = "Postfix died" if died else "Postfix gave no greeting"
            text = text or self.complaint()
            raise Failure(f"{reason} at start:\n{text}")
        raise Failure("no free port")

    def port_is_taken(self):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, self.port))
            except OSError:
                return True
        return False

    def complaint(self):
        """What Postfix has against its configuration.

        An error found before the name of the log file is known goes only to
        syslog, which may not be there, and to stderr if that is a terminal.
        """
        ours, its = os.openpty()
        subprocess.run(["postfix", "-c", self.etc, "status"],
                       env={"PATH": PATH, "LANG": "C"}, stderr=its,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        os.set_blocking(ours, False)
        try:
            return os.read(ours, 65536).decode("utf-8", "replace")
        except BlockingIOError:
            return ""
        finally:
            os.close(its)
            os.close(ours)

    def greets(self):
        try:
            with socket.create_connection((HOST, self.port), 5) as connection:
                connection.settimeout(5)
                with connection.makefile("rwb") as stream:
                    if not stream.readline(600).startswith(b"220 "):
                        return False
                    stream.write(b"QUIT\r\n")
                    stream.flush()
                    stream.readline(600)
                    return True
        except OSError:
            return False

    def start_guard(self):
        """Fork a process that stops Postfix when this one is killed."""
        reader, self.stop_pipe = os.pipe()
        self.guard = os.fork()
        if self.guard:
            os.close(reader)
            return
        try:
            # A signal to the parent's process group is not for this one, and
            # its stdin and stdout must not be held open here.
            os.setsid()
            nothing = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(nothing, number)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            os.close(self.stop_pipe)
            # End of file comes when the parent is gone, a byte when it has
            # stopped Postfix itself.
            if os.read(reader, 1) == b"":
                os.killpg(self.master.pid, signal.SIGTERM)
                deadline = time.monotonic() + 2
                while time.monotonic() < deadline:
                    os.killpg(self.master.pid, 0)  # fails when all are gone
                    time.sleep(0.02)
                os.killpg(self.master.pid, signal.SIGKILL)
        except OSError:
            pass
        finally:
            os._exit(0)

    def stop(self):
        """End every Postfix process, by force if it takes too long."""
        if self.master is None:
            return
        self.signal_all(signal.SIGTERM)
        deadline = time.monotonic() + STOP_TIMEOUT
        forced = False
        while self.any_left():
            if not forced and time.monotonic() > deadline:
                self.signal_all(signal.SIGKILL)
                forced = True
            time.sleep(0.01)
        if self.guard:
            os.write(self.stop_pipe, b"x")
            os.close(self.stop_pipe)
            os.waitpid(self.guard, 0)
            self.guard = None
        self.master = None

    def signal_all(self, number):
        try:
            os.killpg(self.master.pid, number)
        except ProcessLookupError:
            pass

    def any_left(self):
        """Whether a Postfix process is left; collects those that ended."""
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


def adopt_orphans():
    """Become the parent of Postfix processes whose own parent has ended.

    Otherwise they would go to process 1, which in some containers never
    collects them.
    """
    PR_SET_CHILD_SUBREAPER = 36
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def main():
    # Whoever started this may have blocked signals; Postfix must hear them.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    options = parse_arguments(sys.argv[1:])
    if os.geteuid() != 0:
        print("postfix.py: must be run by root", file=sys.stderr)
        return 1

    if sys.stdin is None:
        os.open(os.devnull, os.O_RDONLY)  # becomes number 0

    # Signals end up as bytes in a pipe, next to stdin.
    wake_reader, wake_writer = os.pipe()
    os.set_blocking(wake_reader, False)
    os.set_blocking(wake_writer, False)
    signal.set_wakeup_fd(wake_writer, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP,
                   signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    adopt_orphans()

    stopping = False

    def asked_to_stop(timeout=0):
        nonlocal stopping
        if stopping:
            return True
        ready, _, _ = select.select([0, wake_reader], [], [], timeout)
        if wake_reader in ready:
            got = os.read(wake_reader, 4096)
            stopping = any(byte != signal.SIGCHLD for byte in got)
        if 0 in ready and os.read(0, 4096) == b"":
            stopping = True
        return stopping

    server = None
    try:
        server = Postfix(options)
        if not server.start(asked_to_stop):
            return 0
        print(json.dumps({
            "host": HOST, "port": server.port, "pid": server.master.pid,
            "hostname": options.hostname, "config_directory": server.etc,
            "queue_directory": server.queue, "maillog": server.maillog,
        }), flush=True)
        while not asked_to_stop(None):
            if server.master.poll() is not None:
                raise Failure("Postfix ended by itself with status "
                              f"{server.master.returncode}, see "
                              f"{server.maillog}")
        return 0
    except (Failure, OSError) as error:
        print(f"postfix.py: {error}", file=sys.stderr)
        return 1
    finally:
        if server is not None:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())

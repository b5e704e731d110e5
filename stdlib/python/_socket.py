"""Sockets. Without a grant there is no network; pairs of connected sockets live in memory."""

import errno as _errno

error = OSError
timeout = TimeoutError
has_ipv6 = True


class herror(OSError):
    pass


class gaierror(OSError):
    pass


herror.__module__ = gaierror.__module__ = "socket"
AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET = 1, 2, 3, 5
SOCK_NONBLOCK, SOCK_CLOEXEC = 0o4000, 0o2000000
SOL_SOCKET, SOL_IP, SOL_TCP, SOL_UDP = 1, 0, 6, 17
IPPROTO_IP, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6 = 0, 1, 6, 17, 41
SO_DEBUG, SO_REUSEADDR, SO_TYPE, SO_ERROR, SO_BROADCAST, SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE = 1, 2, 3, 4, 6, 7, 8, 9
SO_LINGER, SO_REUSEPORT, SO_RCVTIMEO, SO_SNDTIMEO = 13, 15, 20, 21
TCP_NODELAY, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT = 1, 4, 5, 6
IPV6_V6ONLY = 26
MSG_OOB, MSG_PEEK, MSG_DONTWAIT, MSG_WAITALL, MSG_NOSIGNAL = 1, 2, 0x40, 0x100, 0x4000
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
SOMAXCONN = 4096
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_NUMERICSERV, AI_ADDRCONFIG = 1, 2, 4, 0x400, 0x20
EAI_AGAIN, EAI_FAIL, EAI_FAMILY, EAI_NONAME, EAI_SERVICE = -3, -4, -6, -2, -8
NI_NUMERICHOST, NI_NUMERICSERV, NI_DGRAM = 1, 2, 16
INADDR_ANY, INADDR_BROADCAST, INADDR_LOOPBACK = 0, 0xFFFFFFFF, 0x7F000001
INADDR_NONE = 0xFFFFFFFF

_default_timeout = None
# The ends of pairs by their numbers, which no file of the host has.
_ends = {}
_next_number = 1 << 20


def _denied(*args, **kwargs):
    raise PermissionError(_errno.EACCES, "net not granted: this machine's programs have no network")


class _End:
    """One end of a pair in memory."""

    def __init__(self):
        self.incoming = bytearray()
        self.peer = None
        self.ended = False


def _is_readable(number):
    end = _ends.get(number)
    return end is None or bool(end.incoming) or end.ended


class socket:
    """A socket object represents one endpoint of a network connection."""

    __slots__ = ("_number", "_timeout", "_family", "_type", "_proto")

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None or fileno not in _ends:
            _denied()
        self._number = fileno
        self._timeout = _default_timeout
        self._family = AF_UNIX if family == -1 else int(family)
        self._type = SOCK_STREAM if type == -1 else int(type)
        self._proto = 0 if proto == -1 else proto

    timeout = property(lambda self: self._timeout)
    family = property(lambda self: self._family)
    type = property(lambda self: self._type)
    proto = property(lambda self: self._proto)

    def _end(self):
        end = _ends.get(self._number)
        if end is None:
            raise OSError(_errno.EBADF, "Bad file descriptor")
        return end

    def fileno(self):
        return self._number

    def detach(self):
        number, self._number = self._number, -1
        return number

    def close(self):
        end = _ends.pop(self._number, None)
        self._number = -1
        if end is not None and end.peer is not None:
            end.peer.ended = True
            end.peer.peer = None

    def shutdown(self, how, /):
        end = self._end()
        if how in (SHUT_WR, SHUT_RDWR) and end.peer is not None:
            end.peer.ended = True

    def setblocking(self, flag, /):
        self._timeout = None if flag else 0.0

    def getblocking(self):
        return self._timeout != 0.0

    def settimeout(self, timeout, /):
        if timeout is not None:
            timeout = float(timeout)
            if timeout < 0:
                raise ValueError("Timeout value out of range")
        self._timeout = timeout

    def gettimeout(self):
        return self._timeout

    def send(self, data, flags=0, /):
        end = self._end()
        if end.peer is None:
            raise BrokenPipeError(_errno.EPIPE, "Broken pipe")
        data = bytes(data)
        end.peer.incoming += data
        return len(data)

    def sendall(self, data, flags=0, /):
        self.send(data)

    def recv(self, size, flags=0, /):
        end = self._end()
        if size < 0:
            raise ValueError("negative buffersize in recv")
        if not end.incoming:
            if end.ended:
                return b""
            if self._timeout == 0.0:
                raise BlockingIOError(_errno.EAGAIN, "Resource temporarily unavailable")
            if self._timeout is not None:
                import time
                time.sleep(self._timeout)
                raise TimeoutError("timed out")
            raise RuntimeError("deadlock: nobody can send while this program waits")
        part = bytes(end.incoming[:size])
        if not flags & MSG_PEEK:
            del end.incoming[:size]
        return part

    def recv_into(self, buffer, size=0, flags=0, /):
        view = memoryview(buffer).cast("B")
        part = self.recv(size or len(view), flags)
        view[:len(part)] = part
        return len(part)

    def getsockname(self):
        self._end()
        return ""

    getpeername = getsockname

    def getsockopt(self, level, option, size=0, /):
        self._end()
        return 0 if not size else bytes(size)

    def setsockopt(self, *args):
        self._end()

    accept = _accept = bind = connect = connect_ex = listen = recvfrom = recvfrom_into = sendto = sendmsg = recvmsg = _denied

    def __repr__(self):
        return f"<socket object, fd={self._number}, family={self.family}, type={self.type}, proto={self.proto}>"


socket.__module__ = "_socket"
SocketType = socket


def socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0, /):
    """Create a pair of socket objects."""
    global _next_number
    first, second = _End(), _End()
    first.peer, second.peer = second, first
    made = []
    for end in (first, second):
        _ends[_next_number] = end
        made.append(socket(family, type, proto, _next_number))
        _next_number += 1
    return tuple(made)


def close(fd, /):
    """Close an integer socket file descriptor."""
    socket(fileno=fd).close()


def dup(fd, /):
    raise OSError(_errno.EBADF, "Bad file descriptor")


def getdefaulttimeout():
    """Returns the default timeout in seconds (float) for new socket objects."""
    return _default_timeout


def setdefaulttimeout(timeout, /):
    """Set the default timeout in seconds (float) for new socket objects."""
    global _default_timeout
    _default_timeout = None if timeout is None else float(timeout)


def gethostname():
    """Return the current host name."""
    return "localhost"


getaddrinfo = gethostbyname = gethostbyname_ex = gethostbyaddr = getnameinfo = sethostname = if_nameindex = _denied


def getservbyname(name, protocol=None, /):
    """Return a port number from a service name and protocol name."""
    ports = {"http": 80, "https": 443, "ftp": 21, "ssh": 22, "smtp": 25, "domain": 53, "pop3": 110, "imap2": 143}
    if name not in ports:
        raise OSError("service/proto not found")
    return ports[name]


def getprotobyname(name, /):
    """Return the protocol number for the named protocol."""
    numbers = {"ip": 0, "icmp": 1, "tcp": 6, "udp": 17}
    if name not in numbers:
        raise OSError("protocol not found")
    return numbers[name]


def htons(x, /):
    """Convert a 16-bit unsigned integer from host to network byte order."""
    if x < 0:
        raise OverflowError("can't convert negative Python int to C 16-bit unsigned integer")
    if x > 0xFFFF:
        raise OverflowError("htons: Python int too large to convert to C 16-bit unsigned integer")
    return x >> 8 | (x & 255) << 8


ntohs = htons


def htonl(x, /):
    """Convert a 32-bit unsigned integer from host to network byte order."""
    if not 0 <= x <= 0xFFFFFFFF:
        raise OverflowError("int out of range")
    return int.from_bytes(x.to_bytes(4, "little"), "big")


ntohl = htonl


def inet_aton(text, /):
    """Convert an IP address in string format to the 32-bit packed binary format."""
    parts = text.split(".")
    try:
        numbers = [int(part, 0) for part in parts]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 4 or any(not 0 <= number <= 255 for number in numbers[:-1]):
        raise OSError("illegal IP address string passed to inet_aton")
    last = 5 - len(numbers)
    if not 0 <= numbers[-1] < 256 ** last:
        raise OSError("illegal IP address string passed to inet_aton")
    return bytes(numbers[:-1]) + numbers[-1].to_bytes(last, "big")


def inet_ntoa(packed, /):
    """Convert an IP address from 32-bit packed binary format to string format."""
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return ".".join(map(str, bytes(packed)))


def inet_pton(family, text, /):
    """Convert an IP address from string format to a packed string."""
    import ipaddress
    try:
        if family == AF_INET:
            return ipaddress.IPv4Address(text).packed
        if family == AF_INET6:
            return ipaddress.IPv6Address(text).packed
    except ValueError:
        raise OSError("illegal IP address string passed to inet_pton") from None
    raise OSError(_errno.EAFNOSUPPORT, "Address family not supported by protocol")


def inet_ntop(family, packed, /):
    """Convert a packed IP address of the given family to string format."""
    import ipaddress
    if family == AF_INET and len(packed) == 4:
        return str(ipaddress.IPv4Address(bytes(packed)))
    if family == AF_INET6 and len(packed) == 16:
        return str(ipaddress.IPv6Address(bytes(packed)))
    raise ValueError("invalid length of packed IP address string")

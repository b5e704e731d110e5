"""This module provides access to operating system functionality, through the doors of the virtual machine."""

import _host

error = OSError
environ = _host.environ()
_have_functions = []

F_OK, X_OK, W_OK, R_OK = 0, 1, 2, 4
O_RDONLY, O_WRONLY, O_RDWR = 0, 1, 2
O_CREAT, O_EXCL, O_NOCTTY, O_TRUNC, O_APPEND = 0o100, 0o200, 0o400, 0o1000, 0o2000
O_NONBLOCK, O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC = 0o4000, 0o200000, 0o400000, 0o2000000
O_ACCMODE = 3
EX_OK = 0
WNOHANG = 1
SEEK_DATA, SEEK_HOLE = 3, 4


def _fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    return fspath(path)


def fspath(path):
    """Return the file system path representation of the object."""
    if isinstance(path, (str, bytes)):
        return path
    kind = type(path)
    try:
        text = kind.__fspath__(path)
    except AttributeError:
        if hasattr(kind, "__fspath__"):
            raise
        raise TypeError(f"expected str, bytes or os.PathLike object, not {kind.__name__}") from None
    if isinstance(text, (str, bytes)):
        return text
    raise TypeError(f"expected {kind.__name__}.__fspath__() to return str or bytes, not {type(text).__name__}")


class stat_result(tuple):
    """stat_result: Result from stat, fstat, or lstat."""

    n_fields, n_sequence_fields, n_unnamed_fields = 19, 10, 3
    __match_args__ = ("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size")

    def __new__(cls, values, _extra=None):
        self = super().__new__(cls, tuple(values)[:10])
        self._extra = _extra or (0, 0, 0, 0, 0, 0)
        return self

    st_mode = property(lambda self: self[0])
    st_ino = property(lambda self: self[1])
    st_dev = property(lambda self: self[2])
    st_nlink = property(lambda self: self[3])
    st_uid = property(lambda self: self[4])
    st_gid = property(lambda self: self[5])
    st_size = property(lambda self: self[6])
    st_atime_ns = property(lambda self: self[7] * 10**9 + self._extra[0])
    st_mtime_ns = property(lambda self: self[8] * 10**9 + self._extra[1])
    st_ctime_ns = property(lambda self: self[9] * 10**9 + self._extra[2])
    st_atime = property(lambda self: self[7] + self._extra[0] * 1e-9)
    st_mtime = property(lambda self: self[8] + self._extra[1] * 1e-9)
    st_ctime = property(lambda self: self[9] + self._extra[2] * 1e-9)
    st_blksize = property(lambda self: self._extra[3])
    st_blocks = property(lambda self: self._extra[4])
    st_rdev = property(lambda self: self._extra[5])

    def __repr__(self):
        names = ("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime")
        return "os.stat_result(" + ", ".join(f"{name}={value}" for name, value in zip(names, self)) + ")"


class terminal_size(tuple):
    """A tuple of (columns, lines) for holding terminal window size"""

    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])


def _with_name(path, call):
    try:
        return call()
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = path
        raise


def stat(path, *, dir_fd=None, follow_symlinks=True):
    """Perform a stat system call on the given path."""
    if not isinstance(path, int):
        path = _fspath(path)
    values = _host.stat(path, follow_symlinks)
    return stat_result(values[:10], values[10:])


def lstat(path, *, dir_fd=None):
    """Perform a stat system call on the given path, without following symbolic links."""
    return stat(path, follow_symlinks=False)


def fstat(fd):
    """Perform a stat system call on the given file descriptor."""
    return stat(fd)


def open(path, flags, mode=0o777, *, dir_fd=None):
    """Open a file for low level IO.  Returns a file descriptor (integer)."""
    return _host.open(_fspath(path), flags, mode)


def close(fd):
    """Close a file descriptor."""
    _host.close(fd)


def read(fd, length, /):
    """Read from a file descriptor.  Returns a bytes object."""
    return _host.read(fd, length)


def write(fd, data, /):
    """Write a bytes object to a file descriptor."""
    return _host.write(fd, data)


def lseek(fd, position, whence, /):
    """Set the position of a file descriptor.  Return the new position."""
    return _host.seek(fd, position, whence)


def ftruncate(fd, length, /):
    """Truncate a file, specified by file descriptor, to a specific length."""
    _host.truncate(fd, length)


def truncate(path, length):
    """Truncate a file to a specific length."""
    if isinstance(path, int):
        _host.truncate(path, length)
    else:
        _host.truncate_path(_fspath(path), length)


def fsync(fd):
    """Force write of fd to disk."""
    _host.sync(fd)


def isatty(fd, /):
    """Return True if the fd is connected to a terminal."""
    return _host.isatty(fd)


def listdir(path=None):
    """Return a list containing the names of the files in the directory."""
    path = "." if path is None else _fspath(path)
    names = [name for name, _, _ in _host.list(path)]
    if isinstance(path, bytes):
        return [name.encode("utf-8", "surrogateescape") for name in names]
    return names


class DirEntry:
    """An entry of a folder."""

    __slots__ = ("name", "path", "_kind", "_inode")

    def inode(self):
        """Return inode of the entry; cached per entry."""
        return self._inode

    def is_symlink(self):
        """Return True if the entry is a symbolic link; cached per entry."""
        return self._kind == 3

    def is_dir(self, *, follow_symlinks=True):
        """Return True if the entry is a directory; cached per entry."""
        if self._kind == 3 and follow_symlinks:
            try:
                return self.stat().st_mode & 0o170000 == 0o040000
            except FileNotFoundError:
                return False
        return self._kind == 2

    def is_file(self, *, follow_symlinks=True):
        """Return True if the entry is a file; cached per entry."""
        if self._kind == 3 and follow_symlinks:
            try:
                return self.stat().st_mode & 0o170000 == 0o100000
            except FileNotFoundError:
                return False
        return self._kind == 1

    def is_junction(self):
        """Return True if the entry is a junction; cached per entry."""
        return False

    def stat(self, *, follow_symlinks=True):
        """Return stat_result object for the entry; cached per entry."""
        return stat(self.path, follow_symlinks=follow_symlinks)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class ScandirIterator:
    """The entries of a folder."""

    def __init__(self, path):
        self._path = path
        self._rows = iter(_host.list(path))

    def __iter__(self):
        return self

    def __next__(self):
        name, kind, inode = next(self._rows)
        if isinstance(self._path, bytes):
            name = name.encode("utf-8", "surrogateescape")
        slash = b"/" if isinstance(self._path, bytes) else "/"
        entry = DirEntry()
        entry.name = name
        entry.path = self._path + name if self._path.endswith(slash) else self._path + slash + name
        entry._kind = kind
        entry._inode = inode
        return entry

    def close(self):
        self._rows = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def scandir(path=None):
    """Return an iterator of DirEntry objects for given path."""
    return ScandirIterator("." if path is None else _fspath(path))


def mkdir(path, mode=0o777, *, dir_fd=None):
    """Create a directory."""
    _host.mkdir(_fspath(path), mode)


def rmdir(path, *, dir_fd=None):
    """Remove a directory."""
    _host.rmdir(_fspath(path))


def unlink(path, *, dir_fd=None):
    """Remove a file (same as remove())."""
    _host.unlink(_fspath(path))


remove = unlink


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    """Rename a file or directory."""
    _host.two_paths(_fspath(src), _fspath(dst), 0)


replace = rename


def link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True):
    """Create a hard link to a file."""
    _host.two_paths(_fspath(src), _fspath(dst), 1)


def symlink(src, dst, target_is_directory=False, *, dir_fd=None):
    """Create a symbolic link pointing to src named dst."""
    _host.two_paths(_fspath(src), _fspath(dst), 2)


def readlink(path, *, dir_fd=None):
    """Return a string representing the path to which the symbolic link points."""
    path = _fspath(path)
    target = _host.readlink(path)
    return target.encode("utf-8", "surrogateescape") if isinstance(path, bytes) else target


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    """Use the real uid/gid to test for access to a path."""
    return _host.access(_fspath(path), mode)


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    """Change the access permissions of a file."""
    _host.chmod(_fspath(path), mode)


def chdir(path):
    """Change the current working directory to the specified path."""
    _host.chdir(_fspath(path))


def getcwd():
    """Return a unicode string representing the current working directory."""
    return _host.getcwd()


def getcwdb():
    """Return a bytes string representing the current working directory."""
    return _host.getcwd().encode("utf-8", "surrogateescape")


def urandom(size, /):
    """Return a bytes object containing random bytes suitable for cryptographic use."""
    return _host.random(size)


def getpid():
    """Return the current process id."""
    return _host.getpid()


def strerror(code, /):
    """Translate an error code to a message string."""
    import errno
    return errno.errorcode.get(code, f"Unknown error {code}")


def cpu_count():
    """Return the number of logical CPUs in the system."""
    return 1


def get_terminal_size(fd=1, /):
    """Return the size of the terminal window as (columns, lines)."""
    raise OSError(25, "Inappropriate ioctl for device")


def umask(mask, /):
    """Set the current numeric umask and return the previous umask."""
    return 0o022


def putenv(name, value, /):
    """Change or add an environment variable."""


def unsetenv(name, /):
    """Delete an environment variable."""


def _exit(status):
    """Exit to the system with specified status, without normal exit processing."""
    raise SystemExit(status)


# -- Processes: there are none but this one --------------------------------------------------------


def _no_processes(*args, **kwargs):
    raise PermissionError(13, "process.spawn not granted: programs of this machine start no others")


execv = execve = posix_spawn = posix_spawnp = system = _no_processes


def _no_child(*args, **kwargs):
    raise ChildProcessError(10, "No child processes")


wait = waitpid = wait3 = wait4 = waitid = _no_child


def kill(pid, signal, /):
    """Kill a process with a signal: only this program itself."""
    if pid != getpid():
        raise PermissionError(1, "Operation not permitted")
    import _signal
    _signal.raise_signal(signal)


def WIFSIGNALED(status):
    return 0 < status & 0x7F < 0x7F


def WTERMSIG(status):
    return status & 0x7F


def WIFEXITED(status):
    return status & 0x7F == 0


def WEXITSTATUS(status):
    return status >> 8 & 0xFF


def WIFSTOPPED(status):
    return status & 0xFF == 0x7F


def WSTOPSIG(status):
    return status >> 8 & 0xFF


def waitstatus_to_exitcode(status):
    """Convert a wait status to an exit code."""
    if WIFEXITED(status):
        return WEXITSTATUS(status)
    if WIFSIGNALED(status):
        return -WTERMSIG(status)
    raise ValueError(f"invalid wait status: {status!r}")


def set_blocking(fd, blocking, /):
    """Set the blocking mode of the specified file descriptor: files never block."""


def get_blocking(fd, /):
    """Get the blocking mode of the file descriptor."""
    return True


sysconf_names = {"SC_ARG_MAX": 0, "SC_CLK_TCK": 2, "SC_NPROCESSORS_CONF": 83, "SC_NPROCESSORS_ONLN": 84, "SC_OPEN_MAX": 4,
                 "SC_PAGESIZE": 30, "SC_PAGE_SIZE": 30, "SC_PHYS_PAGES": 85, "SC_IOV_MAX": 60}
_sysconf_values = {0: 2097152, 2: 100, 4: 1024, 30: 4096, 60: 1024, 83: 1, 84: 1, 85: 262144}


def sysconf(name, /):
    """Return an integer-valued system configuration variable: those of this machine, not of the host."""
    if isinstance(name, str):
        if name not in sysconf_names:
            raise ValueError("unrecognized configuration name")
        name = sysconf_names[name]
    if name not in _sysconf_values:
        raise OSError(22, "Invalid argument")
    return _sysconf_values[name]

"""Context Variables"""

from types import GenericAlias as _GenericAlias

_MISSING = object()


class Context:
    """A mapping of context variables to their values in one flow of control."""

    __slots__ = ("_data", "_previous", "_entered")

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type '_contextvars.Context' is not an acceptable base type")

    def __init__(self):
        self._data = {}
        self._previous = None
        self._entered = False

    def run(self, callable, /, *args, **kwargs):
        """Run a callable in this context."""
        global _current
        if self._entered:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        self._previous = _current
        self._entered = True
        _current = self
        try:
            return callable(*args, **kwargs)
        finally:
            _current = self._previous
            self._previous = None
            self._entered = False

    def copy(self):
        """Return a shallow copy of the context object."""
        new = Context()
        new._data = self._data.copy()
        return new

    def get(self, key, default=None, /):
        """Return the value for `key` if `key` has the value in the context object."""
        return self._data.get(_variable(key), default)

    def __getitem__(self, key, /):
        return self._data[_variable(key)]

    def __contains__(self, key, /):
        return _variable(key) in self._data

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)

    def keys(self):
        """Return a list of all variables in the context object."""
        return self._data.keys()

    def values(self):
        """Return a list of all variables' values in the context object."""
        return self._data.values()

    def items(self):
        """Return all variables and their values in the context object."""
        return self._data.items()

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._data == other._data

    __hash__ = None


def _variable(key):
    if not isinstance(key, ContextVar):
        raise TypeError(f"a ContextVar key was expected, got {key!r}")
    return key


class ContextVar:
    """A variable whose value depends on the context."""

    __slots__ = ("_name", "_default")

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type '_contextvars.ContextVar' is not an acceptable base type")

    def __init__(self, name, /, *, default=_MISSING):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self._name = name
        self._default = default

    name = property(lambda self: self._name)

    def get(self, default=_MISSING, /):
        """Return a value for the context variable for the current context."""
        value = _current._data.get(self, _MISSING)
        if value is not _MISSING:
            return value
        if default is not _MISSING:
            return default
        if self._default is not _MISSING:
            return self._default
        raise LookupError(self)

    def set(self, value, /):
        """Call to set a new value for the context variable in the current context."""
        data = _current._data
        token = Token._make(_current, self, data.get(self, _MISSING))
        data[self] = value
        return token

    def reset(self, token, /):
        """Reset the context variable to the value before the set() that made the token."""
        if not isinstance(token, Token):
            raise TypeError(f"expected an instance of Token, got {token!r}")
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token._var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        if token._context is not _current:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        if token._old is _MISSING:
            _current._data.pop(self, None)
        else:
            _current._data[self] = token._old

    __class_getitem__ = classmethod(_GenericAlias)

    def __repr__(self):
        default = "" if self._default is _MISSING else f" default={self._default!r}"
        return f"<ContextVar name={self._name!r}{default} at {id(self):#x}>"


class Token:
    """What ContextVar.set() returns; it undoes the change."""

    __slots__ = ("_context", "_var", "_old", "_used")

    def __new__(cls, *args, **kwargs):
        raise RuntimeError("Tokens can only be created by ContextVars")

    @classmethod
    def _make(cls, context, var, old):
        self = object.__new__(cls)
        self._context = context
        self._var = var
        self._old = old
        self._used = False
        return self

    var = property(lambda self: self._var)
    old_value = property(lambda self: Token.MISSING if self._old is _MISSING else self._old)

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self._var.reset(self)

    __class_getitem__ = classmethod(_GenericAlias)

    def __repr__(self):
        used = " used" if self._used else ""
        return f"<Token{used} var={self._var!r} at {id(self):#x}>"


class _TokenMissing:
    __slots__ = ()

    def __repr__(self):
        return "<Token.MISSING>"


Token.MISSING = _TokenMissing()
for _class, _name in ((Context, "Context"), (ContextVar, "ContextVar"), (Token, "Token")):
    _class.__module__ = "_contextvars"
_current = Context()


def copy_context():
    """Return a shallow copy of the current context."""
    return _current.copy()

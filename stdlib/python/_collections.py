"""High performance data structures."""

_missing = object()


class deque:
    """A list-like sequence optimized for data accesses near its endpoints."""

    __slots__ = ("_items", "_head", "_tail", "_maxlen", "_version", "__weakref__")
    __hash__ = None

    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self._items = {}
        self._head = self._tail = 0
        self._maxlen = None
        self._version = 0
        return self

    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None:
            if not isinstance(maxlen, int):
                raise TypeError("an integer is required")
            if maxlen < 0:
                raise ValueError("maxlen must be non-negative")
        self._maxlen = maxlen
        self.clear()
        self.extend(iterable)

    @property
    def maxlen(self):
        """maximum size of a deque or None if unbounded"""
        return self._maxlen

    def append(self, item, /):
        """Add an element to the right side of the deque."""
        if self._maxlen is not None and len(self) >= self._maxlen:
            if self._maxlen == 0:
                return
            self.popleft()
        self._items[self._tail] = item
        self._tail += 1
        self._version += 1

    def appendleft(self, item, /):
        """Add an element to the left side of the deque."""
        if self._maxlen is not None and len(self) >= self._maxlen:
            if self._maxlen == 0:
                return
            self.pop()
        self._head -= 1
        self._items[self._head] = item
        self._version += 1

    def pop(self):
        """Remove and return the rightmost element."""
        if self._head == self._tail:
            raise IndexError("pop from an empty deque")
        self._tail -= 1
        self._version += 1
        return self._items.pop(self._tail)

    def popleft(self):
        """Remove and return the leftmost element."""
        if self._head == self._tail:
            raise IndexError("pop from an empty deque")
        item = self._items.pop(self._head)
        self._head += 1
        self._version += 1
        return item

    def extend(self, iterable, /):
        """Extend the right side of the deque with elements from the iterable."""
        if iterable is self:
            iterable = list(iterable)
        for item in iterable:
            self.append(item)

    def extendleft(self, iterable, /):
        """Extend the left side of the deque with elements from the iterable."""
        if iterable is self:
            iterable = list(iterable)
        for item in iterable:
            self.appendleft(item)

    def clear(self):
        """Remove all elements from the deque."""
        self._items = {}
        self._head = self._tail = 0
        self._version += 1

    def copy(self):
        """Return a shallow copy of a deque."""
        return type(self)(self, self._maxlen)

    __copy__ = copy

    def rotate(self, n=1, /):
        """Rotate the deque n steps to the right.  If n is negative, rotates left."""
        size = len(self)
        if size > 1:
            n %= size
            if n:
                items = list(self)
                maxlen, self._maxlen = self._maxlen, None
                self.clear()
                self.extend(items[-n:] + items[:-n])
                self._maxlen = maxlen

    def reverse(self):
        """Reverse *IN PLACE*."""
        items = list(self)
        items.reverse()
        self.clear()
        self.extend(items)

    def count(self, value, /):
        """Return number of occurrences of value."""
        version = self._version
        total = 0
        for item in list(self):
            if item is value or item == value:
                total += 1
            if self._version != version:
                raise RuntimeError("deque mutated during iteration")
        return total

    def index(self, value, start=0, stop=_missing, /):
        """Return first index of value."""
        size = len(self)
        stop = size if stop is _missing else stop
        start = max(0, start + size if start < 0 else start)
        stop = max(0, stop + size if stop < 0 else stop)
        for index in range(start, min(stop, size)):
            item = self[index]
            if item is value or item == value:
                return index
        raise ValueError(f"{value!r} is not in deque")

    def insert(self, index, value, /):
        """Insert value before index."""
        if self._maxlen is not None and len(self) >= self._maxlen:
            raise IndexError("deque already at its maximum size")
        items = list(self)
        items.insert(index, value)
        self.clear()
        self.extend(items)

    def remove(self, value, /):
        """Remove first occurrence of value."""
        version = self._version
        for index, item in enumerate(list(self)):
            found = item is value or item == value
            if self._version != version:
                raise IndexError("deque mutated during remove().")
            if found:
                del self[index]
                return
        raise ValueError("deque.remove(x): x not in deque")

    def __len__(self):
        return self._tail - self._head

    def __bool__(self):
        return self._tail != self._head

    def _place(self, index):
        if isinstance(index, slice):
            raise TypeError("sequence index must be integer, not 'slice'")
        index = index.__index__()
        size = self._tail - self._head
        if index < 0:
            index += size
        if not 0 <= index < size:
            raise IndexError("deque index out of range")
        return self._head + index

    def __getitem__(self, index):
        return self._items[self._place(index)]

    def __setitem__(self, index, value):
        self._items[self._place(index)] = value

    def __delitem__(self, index):
        place = self._place(index)
        for each in range(place, self._tail - 1):
            self._items[each] = self._items[each + 1]
        self._tail -= 1
        del self._items[self._tail]
        self._version += 1

    def __iter__(self):
        version = self._version
        for place in range(self._head, self._tail):
            if self._version != version:
                raise RuntimeError("deque mutated during iteration")
            yield self._items[place]
        if self._version != version:
            raise RuntimeError("deque mutated during iteration")

    def __reversed__(self):
        version = self._version
        for place in range(self._tail - 1, self._head - 1, -1):
            if self._version != version:
                raise RuntimeError("deque mutated during iteration")
            yield self._items[place]

    def __contains__(self, value):
        version = self._version
        for item in list(self):
            if item is value or item == value:
                return True
            if self._version != version:
                raise RuntimeError("deque mutated during iteration")
        return False

    def __repr__(self):
        from reprlib import recursive_repr

        name = type(self).__name__

        @recursive_repr("[...]")
        def text(self):
            items = ", ".join([repr(item) for item in self])
            if self._maxlen is None:
                return f"{name}([{items}])"
            return f"{name}([{items}], maxlen={self._maxlen})"

        return text(self)

    def __reduce__(self):
        state = getattr(self, "__dict__", None) or None
        if self._maxlen is None:
            return type(self), (), state, iter(self)
        return type(self), ((), self._maxlen), state, iter(self)

    def _compare(self, other, op):
        if not isinstance(other, deque):
            return NotImplemented
        return op(list(self), list(other))

    def __eq__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return len(self) == len(other) and list(self) == list(other)

    def __lt__(self, other):
        return self._compare(other, lambda a, b: a < b)

    def __le__(self, other):
        return self._compare(other, lambda a, b: a <= b)

    def __gt__(self, other):
        return self._compare(other, lambda a, b: a > b)

    def __ge__(self, other):
        return self._compare(other, lambda a, b: a >= b)

    def __add__(self, other):
        if not isinstance(other, deque):
            raise TypeError(f'can only concatenate deque (not "{type(other).__name__}") to deque')
        result = self.copy()
        result.extend(other)
        return result

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, times):
        result = type(self)((), self._maxlen)
        for _ in range(times):
            result.extend(self)
        return result

    __rmul__ = __mul__

    def __imul__(self, times):
        items = list(self)
        self.clear()
        for _ in range(times):
            self.extend(items)
        return self

    @classmethod
    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


deque.__module__ = "collections"


class defaultdict(dict):
    """defaultdict(default_factory=None, /, [...]) --> dict with default factory"""

    def __init__(self, default_factory=None, /, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        self.default_factory = default_factory
        super().__init__(*args, **kwargs)

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        self[key] = value = self.default_factory()
        return value

    def __repr__(self):
        from reprlib import recursive_repr

        factory = recursive_repr("...")(lambda self: repr(self.default_factory))(self)
        return f"{type(self).__name__}({factory}, {dict.__repr__(self)})"

    def copy(self):
        """D.copy() -> a shallow copy of D."""
        return type(self)(self.default_factory, self)

    __copy__ = copy

    def __reduce__(self):
        args = () if self.default_factory is None else (self.default_factory,)
        return type(self), args, None, None, iter(self.items())

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = self.copy()
        new.update(other)
        return new

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = type(self)(self.default_factory, other)
        new.update(self)
        return new


defaultdict.__module__ = "collections"


def _count_elements(mapping, iterable, /):
    """Count elements in the iterable, updating the mapping"""
    get = mapping.get
    for item in iterable:
        mapping[item] = get(item, 0) + 1

"""Functional tools for creating and using iterators."""

from operator import index as _index

_missing = object()


class _Iterator:
    """An iterator over what a generator yields."""

    __slots__ = ("_step", "__weakref__")

    def __iter__(self):
        return self

    def __next__(self):
        return self._step()

    @classmethod
    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


class count:
    """Return a count object whose .__next__() method returns consecutive values."""

    __slots__ = ("_value", "_step")

    def __init__(self, start=0, step=1):
        if not hasattr(start, "__add__") or isinstance(start, (str, bytes, list, tuple)):
            raise TypeError("a number is required")
        self._value = start
        self._step = step

    def __iter__(self):
        return self

    def __next__(self):
        value = self._value
        self._value = value + self._step
        return value

    def __repr__(self):
        if self._step == 1 and isinstance(self._step, int):
            return f"count({self._value!r})"
        return f"count({self._value!r}, {self._step!r})"


class repeat:
    """repeat(object [,times]) -> create an iterator which returns the object
for the specified number of times.  If not specified, returns the object
endlessly."""

    __slots__ = ("_object", "_times")

    def __init__(self, object, times=_missing):
        self._object = object
        self._times = None if times is _missing else max(0, _index(times))

    def __iter__(self):
        return self

    def __next__(self):
        if self._times is not None:
            if self._times == 0:
                raise StopIteration
            self._times -= 1
        return self._object

    def __length_hint__(self):
        if self._times is None:
            raise TypeError("len() of unsized object")
        return self._times

    def __repr__(self):
        if self._times is None:
            return f"repeat({self._object!r})"
        return f"repeat({self._object!r}, {self._times})"


class cycle(_Iterator):
    """Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely."""

    __slots__ = ()

    def __init__(self, iterable, /):
        self._step = self._run(iter(iterable)).__next__

    @staticmethod
    def _run(iterator):
        saved = []
        for item in iterator:
            yield item
            saved.append(item)
        while saved:
            yield from saved


class chain(_Iterator):
    """Return a chain object whose .__next__() method returns elements from the
first iterable until it is exhausted, then elements from the next
iterable, until all of the iterables are exhausted."""

    __slots__ = ()

    def __init__(self, *iterables):
        self._step = self._run(iter(iterables)).__next__

    @classmethod
    def from_iterable(cls, iterable, /):
        """Alternative chain() constructor taking a single iterable argument that evaluates lazily."""
        self = cls.__new__(cls)
        self._step = self._run(iter(iterable)).__next__
        return self

    @staticmethod
    def _run(iterables):
        for iterable in iterables:
            yield from iterable


class islice(_Iterator):
    """islice(iterable, stop) --> islice object
islice(iterable, start, stop[, step]) --> islice object

Return an iterator whose next() method returns selected values from an
iterable."""

    __slots__ = ()

    def __init__(self, iterable, *args):
        if not 1 <= len(args) <= 3:
            raise TypeError(f"islice expected at {'least 2' if not args else 'most 4'} arguments, got {len(args) + 1}")
        bounds = slice(*args)

        def number(value, default, message):
            if value is None:
                return default
            try:
                value = _index(value)
            except TypeError:
                raise ValueError(message) from None
            if value < 0:
                raise ValueError(message)
            return value

        stop_message = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
        message = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
        start = number(bounds.start, 0, message)
        stop = number(bounds.stop, None, stop_message if len(args) == 1 else message)
        try:
            step = 1 if bounds.step is None else _index(bounds.step)
        except TypeError:
            step = 0
        if step < 1:
            raise ValueError("Step for islice() must be a positive integer or None.")
        self._step = self._run(iter(iterable), start, stop, step).__next__

    @staticmethod
    def _run(iterator, start, stop, step):
        index = 0
        wanted = start
        while stop is None or wanted < stop:
            while index < wanted:
                try:
                    next(iterator)
                except StopIteration:
                    return
                index += 1
            try:
                item = next(iterator)
            except StopIteration:
                return
            index += 1
            yield item
            wanted += step
        if stop is not None:
            while index < stop:
                try:
                    next(iterator)
                except StopIteration:
                    return
                index += 1


class takewhile(_Iterator):
    """Return successive entries from an iterable as long as the predicate evaluates to true for each entry."""

    __slots__ = ()

    def __init__(self, predicate, iterable, /):
        self._step = self._run(predicate, iter(iterable)).__next__

    @staticmethod
    def _run(predicate, iterator):
        for item in iterator:
            if not predicate(item):
                return
            yield item


class dropwhile(_Iterator):
    """Drop items from the iterable while predicate(item) is true.

Afterwards, return every element until the iterable is exhausted."""

    __slots__ = ()

    def __init__(self, predicate, iterable, /):
        self._step = self._run(predicate, iter(iterable)).__next__

    @staticmethod
    def _run(predicate, iterator):
        for item in iterator:
            if not predicate(item):
                yield item
                break
        yield from iterator


class filterfalse(_Iterator):
    """Return those items of iterable for which function(item) is false.

If function is None, return the items that are false."""

    __slots__ = ()

    def __init__(self, function, iterable, /):
        self._step = self._run(function, iter(iterable)).__next__

    @staticmethod
    def _run(function, iterator):
        for item in iterator:
            if not (item if function is None else function(item)):
                yield item


class starmap(_Iterator):
    """Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence."""

    __slots__ = ()

    def __init__(self, function, iterable, /):
        self._step = self._run(function, iter(iterable)).__next__

    @staticmethod
    def _run(function, iterator):
        for args in iterator:
            yield function(*args)


class accumulate(_Iterator):
    """Return series of accumulated sums."""

    __slots__ = ()

    def __init__(self, iterable, func=None, *, initial=None):
        self._step = self._run(iter(iterable), func, initial).__next__

    @staticmethod
    def _run(iterator, func, initial):
        if initial is None:
            for total in iterator:
                break
            else:
                return
        else:
            total = initial
        yield total
        for item in iterator:
            total = total + item if func is None else func(total, item)
            yield total


class compress(_Iterator):
    """Return data elements corresponding to true selector elements."""

    __slots__ = ()

    def __init__(self, data, selectors):
        self._step = self._run(iter(data), iter(selectors)).__next__

    @staticmethod
    def _run(data, selectors):
        for item, selector in zip(data, selectors):
            if selector:
                yield item


class pairwise(_Iterator):
    """Return an iterator of overlapping pairs taken from the input iterator."""

    __slots__ = ()

    def __init__(self, iterable, /):
        self._step = self._run(iter(iterable)).__next__

    @staticmethod
    def _run(iterator):
        for previous in iterator:
            break
        else:
            return
        for item in iterator:
            yield previous, item
            previous = item


class batched(_Iterator):
    """Batch data into tuples of length n. The last batch may be shorter than n."""

    __slots__ = ()

    def __init__(self, iterable, n, *, strict=False):
        n = _index(n)
        if n < 1:
            raise ValueError("n must be at least one")
        self._step = self._run(iter(iterable), n, strict).__next__

    @staticmethod
    def _run(iterator, n, strict):
        while batch := tuple(islice(iterator, n)):
            if strict and len(batch) != n:
                raise ValueError("batched(): incomplete batch")
            yield batch


class zip_longest(_Iterator):
    """Return a zip_longest object whose .__next__() method returns a tuple where
the i-th element comes from the i-th iterable argument."""

    __slots__ = ()

    def __init__(self, *iterables, fillvalue=None):
        self._step = self._run([iter(iterable) for iterable in iterables], fillvalue).__next__

    @staticmethod
    def _run(iterators, fillvalue):
        active = len(iterators)
        ended = [False] * active
        while active:
            row = []
            for index, iterator in enumerate(iterators):
                if ended[index]:
                    row.append(fillvalue)
                    continue
                try:
                    row.append(next(iterator))
                except StopIteration:
                    ended[index] = True
                    active -= 1
                    if not active:
                        return
                    row.append(fillvalue)
            yield tuple(row)


class product(_Iterator):
    """Cartesian product of input iterables.  Equivalent to nested for-loops."""

    __slots__ = ()

    def __init__(self, *iterables, repeat=1):
        repeat = _index(repeat)
        if repeat < 0:
            raise ValueError("repeat argument cannot be negative")
        self._step = self._run([tuple(iterable) for iterable in iterables] * repeat).__next__

    @staticmethod
    def _run(pools):
        if not all(pools):
            return
        indices = [0] * len(pools)
        row = [pool[0] for pool in pools]
        while True:
            yield tuple(row)
            for place in range(len(pools) - 1, -1, -1):
                indices[place] += 1
                if indices[place] < len(pools[place]):
                    row[place] = pools[place][indices[place]]
                    break
                indices[place] = 0
                row[place] = pools[place][0]
            else:
                return


class permutations(_Iterator):
    """Return successive r-length permutations of elements in the iterable."""

    __slots__ = ()

    def __init__(self, iterable, r=None):
        pool = tuple(iterable)
        if r is not None:
            if not isinstance(r, int):
                raise TypeError("Expected int as r")
            if r < 0:
                raise ValueError("r must be non-negative")
        self._step = self._run(pool, len(pool) if r is None else r).__next__

    @staticmethod
    def _run(pool, r):
        n = len(pool)
        if r > n:
            return
        indices = list(range(n))
        cycles = list(range(n, n - r, -1))
        yield tuple(pool[i] for i in indices[:r])
        while n:
            for i in range(r - 1, -1, -1):
                cycles[i] -= 1
                if cycles[i] == 0:
                    indices[i:] = indices[i + 1:] + indices[i:i + 1]
                    cycles[i] = n - i
                else:
                    j = cycles[i]
                    indices[i], indices[-j] = indices[-j], indices[i]
                    yield tuple(pool[i] for i in indices[:r])
                    break
            else:
                return


class combinations(_Iterator):
    """Return successive r-length combinations of elements in the iterable."""

    __slots__ = ()

    def __init__(self, iterable, r):
        pool = tuple(iterable)
        r = _index(r)
        if r < 0:
            raise ValueError("r must be non-negative")
        self._step = self._run(pool, r).__next__

    @staticmethod
    def _run(pool, r):
        n = len(pool)
        if r > n:
            return
        indices = list(range(r))
        yield tuple(pool[i] for i in indices)
        while True:
            for i in range(r - 1, -1, -1):
                if indices[i] != i + n - r:
                    break
            else:
                return
            indices[i] += 1
            for j in range(i + 1, r):
                indices[j] = indices[j - 1] + 1
            yield tuple(pool[i] for i in indices)


class combinations_with_replacement(_Iterator):
    """Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats."""

    __slots__ = ()

    def __init__(self, iterable, r):
        pool = tuple(iterable)
        r = _index(r)
        if r < 0:
            raise ValueError("r must be non-negative")
        self._step = self._run(pool, r).__next__

    @staticmethod
    def _run(pool, r):
        n = len(pool)
        if not n and r:
            return
        indices = [0] * r
        yield tuple(pool[i] for i in indices)
        while True:
            for i in range(r - 1, -1, -1):
                if indices[i] != n - 1:
                    break
            else:
                return
            indices[i:] = [indices[i] + 1] * (r - i)
            yield tuple(pool[i] for i in indices)


class _grouper:
    __slots__ = ("_parent", "_key", "_id")

    def __init__(self, parent, key, id):
        self._parent = parent
        self._key = key
        self._id = id

    def __iter__(self):
        return self

    def __next__(self):
        parent = self._parent
        if parent._id is not self._id:
            raise StopIteration
        if parent._value is _missing:
            parent._advance()
        if parent._current != self._key:
            raise StopIteration
        value = parent._value
        parent._value = _missing
        return value


class groupby:
    """make an iterator that returns consecutive keys and groups from the iterable"""

    __slots__ = ("_iterator", "_keyfunc", "_target", "_current", "_value", "_id")

    def __init__(self, iterable, key=None):
        self._iterator = iter(iterable)
        self._keyfunc = key
        self._target = self._current = self._value = _missing
        self._id = None

    def __iter__(self):
        return self

    def _advance(self):
        value = next(self._iterator)
        self._current = value if self._keyfunc is None else self._keyfunc(value)
        self._value = value

    def __next__(self):
        self._id = object()
        while True:
            if self._current is _missing:
                pass
            elif self._target is _missing:
                break
            elif self._target != self._current:
                break
            self._advance()
        self._target = self._current
        return self._current, _grouper(self, self._target, self._id)


class _tee:
    """Iterator wrapped to make it copyable."""

    __slots__ = ("_iterator", "_link", "__weakref__")

    def __init__(self, iterable, /):
        if isinstance(iterable, _tee):
            self._iterator, self._link = iterable._iterator, iterable._link
        else:
            self._iterator = iter(iterable)
            self._link = [None, None]

    def __iter__(self):
        return self

    def __next__(self):
        link = self._link
        if link[1] is None:
            link[0] = next(self._iterator)
            link[1] = [None, None]
        value, self._link = link
        return value

    def __copy__(self):
        return _tee(self)


def tee(iterable, n=2, /):
    """Returns a tuple of n independent iterators."""
    n = _index(n)
    if n < 0:
        raise ValueError("n must be >= 0")
    if n == 0:
        return ()
    first = _tee(iterable)
    return (first, *(_tee(first) for _ in range(n - 1)))

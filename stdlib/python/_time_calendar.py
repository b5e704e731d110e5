"""The calendar part of the module time. Local time is UTC: the machine's programs see no time zone of the host."""

import time as _time

_STRUCT_TM_ITEMS = 11
timezone = altzone = daylight = 0
tzname = ("UTC", "UTC")
CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID = 0, 1, 2, 3
CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME = 4, 7
_names = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")
_days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")


class struct_time(tuple):
    """The time value as returned by gmtime(), localtime(), and strptime()."""

    n_fields, n_sequence_fields, n_unnamed_fields = 11, 9, 0
    __match_args__ = _names

    def __new__(cls, sequence, dict=None):
        values = tuple(sequence)
        if len(values) < 9:
            raise TypeError(f"time.struct_time() takes an at least 9-sequence ({len(values)}-sequence given)")
        if len(values) > 11:
            raise TypeError(f"time.struct_time() takes an at most 11-sequence ({len(values)}-sequence given)")
        self = super().__new__(cls, values[:9])
        extra = values[9:]
        dict = dict or {}
        self._zone = extra[0] if extra else dict.get("tm_zone")
        self._gmtoff = extra[1] if len(extra) > 1 else dict.get("tm_gmtoff")
        return self

    tm_zone = property(lambda self: self._zone, doc="abbreviation of timezone name")
    tm_gmtoff = property(lambda self: self._gmtoff, doc="offset from UTC in seconds")

    def __repr__(self):
        parts = ", ".join([f"{name}={value!r}" for name, value in zip(_names, self)])
        return f"time.struct_time({parts})"

    def __reduce__(self):
        return struct_time, (tuple(self), {"tm_zone": self._zone, "tm_gmtoff": self._gmtoff})

    def __replace__(self, /, **changes):
        values = [changes.pop(name, value) for name, value in zip(_names, self)]
        extra = {name: changes.pop(name, getattr(self, name)) for name in ("tm_zone", "tm_gmtoff")}
        if changes:
            raise TypeError(f"Got unexpected field name(s): {list(changes)!r}")
        return struct_time(values, extra)


for _index, _name in enumerate(_names):
    setattr(struct_time, _name, property(lambda self, index=_index: self[index]))
struct_time.__module__ = "time"


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_before(year):
    """Days from the epoch to the first of January of a year."""
    year -= 1
    return year * 365 + year // 4 - year // 100 + year // 400 - 719162


_month_days = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def _day_of_year(year, month, day):
    return _month_days[month - 1] + day + (1 if month > 2 and _is_leap(year) else 0)


def _seconds(value):
    if value is None:
        return int(_time.time() // 1)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        if value != value:
            raise ValueError("Invalid value NaN (not a number)")
        if value in (float("inf"), float("-inf")):
            raise OverflowError("timestamp out of range for platform time_t")
        return int(value // 1)
    if hasattr(type(value), "__index__"):
        return value.__index__()
    raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")


def gmtime(seconds=None, /):
    """Convert seconds since the Epoch to a time tuple expressing UTC."""
    total = _seconds(seconds)
    if not -67768040609740800 <= total <= 67768036191676799:
        raise OverflowError("timestamp out of range for platform time_t")
    days, rest = divmod(total, 86400)
    # The civil calendar from a day number counted from 0000-03-01, in eras of 400 years.
    shifted = days + 719468
    era, of_era = divmod(shifted, 146097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    day_of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    year = year_of_era + era * 400 + (1 if month <= 2 else 0)
    hour, rest = divmod(rest, 3600)
    return struct_time((year, month, day, hour, rest // 60, rest % 60, (days + 3) % 7, _day_of_year(year, month, day), 0,
                        "UTC", 0))


def localtime(seconds=None, /):
    """Convert seconds since the Epoch to a time tuple expressing local time."""
    return gmtime(seconds)


def mktime(time_tuple, /):
    """Convert a time tuple in local time to seconds since the Epoch."""
    year, month, day, hour, minute, second = _checked(time_tuple, "mktime")[:6]
    extra, month = divmod(month - 1, 12)
    days = _days_before(year + extra) + _day_of_year(year + extra, month + 1, 1) - 1 + day - 1
    return float(days * 86400 + hour * 3600 + minute * 60 + second)


def _checked(value, function):
    if not isinstance(value, tuple):
        raise TypeError("Tuple or struct_time argument required")
    if len(value) < 9:
        raise TypeError(f"{function}(): illegal time tuple argument")
    for item in value[:9]:
        if not isinstance(item, int):
            raise TypeError(f"'{type(item).__name__}' object cannot be interpreted as an integer")
    return value


def _ranges(value, function):
    values = list(_checked(value, function)[:9])
    year, month, day, hour, minute, second, weekday, yearday, _ = values
    if month == 0:
        month = 1
    if day == 0:
        day = 1
    if yearday == 0:
        yearday = 1
    if not 1 <= month <= 12:
        raise ValueError("month out of range")
    if not 1 <= day <= 31:
        raise ValueError("day of month out of range")
    if not 0 <= hour <= 23:
        raise ValueError("hour out of range")
    if not 0 <= minute <= 59:
        raise ValueError("minute out of range")
    if not 0 <= second <= 61:
        raise ValueError("seconds out of range")
    if weekday < -1:
        raise ValueError("day of week out of range")
    if not 1 <= yearday <= 366:
        raise ValueError("day of year out of range")
    values[1], values[2], values[6], values[7] = month, day, weekday % 7, yearday
    return values


def asctime(time_tuple=None, /):
    """Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'."""
    year, month, day, hour, minute, second, weekday, _, _ = _ranges(
        localtime() if time_tuple is None else time_tuple, "asctime")
    return f"{_days[weekday][:3]} {_months[month - 1][:3]} {day:2d} {hour:02d}:{minute:02d}:{second:02d} {year}"


def ctime(seconds=None, /):
    """Convert a time in seconds since the Epoch to a string in local time."""
    return asctime(localtime(seconds))


def _iso(year, yearday, weekday):
    """ISO year and week."""
    week = (yearday - 1 - weekday + 10) // 7
    if week < 1:
        year -= 1
        week = _weeks(year)
    elif week > _weeks(year):
        return year + 1, 1
    return year, week


def _weeks(year):
    first = (_days_before(year) + 3) % 7
    return 53 if first == 3 or first == 2 and _is_leap(year) else 52


def strftime(format, time_tuple=None, /):
    """Convert a time tuple to a string according to a format specification."""
    if not isinstance(format, str):
        raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
    value = localtime() if time_tuple is None else time_tuple
    year, month, day, hour, minute, second, weekday, yearday, dst = _ranges(value, "strftime")
    zone = getattr(value, "tm_zone", None) or "UTC"
    offset = getattr(value, "tm_gmtoff", None) or 0
    parts = []
    position = 0
    while True:
        found = format.find("%", position)
        if found < 0 or found + 1 >= len(format):
            parts.append(format[position:])
            return "".join(parts)
        parts.append(format[position:found])
        code = format[found + 1]
        position = found + 2
        pad = None
        if code in "-_0^#" and position < len(format):
            pad, code = code, format[position]
            position += 1
        elif code in "EO" and position < len(format):
            code = format[position]
            position += 1
        text = _directive(code, year, month, day, hour, minute, second, weekday, yearday, zone, offset)
        if text is None:
            text = format[found:position]
        elif pad == "-":
            text = text.lstrip("0 ") or "0"
        elif pad == "_":
            body = text.lstrip("0")
            text = (body or "0").rjust(len(text))
        elif pad == "^":
            text = text.upper()
        elif pad == "#":
            text = text.swapcase()
        parts.append(text)


def _directive(code, year, month, day, hour, minute, second, weekday, yearday, zone, offset):
    if code == "Y":
        return str(year)
    if code == "m":
        return f"{month:02d}"
    if code == "d":
        return f"{day:02d}"
    if code == "H":
        return f"{hour:02d}"
    if code == "M":
        return f"{minute:02d}"
    if code == "S":
        return f"{second:02d}"
    if code == "y":
        return f"{year % 100:02d}"
    if code == "j":
        return f"{yearday:03d}"
    if code == "a":
        return _days[weekday][:3]
    if code == "A":
        return _days[weekday]
    if code in "bh":
        return _months[month - 1][:3]
    if code == "B":
        return _months[month - 1]
    if code == "p":
        return "AM" if hour < 12 else "PM"
    if code == "P":
        return "am" if hour < 12 else "pm"
    if code == "I":
        return f"{(hour - 1) % 12 + 1:02d}"
    if code == "l":
        return f"{(hour - 1) % 12 + 1:2d}"
    if code == "k":
        return f"{hour:2d}"
    if code == "e":
        return f"{day:2d}"
    if code == "c":
        return f"{_days[weekday][:3]} {_months[month - 1][:3]} {day:2d} {hour:02d}:{minute:02d}:{second:02d} {year}"
    if code in "xD":
        return f"{month:02d}/{day:02d}/{year % 100:02d}"
    if code in "XT":
        return f"{hour:02d}:{minute:02d}:{second:02d}"
    if code == "R":
        return f"{hour:02d}:{minute:02d}"
    if code == "r":
        return f"{(hour - 1) % 12 + 1:02d}:{minute:02d}:{second:02d} {'AM' if hour < 12 else 'PM'}"
    if code == "F":
        return f"{year}-{month:02d}-{day:02d}"
    if code == "C":
        return f"{year // 100:02d}"
    if code == "w":
        return str((weekday + 1) % 7)
    if code == "u":
        return str(weekday + 1)
    if code == "U":
        return f"{(yearday + 6 - (weekday + 1) % 7) // 7:02d}"
    if code == "W":
        return f"{(yearday + 6 - weekday) // 7:02d}"
    if code == "G":
        return str(_iso(year, yearday, weekday)[0])
    if code == "g":
        return f"{_iso(year, yearday, weekday)[0] % 100:02d}"
    if code == "V":
        return f"{_iso(year, yearday, weekday)[1]:02d}"
    if code == "Z":
        return zone
    if code == "z":
        sign = "-" if offset < 0 else "+"
        minutes = abs(offset) // 60
        return f"{sign}{minutes // 60:02d}{minutes % 60:02d}"
    if code == "s":
        return str(int(mktime((year, month, day, hour, minute, second, 0, 0, 0))))
    return {"%": "%", "n": "\n", "t": "\t"}.get(code)


def strptime(string, format="%a %b %d %H:%M:%S %Y", /):
    """Parse a string to a time tuple according to a format specification."""
    import _strptime
    return _strptime._strptime_time(string, format)


def tzset():
    """Initialize, or reinitialize, the local timezone: there is only UTC."""


def clock_gettime(clk_id, /):
    """Return the time of the specified clock as a float."""
    return clock_gettime_ns(clk_id) / 1e9


def clock_gettime_ns(clk_id, /):
    """Return the time of the specified clock as nanoseconds."""
    if clk_id == CLOCK_REALTIME:
        return _time.time_ns()
    if clk_id in (CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME):
        return _time.monotonic_ns()
    if clk_id == CLOCK_PROCESS_CPUTIME_ID:
        return _time.process_time_ns()
    if clk_id == CLOCK_THREAD_CPUTIME_ID:
        return int(_time.thread_time() * 1e9)
    raise OSError(22, "Invalid argument")


def clock_getres(clk_id, /):
    """Return the resolution (precision) of the specified clock."""
    clock_gettime_ns(clk_id)
    return 1e-09


def thread_time_ns():
    """Thread time for profiling as nanoseconds."""
    return int(_time.thread_time() * 1e9)


def get_clock_info(name, /):
    """Get information of the specified clock."""
    from types import SimpleNamespace
    known = {"time": ("clock_gettime(CLOCK_REALTIME)", False, True),
             "monotonic": ("clock_gettime(CLOCK_MONOTONIC)", True, False),
             "perf_counter": ("clock_gettime(CLOCK_MONOTONIC)", True, False),
             "process_time": ("clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", True, False),
             "thread_time": ("clock_gettime(CLOCK_THREAD_CPUTIME_ID)", True, False)}
    if name not in known:
        raise ValueError("unknown clock")
    implementation, monotonic, adjustable = known[name]
    return SimpleNamespace(adjustable=adjustable, implementation=implementation, monotonic=monotonic, resolution=1e-09)

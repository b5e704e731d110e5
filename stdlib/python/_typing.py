"""Primitives and accelerators for the typing module."""


def _idfunc(x, /):
    return x


class _Parameter:
    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        return ("+" if self.__covariant__ else "-" if self.__contravariant__ else "~") + self.__name__

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def __init_subclass__(cls, **kwargs):
        if cls.__module__ != "typing":
            raise TypeError(f"type 'typing.{cls.__base__.__name__}' is not an acceptable base type")

    def __or__(self, right):
        import typing
        return typing.Union[self, right]

    def __ror__(self, left):
        import typing
        return typing.Union[left, self]

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    __evaluate_default__ = None

    @property
    def evaluate_default(self):
        return self.__evaluate_default__

    @property
    def __default__(self):
        if "_default" not in self.__dict__:
            self._default = NoDefault if self.__evaluate_default__ is None else self.__evaluate_default__(1)
        return self._default

    def has_default(self):
        return self.__default__ is not NoDefault

    def _set_module(self, depth=2):
        import sys
        try:
            self.__module__ = sys._getframe(depth).f_globals.get("__name__", "__main__")
        except ValueError:
            pass


class NoDefaultType:
    """The type of the NoDefault singleton."""

    __slots__ = ()

    def __new__(cls):
        return NoDefault

    def __repr__(self):
        return "typing.NoDefault"

    def __reduce__(self):
        return "NoDefault"


NoDefault = object.__new__(NoDefaultType)


class TypeVar(_Parameter):
    """Type variable."""

    __module__ = "typing"

    def __init__(self, name, *constraints, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if infer_variance and (covariant or contravariant):
            raise ValueError("Variance cannot be specified with infer_variance.")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__name__ = name
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self._constraints = constraints
        self._bound = bound
        self._evaluate_bound = self._evaluate_constraints = None
        if default is not NoDefault:
            self._default = default
        self._set_module(2)

    @property
    def __bound__(self):
        if self._evaluate_bound is not None:
            self._bound, self._evaluate_bound = self._evaluate_bound(1), None
        return self._bound

    @property
    def __constraints__(self):
        if self._evaluate_constraints is not None:
            self._constraints, self._evaluate_constraints = self._evaluate_constraints(1), None
        return self._constraints

    def __typing_subst__(self, arg):
        import typing
        return typing._typevar_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args):
        parameters = alias.__parameters__
        index = parameters.index(self)
        if index < len(args):
            return args
        if self.has_default() and index == len(args):
            return (*args, self.__default__)
        return args


class ParamSpecArgs:
    """The args for a ParamSpec object."""

    __module__ = "typing"

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.args"

    def __eq__(self, other):
        return isinstance(other, ParamSpecArgs) and self.__origin__ == other.__origin__

    __hash__ = object.__hash__


class ParamSpecKwargs:
    """The kwargs for a ParamSpec object."""

    __module__ = "typing"

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.kwargs"

    def __eq__(self, other):
        return isinstance(other, ParamSpecKwargs) and self.__origin__ == other.__origin__

    __hash__ = object.__hash__


class ParamSpec(_Parameter):
    """Parameter specification variable."""

    __module__ = "typing"

    def __init__(self, name, *, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False):
        self.__name__ = name
        self.__bound__ = bound
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        if default is not NoDefault:
            self._default = default
        self._set_module(2)

    @property
    def args(self):
        """Represents positional arguments."""
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        """Represents keyword arguments."""
        return ParamSpecKwargs(self)

    def __typing_subst__(self, arg):
        import typing
        return typing._paramspec_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args):
        import typing
        return typing._paramspec_prepare_subst(self, alias, args)


class TypeVarTuple(_Parameter):
    """Type variable tuple."""

    __module__ = "typing"
    __infer_variance__ = True

    def __init__(self, name, *, default=NoDefault):
        self.__name__ = name
        if default is not NoDefault:
            self._default = default
        self._set_module(2)

    def __iter__(self):
        import typing
        yield typing.Unpack[self]

    def __typing_subst__(self, arg):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __typing_prepare_subst__(self, alias, args):
        import typing
        return typing._typevartuple_prepare_subst(self, alias, args)


class TypeAliasType:
    """Type alias."""

    __module__ = "typing"

    def __init__(self, name, value, *, type_params=()):
        import sys
        self.__name__ = name
        self._value = value
        self._evaluate = None
        self.__type_params__ = type_params
        self.__module__ = sys._getframe(1).f_globals.get("__name__", "__main__")

    @property
    def __value__(self):
        if self._evaluate is not None:
            self._value, self._evaluate = self._evaluate(1), None
        return self._value

    @property
    def evaluate_value(self):
        return self._evaluate

    @property
    def __parameters__(self):
        return self.__type_params__ or ()

    def __repr__(self):
        return self.__name__

    def __getitem__(self, parameters):
        import types
        if not self.__type_params__:
            raise TypeError("Only generic type aliases are subscriptable")
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        return types.GenericAlias(self, parameters)

    def __or__(self, right):
        import typing
        return typing.Union[self, right]

    def __ror__(self, left):
        import typing
        return typing.Union[left, self]


class Generic:
    """Abstract base class for generic types."""

    __module__ = "typing"
    __slots__ = ()
    _is_protocol = False

    @classmethod
    def __class_getitem__(cls, *args, **kwargs):
        import typing
        return typing._generic_class_getitem(cls, *args, **kwargs)

    @classmethod
    def __init_subclass__(cls, *args, **kwargs):
        import typing
        return typing._generic_init_subclass(cls, *args, **kwargs)


Union = type(int | str)


def _make(cls, name, **attributes):
    self = cls(name)
    self.__dict__.update(attributes)
    self._set_module(3)
    return self


def _typevar(name):
    return _make(TypeVar, name, __infer_variance__=True)


def _typevar_with_bound(name, evaluate):
    return _make(TypeVar, name, __infer_variance__=True, _evaluate_bound=evaluate)


def _typevar_with_constraints(name, evaluate):
    return _make(TypeVar, name, __infer_variance__=True, _evaluate_constraints=evaluate)


def _paramspec(name):
    return _make(ParamSpec, name, __infer_variance__=True)


def _typevartuple(name):
    return _make(TypeVarTuple, name)


def _set_typeparam_default(parameter, evaluate):
    parameter.__evaluate_default__ = evaluate
    return parameter


def _subscript_generic(parameters):
    import typing
    unpacked = tuple([typing.Unpack[each] if isinstance(each, TypeVarTuple) else each for each in parameters])
    return typing.Generic[unpacked]


def _typealias(name, parameters, evaluate):
    alias = TypeAliasType(name, None, type_params=parameters or ())
    alias._evaluate = evaluate
    import sys
    alias.__module__ = sys._getframe(1).f_globals.get("__name__", "__main__")
    return alias

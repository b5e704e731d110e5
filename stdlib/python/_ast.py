"""The classes of syntax trees."""

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_OPTIMIZED_AST = 0x8400

# Class, its base, and its fields: `?` may be None, `*` is a list.
_grammar = """
mod AST
  Module mod body:stmt* type_ignores:type_ignore*
  Interactive mod body:stmt*
  Expression mod body:expr
  FunctionType mod argtypes:expr* returns:expr
stmt AST @
  FunctionDef stmt name:str args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:str? type_params:type_param*
  AsyncFunctionDef stmt name:str args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:str? type_params:type_param*
  ClassDef stmt name:str bases:expr* keywords:keyword* body:stmt* decorator_list:expr* type_params:type_param*
  Return stmt value:expr?
  Delete stmt targets:expr*
  Assign stmt targets:expr* value:expr type_comment:str?
  TypeAlias stmt name:expr type_params:type_param* value:expr
  AugAssign stmt target:expr op:operator value:expr
  AnnAssign stmt target:expr annotation:expr value:expr? simple:int
  For stmt target:expr iter:expr body:stmt* orelse:stmt* type_comment:str?
  AsyncFor stmt target:expr iter:expr body:stmt* orelse:stmt* type_comment:str?
  While stmt test:expr body:stmt* orelse:stmt*
  If stmt test:expr body:stmt* orelse:stmt*
  With stmt items:withitem* body:stmt* type_comment:str?
  AsyncWith stmt items:withitem* body:stmt* type_comment:str?
  Match stmt subject:expr cases:match_case*
  Raise stmt exc:expr? cause:expr?
  Try stmt body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*
  TryStar stmt body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*
  Assert stmt test:expr msg:expr?
  Import stmt names:alias*
  ImportFrom stmt module:str? names:alias* level:int?
  Global stmt names:str*
  Nonlocal stmt names:str*
  Expr stmt value:expr
  Pass stmt
  Break stmt
  Continue stmt
expr AST @
  BoolOp expr op:boolop values:expr*
  NamedExpr expr target:expr value:expr
  BinOp expr left:expr op:operator right:expr
  UnaryOp expr op:unaryop operand:expr
  Lambda expr args:arguments body:expr
  IfExp expr test:expr body:expr orelse:expr
  Dict expr keys:expr?* values:expr*
  Set expr elts:expr*
  ListComp expr elt:expr generators:comprehension*
  SetComp expr elt:expr generators:comprehension*
  DictComp expr key:expr value:expr generators:comprehension*
  GeneratorExp expr elt:expr generators:comprehension*
  Await expr value:expr
  Yield expr value:expr?
  YieldFrom expr value:expr
  Compare expr left:expr ops:cmpop* comparators:expr*
  Call expr func:expr args:expr* keywords:keyword*
  FormattedValue expr value:expr conversion:int format_spec:expr?
  Interpolation expr value:expr str:object conversion:int format_spec:expr?
  JoinedStr expr values:expr*
  TemplateStr expr values:expr*
  Constant expr value:object kind:str?
  Attribute expr value:expr attr:str ctx:expr_context
  Subscript expr value:expr slice:expr ctx:expr_context
  Starred expr value:expr ctx:expr_context
  Name expr id:str ctx:expr_context
  List expr elts:expr* ctx:expr_context
  Tuple expr elts:expr* ctx:expr_context
  Slice expr lower:expr? upper:expr? step:expr?
expr_context AST
  Load expr_context
  Store expr_context
  Del expr_context
boolop AST
  And boolop
  Or boolop
operator AST
  Add operator
  Sub operator
  Mult operator
  MatMult operator
  Div operator
  Mod operator
  Pow operator
  LShift operator
  RShift operator
  BitOr operator
  BitXor operator
  BitAnd operator
  FloorDiv operator
unaryop AST
  Invert unaryop
  Not unaryop
  UAdd unaryop
  USub unaryop
cmpop AST
  Eq cmpop
  NotEq cmpop
  Lt cmpop
  LtE cmpop
  Gt cmpop
  GtE cmpop
  Is cmpop
  IsNot cmpop
  In cmpop
  NotIn cmpop
comprehension AST target:expr iter:expr ifs:expr* is_async:int
excepthandler AST @
  ExceptHandler excepthandler type:expr? name:str? body:stmt*
arguments AST posonlyargs:arg* args:arg* vararg:arg? kwonlyargs:arg* kw_defaults:expr?* kwarg:arg? defaults:expr*
arg AST @ arg:str annotation:expr? type_comment:str?
keyword AST @ arg:str? value:expr
alias AST @ name:str asname:str?
withitem AST context_expr:expr optional_vars:expr?
match_case AST pattern:pattern guard:expr? body:stmt*
pattern AST @
  MatchValue pattern value:expr
  MatchSingleton pattern value:object
  MatchSequence pattern patterns:pattern*
  MatchMapping pattern keys:expr* patterns:pattern* rest:str?
  MatchClass pattern cls:expr patterns:pattern* kwd_attrs:str* kwd_patterns:pattern*
  MatchStar pattern name:str?
  MatchAs pattern pattern:pattern? name:str?
  MatchOr pattern patterns:pattern*
type_ignore AST
  TypeIgnore type_ignore lineno:int tag:str
type_param AST @
  TypeVar type_param name:str bound:expr? default_value:expr?
  ParamSpec type_param name:str default_value:expr?
  TypeVarTuple type_param name:str default_value:expr?
"""


def _warn(message):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=3)


class AST:
    _fields = ()
    _attributes = ()
    _field_types = {}
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        kind = type(self)
        fields = kind._fields
        if len(args) > len(fields):
            plural = "" if len(fields) == 1 else "s"
            raise TypeError(f"{kind.__name__} constructor takes at most {len(fields)} positional argument{plural}")
        given = set(fields[:len(args)])
        for name, value in zip(fields, args):
            setattr(self, name, value)
        for name, value in kwargs.items():
            if name in given:
                raise TypeError(f"{kind.__name__} got multiple values for argument {name!r}")
            if name in fields:
                given.add(name)
            elif name not in kind._attributes:
                _warn(f"{kind.__name__}.__init__ got an unexpected keyword argument {name!r}. "
                      "Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.")
            setattr(self, name, value)
        if len(given) == len(fields):
            return
        types = kind._markers
        for name in fields:
            if name in given:
                continue
            marker = types.get(name)
            if marker is None:
                if name not in kind._field_types:
                    _warn(f"Field {name!r} is missing from {kind.__name__}._field_types. "
                          "This will become an error in Python 3.15.")
                else:
                    _warn(f"{kind.__name__}.__init__ missing 1 required positional argument: {name!r}. "
                          "This will become an error in Python 3.15.")
            elif marker == "*":
                setattr(self, name, [])
            elif marker == "load":
                setattr(self, name, Load._instance)
            # Optional fields are None by the class.

    _markers = {}

    def __reduce_ex__(self, protocol):
        return type(self), (), self.__dict__.copy()

    def __replace__(self, /, **kwargs):
        kind = type(self)
        unknown = [name for name in kwargs if name not in kind._fields and name not in kind._attributes
                   and name not in self.__dict__]
        if unknown:
            raise TypeError(f"{kind.__name__}.__replace__ got an unexpected keyword argument {unknown[0]!r}.")
        missing = [name for name in kind._fields if name not in kwargs and not hasattr(self, name)]
        if missing:
            names = ", ".join(map(repr, missing))
            raise TypeError(f"{kind.__name__}.__replace__ missing {len(missing)} keyword "
                            f"argument{'s' if len(missing) > 1 else ''}: {names}.")
        return kind(**{**self.__dict__, **kwargs})

    def __repr__(self):
        return _repr(self, 3)


AST.__module__ = "ast"


def _repr_value(value, depth):
    if isinstance(value, AST):
        return _repr(value, depth - 1)
    if isinstance(value, (list, tuple)):
        opening, closing = "[]" if isinstance(value, list) else "()"
        if not value:
            return opening + closing
        shown = [_repr_value(value[0], depth)]
        if len(value) > 2:
            shown.append("...")
        if len(value) > 1:
            shown.append(_repr_value(value[-1], depth))
        return opening + ", ".join(shown) + closing
    text = repr(value)
    if isinstance(value, (str, bytes)) and len(text) > 80:
        return text[:40] + "..." + text[-37:]
    return text


def _repr(node, depth):
    name = type(node).__name__
    if depth <= 0:
        return f"{name}(...)" if type(node)._fields else f"{name}()"
    parts = [f"{field}={_repr_value(getattr(node, field), depth)}" for field in type(node)._fields if hasattr(node, field)]
    return f"{name}({', '.join(parts)})"


_place = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_builtin_types = {"str": str, "int": int, "object": object}


def _define():
    table = globals()
    pending = []
    for row in _grammar.split("\n"):
        words = row.split()
        if not words:
            continue
        name, base, *fields = words
        base = table[base]
        namespace = {"__module__": "ast"}
        if fields[:1] == ["@"]:
            del fields[0]
            namespace["_attributes"] = _place
            namespace["end_lineno"] = namespace["end_col_offset"] = None
        if base is AST or fields:
            names = tuple([field.partition(":")[0] for field in fields])
            namespace["_fields"] = namespace["__match_args__"] = names
        else:
            namespace["_fields"] = namespace["__match_args__"] = ()
        markers = {}
        for field in fields:
            key, _, kind = field.partition(":")
            if kind.endswith("*"):
                markers[key] = "*"
            elif kind.endswith("?"):
                markers[key] = "?"
                namespace[key] = None
            elif kind == "expr_context":
                markers[key] = "load"
        namespace["_markers"] = markers
        kind = type(name, (base,), namespace)
        table[name] = kind
        if not fields and base is not AST and base is not table.get("stmt"):
            kind._instance = kind()
        pending.append((kind, fields))
    for kind, fields in pending:
        types = {}
        for field in fields:
            key, _, word = field.partition(":")
            bare = word.rstrip("*?")
            value = _builtin_types.get(bare) or table[bare]
            if word.endswith("*"):
                value = list[value | None] if word.endswith("?*") else list[value]
            elif word.endswith("?"):
                value = value | None
            types[key] = value
        kind._field_types = types


_define()

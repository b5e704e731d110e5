//! Names the machine itself spells: interned once, then compared by identity.

/// Calls `$callback!` with every well-known name: the Rust variant and the text.
#[macro_export]
macro_rules! for_each_name {
    ($callback:ident) => { $callback! {
        Abs "__abs__" Add "__add__" AEnter "__aenter__" AExit "__aexit__" AIter "__aiter__"
        AbstractMethods "__abstractmethods__" All "__all__" And "__and__" ANext "__anext__"
        Annotate "__annotate__" AnnotateFunc "__annotate_func__" Annotations "__annotations__"
        AnnotationsCache "__annotations_cache__" Args "args" Await "__await__" Base "__base__"
        Bases "__bases__" Bool "__bool__" Buffer "__buffer__" BuildClass "__build_class__"
        Builtins "__builtins__" BuiltinsModule "builtins" Bytes "__bytes__" Cached "__cached__"
        Call "__call__" Cause "__cause__" Ceil "__ceil__" Class "__class__" ClassCell "__classcell__"
        ClassGetItem "__class_getitem__" Close "close" Closure "__closure__" Code "__code__"
        Complex "__complex__" Contains "__contains__" Context "__context__" Copy "copy"
        Debug "__debug__" Defaults "__defaults__" Del "__del__" DelAttr "__delattr__"
        DelItem "__delitem__" Delete "__delete__" Dict "__dict__" DictOffset "__dictoffset__"
        Dir "__dir__" DivMod "__divmod__" Doc "__doc__" Encoding "encoding" Enter "__enter__"
        Eq "__eq__" Errors "errors" Exit "__exit__" Extend "extend" File "__file__" Float "__float__"
        Floor "__floor__" FloorDiv "__floordiv__" Flush "flush" Format "__format__" FSPath "__fspath__"
        Func "__func__" Ge "__ge__" Get "__get__" GetAttr "__getattr__" GetAttribute "__getattribute__"
        GetInitArgs "__getinitargs__" GetItem "__getitem__" GetNewArgs "__getnewargs__" GetState "__getstate__"
        Globals "__globals__" Gt "__gt__" Hash "__hash__" IAdd "__iadd__" IAnd "__iand__"
        IFloorDiv "__ifloordiv__" ILShift "__ilshift__" IMatMul "__imatmul__" IMod "__imod__"
        IMul "__imul__" IOr "__ior__" IPow "__ipow__" IRShift "__irshift__" ISub "__isub__"
        ITrueDiv "__itruediv__" IXor "__ixor__" Import "__import__" Index "__index__" Init "__init__"
        InitSubclass "__init_subclass__" InstanceCheck "__instancecheck__" Int "__int__" Invert "__invert__"
        IsAbstractMethod "__isabstractmethod__" Items "items" Iter "__iter__" Keys "keys"
        KwDefaults "__kwdefaults__" Le "__le__" Len "__len__" LengthHint "__length_hint__"
        Loader "__loader__" LShift "__lshift__" Lt "__lt__" Main "__main__" MatMul "__matmul__"
        MatchArgs "__match_args__" Missing "__missing__" Mod "__mod__" Mode "mode" Module "__module__" Mro "mro"
        MroDunder "__mro__" MroEntries "__mro_entries__" Mul "__mul__" NameDunder "__name__" NameAttr "name"
        Ne "__ne__" Neg "__neg__" New "__new__" Next "__next__" Notes "__notes__" Obj "obj" ObjClass "__objclass__"
        Or "__or__" OrigBases "__orig_bases__" OrigClass "__orig_class__" Package "__package__" Path "__path__"
        Pos "__pos__" Pow "__pow__" Prepare "__prepare__" QualName "__qualname__" RAdd "__radd__"
        RAnd "__rand__" RDivMod "__rdivmod__" Reduce "__reduce__" ReduceEx "__reduce_ex__"
        ReleaseBuffer "__release_buffer__" Repr "__repr__" Reversed "__reversed__" RFloorDiv "__rfloordiv__"
        RLShift "__rlshift__" RMatMul "__rmatmul__" RMod "__rmod__" RMul "__rmul__" ROr "__ror__" Round "__round__"
        RPow "__rpow__" RRShift "__rrshift__" RShift "__rshift__" RSub "__rsub__" RTrueDiv "__rtruediv__"
        RXor "__rxor__" SelfDunder "__self__" Send "send" Set "__set__" SetAttr "__setattr__" SetItem "__setitem__"
        SetName "__set_name__" SetState "__setstate__" SizeOf "__sizeof__" Slots "__slots__" Spec "__spec__"
        StaticAttributes "__static_attributes__" Stderr "stderr" Stdin "stdin" Stdout "stdout" Str "__str__"
        Sub "__sub__" SubclassCheck "__subclasscheck__" SubclassHook "__subclasshook__" Sys "sys"
        TextSignature "__text_signature__" Throw "throw" Traceback "__traceback__" TrueDiv "__truediv__"
        Trunc "__trunc__" TypeParams "__type_params__" Update "update" Value "value" Values "values"
        WeakRef "__weakref__" Wrapped "__wrapped__" Write "write" Xor "__xor__" FirstLineNo "__firstlineno__"
        ClassDict "__classdict__" ClassDictCell "__classdictcell__" Excepthook "excepthook" Displayhook "displayhook"
        Modules "modules" Append "append" Add_ "add" Join "join" Start "start" Stop "stop" Step "step" Msg "msg"
        Filename "filename" Lineno "lineno" Offset "offset" Text "text" EndLineno "end_lineno" EndOffset "end_offset"
        PrintFileAndLine "print_file_and_line" Lambda "<lambda>" Locals "locals" Globals_ "globals" Metaclass "metaclass"
        Underscore "_" Empty "" String "<string>" Stdin_ "<stdin>" Module_ "<module>" Real "real" Imag "imag" Key "key"
        Default "default" Reverse "reverse" Strict "strict" Sep "sep" End "end" FileAttr "file" Self_ "self" Origin "origin"
        Initializing "_initializing" Parent "parent" Cached_ "cached" HasLocation "has_location" Readline "readline"
        Fileno "fileno" IsAbstract "__isabstract__" ExceptHookOrig "__excepthook__" GetFormat "__getformat__" SetItem_ "setdefault"
    } };
}

macro_rules! define_names {
    ($($Variant:ident $text:literal)*) => {
        /// A well-known name: `vm.name(Name::Init)` is the interned string `__init__`.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u16)]
        #[allow(missing_docs, reason = "the text beside each says it")]
        pub enum Name { $($Variant,)* }

        impl Name {
            /// Every name's text; the index is the name's number.
            pub const TEXTS: &[&str] = &[$($text),*];

            /// The name's text.
            pub const fn text(self) -> &'static str {
                Name::TEXTS[self as usize]
            }
        }
    };
}

for_each_name!(define_names);

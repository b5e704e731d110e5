"""Opcode support module. The instructions of this machine are not CPython's."""


def stack_effect(opcode, oparg=None, /, *, jump=None):
    raise ValueError("invalid opcode or oparg")


def is_valid(opcode):
    return False


def has_arg(opcode):
    return False


has_const = has_name = has_jump = has_free = has_local = has_exc = has_arg


def get_intrinsic1_descs():
    return []


def get_intrinsic2_descs():
    return []


def get_special_method_names():
    return []


def get_nb_ops():
    return []


def get_common_constants():
    return []


def get_executor(*args, **kwargs):
    return None


def get_specialization_stats():
    return None

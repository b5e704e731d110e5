"""Another name of importlib._bootstrap_external."""

import sys
import importlib._bootstrap
import importlib._bootstrap_external as _external

_external._set_bootstrap_module(importlib._bootstrap)
importlib._bootstrap._bootstrap_external = _external
sys.modules[__name__] = _external

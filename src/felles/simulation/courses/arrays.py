"""What is an array of a chunk's rows called? Which numbers it holds, its column says."""

from typing import Any, TypeAlias

Array: TypeAlias = Any

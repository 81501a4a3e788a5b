"""The made-up people of a demonstration and its made-up registry: read from content/demo, and put in the log."""

from felles.interop.demo.loading import load_demo
from felles.interop.demo.registry import load_demo_registry

__all__ = ["load_demo", "load_demo_registry"]

"""The made-up people of a demonstration: read from content/demo, and put in the log."""

from felles.interop.demo.loading import load_demo

__all__ = ["load_demo"]

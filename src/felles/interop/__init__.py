"""How does real data come in and go out: registry files and event tables in; MEDS, XES and tables out?

from felles.interop.importing import import_paths
from felles.interop.exporting import export_log
"""

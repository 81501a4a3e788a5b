"""Which style sheets, fonts and scripts are served, and under which address?

Those of others come from node_modules, where `make` puts them; ours lie in `static/`. An address carries a piece of the
file's hash, so a browser keeps it for a day and asks anew when it changes.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from whitenoise import WhiteNoise

from felles.access import Refused

Application = Callable[..., Any]
OURS = Path(__file__).parent / "static"
PREFIX = "/static/"
A_DAY = 24 * 3600

# Name under /static/ -> place in node_modules.
_VENDORED = {
    "designsystemet/index.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet/theme.css": "@digdir/designsystemet-theme/src/themes/designsystemet.css",
    "inter/index.css": "@fontsource-variable/inter/wght.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
}
_FONTS = "@fontsource-variable/inter/files"


class MissingAssets(Refused):
    """The style sheets are not installed."""


def with_static_files(application: Application, node_modules: Path) -> Application:
    """The application with its static files in front, compressed where a browser takes it."""
    served = WhiteNoise(application, max_age=A_DAY)
    served.add_files(str(OURS), prefix=PREFIX)
    for name, path in files_of_others(node_modules).items():
        served.add_file_to_dictionary(PREFIX + name, str(path))
    return cast(Application, served)


def files_of_others(node_modules: Path) -> dict[str, Path]:
    """Name under /static/ -> file. Raises MissingAssets when one is not installed."""
    files = {name: node_modules / place for name, place in _VENDORED.items()}
    files |= {f"inter/files/{font.name}": font for font in sorted((node_modules / _FONTS).glob("*-wght-normal.woff2"))}
    missing = [name for name, path in files.items() if not path.is_file()]
    if missing or len(files) == len(_VENDORED):
        raise MissingAssets(
            f"The style sheets and fonts of others are not installed (missing: {', '.join(missing) or 'Inter'}). "
            "Run `make` once in the project folder; it fetches them."
        )
    return files


@lru_cache(maxsize=64)
def address_of(name: str, node_modules: Path) -> str:
    """`/static/felles.css?v=1a2b3c4d`"""
    ours = {file.name: file for file in OURS.iterdir()}
    file = ours.get(name) or node_modules / _VENDORED[name]
    content = file.read_bytes()
    return f"{PREFIX}{name}?v={hashlib.sha256(content).hexdigest()[:8]}"

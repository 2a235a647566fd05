"""Sphinx's settings for the documentation. `make docs` builds it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import bodymap

project = "bodymap"
author = "the bodymap authors"
copyright = "the bodymap authors"
release = version = bodymap.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_design"]
exclude_patterns = ["generate"]
templates_path: list[str] = []

myst_enable_extensions = ["colon_fence", "deflist", "attrs_block", "attrs_inline"]
myst_heading_anchors = 4
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_numpy_docstring = False
napoleon_use_ivar = True
maximum_signature_line_length = 88

image_loading = "lazy"
smartquotes_action = "D"
default_role = "literal"
html_theme = "furo"
html_title = "bodymap"
html_static_path = ["static"]
html_extra_path = ["generated/extra"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#8f2d23", "color-brand-content": "#1d5b79"},
    "dark_css_variables": {"color-brand-primary": "#f0958a", "color-brand-content": "#8cc4e0"},
}

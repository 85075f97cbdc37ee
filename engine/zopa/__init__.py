"""zopa: deal terms, red lines and drafts as YAML, and what could be agreed."""

__version__ = "0.1.0"

"""What people look at: the explorer, an article with its claims, and files for other programs."""

from kg.show.choose import Choice, choose
from kg.show.model import View, view_of_article
from kg.show.page import article_html, explorer_html, write_explorer
from kg.show.read import read_view

__all__ = [
    "Choice",
    "View",
    "article_html",
    "choose",
    "explorer_html",
    "read_view",
    "view_of_article",
    "write_explorer",
]

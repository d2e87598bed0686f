"""Questions to the graph: saved ones by name, with names and dates as people write them."""

from kg.ask.answer import Answer
from kg.ask.asking import ask
from kg.ask.questions import Question, load_questions

__all__ = ["Answer", "Question", "ask", "load_questions"]

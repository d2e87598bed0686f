"""How the shipped model is made (extra ``train``); nothing else in the package imports it."""

"""Compiled corpus and its solvers: circuit, CNF, SAT, decision diagrams, MUS, hitting sets."""

"""The compiled corpus and its solvers: circuit, CNF, SAT, diagrams, MUS, hitting sets."""

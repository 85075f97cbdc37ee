"""What an editor asks about a workspace that is being edited, answered by the engine.

Only `server` and the modules that it names as speaking the protocol import pygls and
lsprotocol; everything else is plain values and functions, over texts and offsets.
"""

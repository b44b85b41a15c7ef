"""Topics: the shipped catalogue, what people type for each, and the lines in which coordinators edit their own.

teach.toml, give_back.toml  the catalogue: plain data, two halves
shipped.py                  reads it
spelling.py                 when two texts are one
lexicon.py                  free text → topic
lines.py                    "Topic: synonym, synonym", and two people editing at once
"""

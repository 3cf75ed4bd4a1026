"""Records from files: read, map, check row by row, write what is good, report the rest."""

"""Does what we measure predict who leaves? History, ranking, probabilities, and the verdict."""

"""What notes say, judged by what was learned from labelled sentences in three languages."""

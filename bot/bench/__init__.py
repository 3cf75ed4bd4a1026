"""Measurements: each module builds a workload and returns its figures."""

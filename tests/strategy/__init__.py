"""Tests of scoring/strategy."""

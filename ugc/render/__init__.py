"""Variants into creatives: pictures drawn, labelled and written whole, and nothing made twice."""

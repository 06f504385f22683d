"""Galleries as folders of static pages: what is written, from values alone. Who may be shown is asked elsewhere."""

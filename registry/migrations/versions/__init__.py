"""One module per revision, `NNNN_what.py`; revisions are numbered upwards."""

"""The Gatsby Benchmarks: editions of the rules as data, and what institutions' facts amount to under them.

The rule: nothing here knows a threshold, a wording or a code of a criterion; those stand in the files of
``editions/``, and another edition is another file.
"""

"""Taking over what GIAS says: files in, commands out, and a finding for every row that could not be used.

The rule: what the register says again appends nothing, and a file that says less takes nothing away.
"""

"""Pages behind signed links: one deed each, for somebody without an account.

The rule: a page shows and takes what its link is for and nothing else; whoever, wherever and whatever it
acts on comes from the link, never from the form.
"""

"""Where learners say what they made of an encounter, with a class code and without an account.

A learner types the code their teacher reads out, answers two questions, and is done: under half a minute,
on a shared tablet as well, and nothing on the page or in the log says who they are.
"""

"""Types of several parts of the service encounters.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from typing import Literal

#: What kind of body an employer is, which decides how it is recognised.
EmployerForm = Literal["charity", "company", "council", "nhs_body", "public_body", "sole_trader"]

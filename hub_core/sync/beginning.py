"""Beginning an upload: the command, and the place where its content is kept.

The rule: the command decides who may; begun again with the same command id, it is the same upload.
"""

from uuid import UUID

import msgspec

from hub_core.access import Principal
from hub_core.execute import Accepted, Platform, Request, execute
from hub_core.sync.commands import BeginUpload
from hub_core.sync.uploads import Uploads


async def begin(
    uploads: Uploads,
    platform: Platform,
    principal: Principal,
    command: BeginUpload,
    request: Request,
) -> tuple[UUID, Accepted]:
    """The upload, whose content is sent next. What is 30 days old goes meanwhile."""
    accepted = await execute(command, principal, platform, request)
    upload = UUID(msgspec.json.decode(accepted.answer)["id"])
    await uploads.forget_expired()
    await uploads.begin(
        upload,
        command.institution,
        source=command.source,
        kind=command.kind,
        academic_year=command.academic_year,
        complete=command.complete,
        by=principal.id,
    )
    return upload, accepted

"""Employers: each registered once, and no name of a person in the log."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.employers.commands import ChangeEmployerDetails, RegisterEmployer
from hub_core.employers.employer import sector_of
from hub_core.employers.events import EmployerForm, EmployerRegistered
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.refusals import Conflict, Invalid, NotFound, StaleVersion


def sole_trader(name: str = "Ada Fenwick", postcode: str | None = "NW3 2JB") -> RegisterEmployer:
    return RegisterEmployer(
        form=EmployerForm.SOLE_TRADER, name=name, postcode=postcode, sic_codes=("43210",)
    )


async def test_a_company_is_registered_with_its_sector_and_size(story: Any) -> None:
    (registered,) = await story.new_events(
        RegisterEmployer(
            form=EmployerForm.COMPANY,
            name="Hartley Engineering",
            company_number=story.company_number(),
            sic_codes=("99999", "28990", "62012"),
            employees=120,
        )
    )
    assert isinstance(registered, EmployerRegistered)
    assert registered.details.company_number == story.company_number()
    assert registered.details.sector is Sector.C
    assert registered.details.size is EmployerSize.MEDIUM


def test_a_code_without_an_industry_gives_no_sector() -> None:
    assert sector_of(("99999",)) is None
    assert sector_of(()) is None


async def test_a_company_number_is_registered_once(story: Any) -> None:
    employer = await story.employer()
    with pytest.raises(Conflict, match=str(employer)) as refused:
        await story.employer()
    assert refused.value.kind == "already-registered"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (EmployerForm.COMPANY, "companyNumber"),
        (EmployerForm.CHARITY, "charityNumber"),
        (EmployerForm.COUNCIL, "postcode"),
        (EmployerForm.NHS_BODY, "postcode"),
        (EmployerForm.SOLE_TRADER, "postcode"),
    ],
)
async def test_each_form_needs_what_it_is_recognised_by(
    story: Any, form: EmployerForm, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await story.do(RegisterEmployer(form=form, name="Northbank"))
    assert [problem.field for problem in refused.value.problems] == [field]


async def test_a_council_is_recognised_by_name_and_postcode(story: Any) -> None:
    name = f"Northbank Council {story.number}"
    await story.do(RegisterEmployer(form=EmployerForm.COUNCIL, name=name, postcode="NW3 2JB"))
    with pytest.raises(Conflict):
        await story.do(
            RegisterEmployer(form=EmployerForm.COUNCIL, name=name.upper() + ".", postcode="NW3 2JB")
        )
    await story.do(RegisterEmployer(form=EmployerForm.COUNCIL, name=name, postcode="NW3 2JD"))


async def test_a_sole_trader_is_named_nowhere_but_in_the_vault(story: Any) -> None:
    name = f"Ada Fenwick {story.number}"
    (registered,) = await story.new_events(sole_trader(name))
    assert registered.details.name is None
    assert registered.details.postcode is None
    assert registered.details.size is EmployerSize.SOLE_TRADER
    vault = story.platform.vault
    assert await vault.reveal(registered.details.private) == f"{name}\nNW3 2JB"
    claims = await story.platform.ledger.claims_of(registered.employer)
    everything = " ".join([*claims, str(await story.events())])
    assert "Fenwick" not in everything
    assert "NW3" not in everything


async def test_a_sole_trader_is_registered_once_and_not_given_away(story: Any) -> None:
    answer = await story.do(sole_trader(f"Ben Okafor {story.number}"))
    with pytest.raises(Conflict) as refused:
        await story.do(sole_trader(f"ben  okafor-{story.number}"))
    assert answer["id"] not in refused.value.detail


async def test_a_refused_sole_trader_leaves_nothing_in_the_vault(story: Any) -> None:
    name = f"Cyd Marsh {story.number}"
    await story.do(sole_trader(name))
    before = await texts_kept(story)
    with pytest.raises(Conflict):
        await story.do(sole_trader(name))
    company = await story.employer()
    with pytest.raises(Conflict, match="register that as a new employer"):
        await story.do(
            ChangeEmployerDetails(
                employer=company, form=EmployerForm.SOLE_TRADER, name=name, postcode="NW3 2JD"
            )
        )
    assert await texts_kept(story) == before


async def texts_kept(story: Any) -> int:
    kept: int = await story.platform.vault.pool.fetchval("select count(*) from vault.texts")
    return kept


async def test_a_charity_that_is_a_company_is_recognised_by_either_number(story: Any) -> None:
    charity = RegisterEmployer(
        form=EmployerForm.CHARITY,
        name="Hartley Trust",
        company_number=story.company_number(2),
        charity_number=story.urn(2),
    )
    answer = await story.do(charity)
    for known in (
        replace(charity, company_number=None),
        replace(charity, form=EmployerForm.COMPANY, charity_number=None),
    ):
        with pytest.raises(Conflict, match=answer["id"]):
            await story.do(known)
    # A number it no longer gives is free again, the other stays its own.
    await story.do(
        ChangeEmployerDetails(
            employer=UUID(answer["id"]),
            form=EmployerForm.CHARITY,
            name="Hartley Trust",
            charity_number=story.urn(2),
        )
    )
    claims = await story.platform.ledger.claims_of(UUID(answer["id"]))
    assert list(claims) == [f"charity:{story.urn(2)}"]


async def test_size_and_number_of_employees_must_agree(story: Any) -> None:
    with pytest.raises(Invalid, match="disagree"):
        await story.do(
            RegisterEmployer(
                form=EmployerForm.COMPANY,
                name="Hartley",
                company_number=story.company_number(),
                size=EmployerSize.LARGE,
                employees=3,
            )
        )


async def test_a_new_company_number_frees_the_old_one(story: Any) -> None:
    employer = await story.employer()
    change = ChangeEmployerDetails(
        employer=employer,
        form=EmployerForm.COMPANY,
        name="Hartley Engineering",
        company_number=story.company_number(1),
        sic_codes=("28990",),
        employees=300,
    )
    (changed,) = await story.new_events(change, expected_version=1)
    assert changed.details.size is EmployerSize.LARGE
    assert not await story.new_events(change)
    with pytest.raises(StaleVersion):
        await story.do(change, expected_version=1)
    assert await story.employer() != employer
    with pytest.raises(Conflict):
        await story.employer(1)


async def test_an_employer_keeps_its_form(story: Any) -> None:
    employer = await story.employer()
    with pytest.raises(Conflict, match="register that as a new employer"):
        await story.do(
            ChangeEmployerDetails(
                employer=employer, form=EmployerForm.COUNCIL, name="Hartley", postcode="NW3 2JB"
            )
        )


async def test_an_employer_registers_and_changes_itself_only(story: Any) -> None:
    own = uuid4()
    register = RegisterEmployer(
        form=EmployerForm.COMPANY,
        name="Hartley Engineering",
        company_number=story.company_number(),
        employer=own,
    )
    with pytest.raises(NotFound):
        await story.do(register, by=_user_of(uuid4()))
    assert (await story.do(register, by=_user_of(own)))["id"] == str(own)
    with pytest.raises(NotFound):
        await story.do(
            ChangeEmployerDetails(
                employer=uuid4(), form=EmployerForm.COUNCIL, name="Nobody", postcode="NW3 2JB"
            )
        )


def _user_of(employer: UUID) -> Principal:
    return Principal(
        id="user",
        roles=frozenset({Role.EMPLOYER_USER}),
        organisation=Organisation(OrganisationKind.EMPLOYER, employer),
    )

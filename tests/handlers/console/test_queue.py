"""The queue shows my stations' cases by what has to be done, and finds old ones."""

from tests.handlers.site import Site, Visitor


async def test_cases_stand_under_their_state_with_counts(site: Site, mediator: Visitor) -> None:
    new, taken = (await site.open_case()).number, (await site.open_case()).number
    await mediator.act(taken, "claim")
    _, page = await mediator.page("/console")
    assert new in page
    assert taken not in page
    assert "待接单 <b>1</b>" in page
    assert "办理中 <b>1</b>" in page
    assert taken in (await mediator.page("/console?group=working"))[1]


async def test_a_case_is_found_by_its_number_or_its_words_in_any_state(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case("邻居的狗咬人")).number
    await mediator.act(number, "claim")
    for query in (number.lower(), "狗咬"):
        assert number in (await mediator.page(f"/console?q={query}"))[1]
    assert number not in (await mediator.page("/console?q=%25"))[1]


async def test_nobody_sees_the_queue_without_a_login(citizen: Visitor) -> None:
    status, page = await citizen.page("/console")
    assert (status, "登录链接" in page) == (401, True)

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from conftest import gated

import berth

pytestmark = pytest.mark.anyio


async def test_many_jobs_are_followed_at_once(async_client: berth.AsyncClient) -> None:
    jobs = [await async_client.submit(f"echo {index}; sleep 0.2; echo end") for index in range(3)]

    async def texts(job: berth.AsyncJob) -> list[str]:
        return [line.text async for line in job.logs(follow=True)]

    assert await asyncio.gather(*map(texts, jobs)) == [[str(index), "end"] for index in range(3)]
    ended = [job async for job in async_client.as_completed(jobs)]
    assert {job.id for job in ended} == {job.id for job in jobs}
    assert all(job.succeeded for job in await asyncio.gather(*(job.wait() for job in jobs)))


async def test_a_wait_that_is_left_leaves_the_job(async_client: berth.AsyncClient, gate: Path) -> None:
    job = await async_client.submit(gated(gate, "exit 4"))
    async for line in job.logs(follow=True):
        assert line.text == "first"
        break
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(job.wait(), 0.5)
    assert (await job.refresh()).state == "RUNNING"
    gate.touch()
    with pytest.raises(berth.JobFailed):
        await job.wait(timeout="2m", check=True)


async def test_devices_are_booked_and_given_back(async_client: berth.AsyncClient) -> None:
    async with await async_client.book(gpus=1, start="in 3h", hours=1) as reservation:
        assert (await reservation.refresh()).state == "RESERVED"
    assert (await reservation.refresh()).state == "CANCELLED"
    table = await async_client.reservations(user="me", states="cancelled")
    assert reservation.id in [each.id for each in table]

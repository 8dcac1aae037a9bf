"""A queue of jobs with priorities, retries and a journal on disk."""

import asyncio
import contextlib
import functools
import heapq
import itertools
import os
import pickle
import random
import time

from .errors import JobFailed, QueueClosed
from .inventory import Inventory, Movement

__all__ = ["Job", "JobQueue", "retried", "stock_taking"]

_numbers = itertools.count(1)


class Job:
    """A call that is to be made later."""

    __slots__ = ("arguments", "attempts", "call", "due", "number", "options", "priority")

    def __init__(self, call, *arguments, priority=0, delay=0.0, **options):
        self.number = next(_numbers)
        self.call = call
        self.arguments = arguments
        self.options = options
        self.priority = priority
        self.due = time.monotonic() + delay
        self.attempts = 0

    def __lt__(self, other):
        return (self.due, -self.priority, self.number) < (other.due, -other.priority, other.number)

    def __repr__(self):
        return f"<Job {self.number}: {self.call.__name__}, {self.attempts} attempts>"

    async def run(self):
        """Make the call; a coroutine is awaited."""
        self.attempts += 1
        answer = self.call(*self.arguments, **self.options)
        if asyncio.iscoroutine(answer):
            answer = await answer
        return answer


def retried(times, *, pause=0.1, on=(OSError,)):
    """Decorate a coroutine so that it is tried again with growing pauses."""

    def decorate(function):
        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            for attempt in range(times):
                try:
                    return await function(*args, **kwargs)
                except on as error:
                    if attempt + 1 == times:
                        raise JobFailed(function.__name__) from error
                    await asyncio.sleep(pause * 2**attempt * (1 + random.random()))
            return None

        return wrapper

    return decorate


class JobQueue:
    """Runs jobs on a number of workers."""

    def __init__(self, workers=4, journal=None):
        self.workers = workers
        self.journal = journal
        self.closed = False
        self.failed = []
        self._heap = []
        self._wake = asyncio.Event()

    def put(self, call, *arguments, **options):
        """Add a job; returns it."""
        if self.closed:
            raise QueueClosed
        job = Job(call, *arguments, **options)
        heapq.heappush(self._heap, job)
        self._wake.set()
        self._write_journal()
        return job

    async def _next(self):
        while True:
            if self._heap and self._heap[0].due <= time.monotonic():
                return heapq.heappop(self._heap)
            if self.closed and not self._heap:
                return None
            self._wake.clear()
            pause = self._heap[0].due - time.monotonic() if self._heap else 1.0
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._wake.wait(), timeout=max(pause, 0))

    async def _work(self, name):
        while (job := await self._next()) is not None:
            try:
                await job.run()
            except JobFailed:
                self.failed.append(job)
            except Exception as error:
                if job.attempts < 3:
                    job.due = time.monotonic() + job.attempts
                    heapq.heappush(self._heap, job)
                else:
                    error.add_note(f"given up by worker {name}")
                    self.failed.append(job)
            finally:
                self._write_journal()

    async def run(self):
        """Run until the queue is closed and empty."""
        async with asyncio.TaskGroup() as group:
            for number in range(self.workers):
                group.create_task(self._work(f"worker-{number}"))

    def close(self):
        self.closed = True
        self._wake.set()

    def _write_journal(self):
        if self.journal is None:
            return
        beside = f"{self.journal}.new"
        with open(beside, "wb") as file:
            pickle.dump([(job.number, job.attempts) for job in self._heap], file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, self.journal)


@retried(3, on=(OSError, ValueError))
async def stock_taking(inventory: Inventory, counts: dict[str, int]) -> int:
    """Correct the quantities by what was counted; returns how many were wrong."""
    wrong = 0
    now = time.time()
    for shelf in inventory:
        match counts.get(shelf.place):
            case None:
                continue
            case count if count > shelf.quantity:
                shelf.move(Movement.COUNTED, count - shelf.quantity, now)
                wrong += 1
            case count if count < shelf.quantity:
                shelf.move(Movement.LOST, shelf.quantity - count, now)
                wrong += 1
            case _:
                pass
        await asyncio.sleep(0)
    return wrong

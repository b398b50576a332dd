"""How we wait for others: looking again after a while that is never quite the same, and not for ever. Pure."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tenacity import Retrying


def retrying(limit: float, again: Any, *, longest: float = 1.0) -> "Retrying":
    """Calls what it is given until the result is good, or the time is up; gives the last result.

    Args:
        limit: seconds, from the first call on.
        again: tells of a result whether it is to be tried again.
        longest: seconds between two calls, at most.
    """
    # Not needed where nobody is in the way.
    from tenacity import Retrying, retry_if_result, stop_after_delay, wait_random_exponential

    return Retrying(
        stop=stop_after_delay(limit),
        wait=wait_random_exponential(multiplier=0.5, max=longest),
        retry=retry_if_result(again),
        retry_error_callback=lambda last: last.outcome and last.outcome.result(),
    )

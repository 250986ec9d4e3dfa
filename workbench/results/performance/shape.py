"""Least squares under a shape: decreasing, or decreasing and concave; many data sets at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def decreasing(values: Array) -> Array:
    """Return the least-squares fit that never rises (isotonic regression), shape (sets, n) kept.

    By the min-max formula: the fit at i is the smallest, over starts up to i, of the largest
    mean from that start to an end not before i. Source: Barlow, Bartholomew, Bremner and Brunk,
    Statistical Inference under Order Restrictions, 1972.
    """
    sets, n = values.shape
    sums = np.concatenate([np.zeros((sets, 1)), np.cumsum(values, axis=1)], axis=1)
    start, end = np.triu_indices(n)
    means = np.full((sets, n, n), -np.inf)
    means[:, start, end] = (sums[:, end + 1] - sums[:, start]) / (end - start + 1)
    largest = np.maximum.accumulate(means[:, :, ::-1], axis=2)[:, :, ::-1]
    starts_later = np.tril(np.ones((n, n), dtype=bool), -1)
    fit: Array = np.where(starts_later, np.inf, largest).min(axis=1)
    return fit


def concave(x: Array, y: Array, noise: float = 0.0) -> Array:
    """Return the fit to `y` that never rises and is concave over rising `x`; shapes (sets, n).

    Source of the problem: Hildreth, Point Estimates of Ordinates of Concave Functions, 1954. Such
    a curve is a constant less hinges (0 before a knot, a straight fall after it) with weights
    >= 0, so it is a problem of non-negative least squares. `noise` is the standard error of
    one `y`: a bend that noise of this size explains is not taken (a penalty on every hinge but
    the first, in proportion to what noise does to its gradient: Tibshirani's lasso, 1996).
    Without it, noise alone bends a straight line, always upwards in its middle.
    """
    hinges = np.maximum(x[:, :, None] - x[:, None, :-1], 0.0)
    hinges /= hinges.max(axis=1, keepdims=True)
    columns = np.concatenate([np.ones((*x.shape, 1)), -hinges], axis=2)
    turned = columns.transpose(0, 2, 1)
    penalty = noise * np.sqrt((columns**2).sum(axis=1))
    penalty[:, :2] = 0.0
    right = (turned @ y[:, :, None])[:, :, 0] - penalty
    weights = _non_negative(turned @ columns, right)
    fit: Array = (columns @ weights[:, :, None])[:, :, 0]
    return fit


def _non_negative(gram: Array, right: Array) -> Array:
    """Minimise |Aw - y| over w >= 0, given A'A (sets, m, m) and A'y (sets, m).

    Lawson and Hanson's active-set method (Solving Least Squares Problems, 1974, chapter 23),
    stepping in all sets at once; a set that is done is left out of the next step.
    """
    sets, m = right.shape
    todo: NDArray[np.intp]
    weights, active = np.zeros((sets, m)), np.zeros((sets, m), dtype=bool)
    tiny = 1e-10 * np.abs(right).max(axis=1)
    todo = np.arange(sets)
    # Each step lets one weight in or out; some are let out again, so more than m may be needed.
    for _ in range(10 * m):
        trial = _solve(gram[todo], right[todo], active[todo])
        now, on = weights[todo], active[todo]
        negative = on & (trial <= 0)
        shrinking: NDArray[np.bool_] = np.any(negative, axis=1)
        fall = np.where(negative, now - trial, 1.0)
        share = np.where(negative, now / np.where(fall > 0, fall, 1.0), 1.0).min(axis=1)
        now = now + share[:, None] * (trial - now)
        on = np.where(shrinking[:, None] & (now <= 1e-14), False, on)
        slack = right[todo] - (gram[todo] @ now[:, :, None])[:, :, 0]
        slack = np.where(on, -np.inf, slack)
        best = slack.argmax(axis=1)
        done = np.where(shrinking, False, slack.max(axis=1) <= tiny[todo])
        grow = np.flatnonzero(~(shrinking | done))
        on[grow, best[grow]] = True
        weights[todo], active[todo] = np.where(on, now, 0.0), on
        todo = todo[np.flatnonzero(~done)]
        if not len(todo):
            break
    return weights


def _solve(gram: Array, right: Array, active: NDArray[np.bool_]) -> Array:
    """Solve each set's equations for its active weights; the others are 0."""
    both = active[:, :, None] & active[:, None, :]
    square = np.where(both, gram, np.where(np.eye(gram.shape[1], dtype=bool), 1.0, 0.0))
    square += 1e-12 * np.eye(gram.shape[1])
    wanted = np.where(active, right, 0.0)
    solution: Array = np.linalg.solve(square, wanted[:, :, None])[:, :, 0]
    return solution

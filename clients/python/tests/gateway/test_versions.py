from __future__ import annotations

import warnings

import pytest

import berth
from berth import _skew


@pytest.mark.parametrize(("mine", "is_far"), [("0.1.0", False), ("0.2.7", False), ("0.3.0", True), ("1.1.0", True)])
def test_a_client_far_from_its_gateway_says_so_once(
    platform: str, monkeypatch: pytest.MonkeyPatch, mine: str, is_far: bool
) -> None:
    monkeypatch.setattr(_skew, "VERSION", mine)
    monkeypatch.setattr(_skew, "_asked", set[str]())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            with berth.Client() as client:
                assert client.me().username == "ada"
    told = [str(each.message) for each in caught if each.category is berth.VersionWarning]
    assert len(told) == (1 if is_far else 0)
    for each in told:
        assert f"berth-client {mine} and the gateway 0.1.0 are far apart" in each and f"{platform}/python/" in each

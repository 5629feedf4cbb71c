"""A server that is away costs a bounded share of the time."""

from lifow.base.circuit_breaker import CircuitBreaker


def test_a_server_is_taken_to_be_there():
    assert not CircuitBreaker().is_open()


def test_who_refuses_at_once_is_tried_again_at_once(monkeypatch):
    monkeypatch.setattr("lifow.base.circuit_breaker.monotonic", lambda: 100.0)
    circuit = CircuitBreaker()
    circuit.record_failure(waited_since=100.0)
    assert not circuit.is_open()


def test_who_kept_a_caller_waiting_is_left_alone_ten_times_as_long(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("lifow.base.circuit_breaker.monotonic", lambda: clock[0])
    circuit = CircuitBreaker()
    clock[0] = 102.0
    circuit.record_failure(waited_since=100.0)
    clock[0] = 121.9
    assert circuit.is_open()
    clock[0] = 122.0
    assert not circuit.is_open()

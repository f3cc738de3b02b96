"""What is counted, for `GET /metrics`: numbers and the names of events, codes and rules' packs."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

disable_created_metrics()

_SLOW = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
_FAST = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1.0)


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        count, gauge = self._count, self._gauge
        self.connections = gauge("connections", "Connections open now.")
        self.events = count("events", "Events read, by type.", "type")
        self.errors = count("errors", "Errors answered, by code.", "code")
        self.merged = count("drafts_merged", "Drafts overtaken by a newer one.")
        self.review_seconds = self._times(
            "review_seconds", "From a draft taken up to its review ready.", _FAST
        )
        self.slow = count("reviews_slow", "Reviews that took longer than HAMDEL_SLOW_MS.")
        self.stored = count("outcomes_stored", "Outcomes stored, by outcome.", "outcome")
        self.forgotten = count("outcomes_forgotten", "Outcomes deleted because of their age.")
        self.refused = count("tokens_refused", "Tokens that did not hold, by why.", "why")
        self.nudges = count("nudges", "Nudges sent, by rule.", "rule")
        self.faults = count("faults", "Our own faults.")
        self.pack = gauge("pack", "The rules at work.", "team", "version")
        self.problems = gauge(
            "rules_problems", "Mistakes in the rules' files as they were saved last."
        )
        self.reloads = count(
            "reloads",
            "Saved rules that went live, and that were refused at least in part.",
            "result",
        )
        self.reload_seconds = self._times(
            "reload_seconds", "From a change noticed up to its rules live.", _SLOW
        )

    def _count(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"hamdel_{name}", about, labels, registry=self.registry)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(f"hamdel_{name}", about, labels, registry=self.registry)

    def _times(self, name: str, about: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"hamdel_{name}", about, buckets=buckets, registry=self.registry)

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)

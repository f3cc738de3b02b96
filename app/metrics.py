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
        self.connections = Gauge(
            "hamdel_connections", "Connections open now.", registry=self.registry
        )
        self.events = Counter(
            "hamdel_events", "Events read, by type.", ["type"], registry=self.registry
        )
        self.errors = Counter(
            "hamdel_errors", "Errors answered, by code.", ["code"], registry=self.registry
        )
        self.merged = Counter(
            "hamdel_drafts_merged", "Drafts overtaken by a newer one.", registry=self.registry
        )
        self.review_seconds = Histogram(
            "hamdel_review_seconds",
            "From a draft taken up to its review ready.",
            buckets=_FAST,
            registry=self.registry,
        )
        self.stored = Counter(
            "hamdel_outcomes_stored",
            "Outcomes stored, by outcome.",
            ["outcome"],
            registry=self.registry,
        )
        self.forgotten = Counter(
            "hamdel_outcomes_forgotten",
            "Outcomes deleted because of their age.",
            registry=self.registry,
        )
        self.nudges = Counter(
            "hamdel_nudges", "Nudges sent, by rule.", ["rule"], registry=self.registry
        )
        self.faults = Counter("hamdel_faults", "Our own faults.", registry=self.registry)
        self.pack = Gauge(
            "hamdel_pack", "The rules at work.", ["team", "version"], registry=self.registry
        )
        self.problems = Gauge(
            "hamdel_rules_problems",
            "Mistakes in the rules' files as they were saved last.",
            registry=self.registry,
        )
        self.reloads = Counter(
            "hamdel_reloads",
            "Saved rules that went live, and that were refused at least in part.",
            ["result"],
            registry=self.registry,
        )
        self.reload_seconds = Histogram(
            "hamdel_reload_seconds",
            "From a change noticed up to its rules live.",
            buckets=_SLOW,
            registry=self.registry,
        )

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)

"""All that is planted, and who caught it: the sandbox, or which of the outside judges."""

from dataclasses import dataclass
from functools import cache

from tests.contract import planted_blocks, planted_calls, planted_messages, planted_views
from tests.contract.judges import limits, types
from tests.contract.planted_bench import Bench, Json, Planted
from tests.contract.planted_manifests import MANIFESTS, PlantedManifest

PLANTED: tuple[Planted, ...] = (
    *planted_blocks.CLASSIC,
    *planted_messages.BLOCKS_OF_2026,
    *planted_messages.BESIDE_BLOCKS,
    *planted_views.CONTENT,
    *planted_views.OPENING,
    *planted_calls.ARGUMENTS,
    *planted_calls.STATE,
    *planted_calls.AFTERWARDS,
)


@dataclass(frozen=True)
class Verdict:
    """What each judge said of one kind; `sandbox` is its error code, or `reported`, or empty."""

    kind: str
    sandbox: str = ""
    limits: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    manifest: tuple[str, ...] = ()

    @property
    def is_caught(self) -> bool:
        """Whether anybody saw it."""
        return bool(self.sandbox or self.limits or self.types or self.manifest)


@dataclass(frozen=True)
class Sent:
    """One planted thing as it went out: what the sandbox answered, and what the judges read."""

    answer: Json
    complaint: str
    method: str
    args: Json

    @property
    def said(self) -> str:
        """Everything the sandbox said."""
        return f"{self.answer} {self.complaint}"

    @property
    def outcome(self) -> str:
        """The sandbox in one word."""
        return str(self.answer.get("error", "")) or ("reported" if self.complaint else "")


def send(planted: Planted, *, is_wrong: bool) -> Sent:
    """Send a planted thing, or its mended twin, to a fresh workspace."""
    bench = Bench()
    answer = planted.play(bench, is_wrong)
    return Sent(answer, bench.complaint(), *bench.sent)


@cache
def verdicts(*, is_wrong: bool = True) -> tuple[Verdict, ...]:
    """Send everything once and let everybody judge it; TypeScript reads it all in one go."""
    sent = [send(planted, is_wrong=is_wrong) for planted in PLANTED]
    typed = types.judge_many([(one.method, one.args) for one in sent])
    of_calls = (
        Verdict(planted.kind, one.outcome, tuple(limits.judge(one.method, one.args)), tuple(said))
        for planted, one, said in zip(PLANTED, sent, typed, strict=True)
    )
    return (*of_calls, *(_of_manifest(planted, is_wrong=is_wrong) for planted in MANIFESTS))


def _of_manifest(planted: PlantedManifest, *, is_wrong: bool) -> Verdict:
    return Verdict(planted.kind, manifest=tuple(planted.faults(is_wrong=is_wrong)))

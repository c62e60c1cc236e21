"""The second factor of an account: offered, confirmed by a first code, asked for, taken away."""

from dataclasses import dataclass, field

from bot.identity import one_time_codes
from bot.identity.sealing import Sealer
from registry.errors import InvalidInput, Unauthenticated
from registry.people.credentials import SignInLimits
from registry.people.second_factors import SecondFactor
from registry.people.web_sessions import WebSession
from registry.service import Registry
from registry.transactions.members import Caller


@dataclass(frozen=True, slots=True)
class FactorOffer:
    """What an authenticator app is set up with; shown once, in use only after a first code.

    uri: for a QR code; seed: base32, for typing.
    """

    uri: str = field(repr=False)
    seed: str = field(repr=False)


class SecondFactors:
    """Second factors of members. Offer, confirm and remove want a session proved recently."""

    def __init__(self, registry: Registry, sealer: Sealer, limits: SignInLimits) -> None:
        self._registry = registry
        self._sealer = sealer
        self._limits = limits

    def is_on(self, account: str) -> bool:
        """Whether a code is asked for at sign-in."""
        factor = self._registry.second_factors.find(account)
        return factor is not None and factor.confirmed_at is not None

    def offer(self, session: WebSession) -> FactorOffer:
        """A fresh seed. Raises InvalidInput (`second_factor_on`)."""
        account = session.member.account
        seed = self._registry.store.randomness(one_time_codes.SEED_BYTES)
        sealed = self._sealer.seal(seed, owner=account)
        self._registry.second_factors.offer(_caller(session), sealed)
        uri = one_time_codes.provisioning_uri(seed, account)
        return FactorOffer(uri, one_time_codes.seed_text(seed))

    def confirm(self, session: WebSession, code: str) -> tuple[str, ...]:
        """Put the offered seed to use; returns the recovery codes, shown only here.

        Raises Unauthenticated (`bad_code`), InvalidInput (`no_offer`), QuotaExceeded.
        """
        account = session.member.account
        self._registry.credentials.count_code_try(account, self._limits)
        offered = self._registry.second_factors.find(account)
        if offered is None or offered.confirmed_at is not None:
            raise InvalidInput("no second factor on offer", code="no_offer")
        step = self._step(offered, code)
        if step is None:
            raise Unauthenticated("wrong code", code="bad_code")
        recovery = one_time_codes.make_recovery_codes(self._registry.store.randomness)
        self._registry.second_factors.confirm(_caller(session), offered, step, recovery)
        self._registry.credentials.forget_code_tries(account, self._limits)
        return recovery

    def remove(self, session: WebSession) -> None:
        """Take one's own away. Raises NotFound (`no_second_factor`)."""
        account = session.member.account
        self._registry.second_factors.remove(_caller(session), account, reason="本人关闭")

    def require_code(self, account: str, code: str) -> None:
        """Use a code up: of the app, or a recovery code. Raises Unauthenticated, QuotaExceeded."""
        self._registry.credentials.count_code_try(account, self._limits)
        factor = self._registry.second_factors.find(account)
        if factor is None or factor.confirmed_at is None or not self._use(factor, code):
            self._registry.credentials.record_failure(account)
            raise Unauthenticated("wrong code", code="bad_code")

    def _use(self, factor: SecondFactor, code: str) -> bool:
        store = self._registry.second_factors
        step = self._step(factor, code)
        if step is not None:
            return store.use_step(factor.account, step)
        return store.use_recovery(factor.account, one_time_codes.normal_recovery_code(code))

    def _step(self, factor: SecondFactor, code: str) -> int | None:
        seed = self._sealer.open(factor.sealed_seed, owner=factor.account)
        return one_time_codes.matching_step(seed, code, self._registry.store.clock.now())


def _caller(session: WebSession) -> Caller:
    return Caller(session.member.account, "web")

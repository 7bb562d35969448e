# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Closed cases of some years, as they might have been: made by a seed.

The same seed and the same end make the same past. Moments follow the working time of
whoever asks, and nothing happens after the end.
"""

from datetime import datetime, time, timedelta
from random import Random
from typing import NamedTuple

from .customers import CUSTOMERS, is_chinese
from .topics import OUTBREAKS, TOPICS, Outbreak, Topic, get_factor

HOUR = 3600
# Of many weeks, some are busier than others.
EVENNESS = 12
# Mondays are busy, Sundays are not.
WEEKDAYS = (24, 19, 17, 16, 15, 6, 3)
CHANNELS = {
    "web": 27,
    "email": 24,
    "phone": 30,
    "in_person": 12,
    "social_media": 4,
    "letter": 3,
}
# How a complaint goes: step, who does it, and the usual working hours before it.
LONG_WAY = (
    ("acknowledge", "clerk", 1.2),
    ("assess", "handler", 2.0),
    ("investigate", "handler", 0.8),
    ("propose", "investigator", 5.0),
    ("request_approval", "investigator", 0.3),
    ("approve", "approver", 1.5),
    ("answer", "handler", 0.8),
    ("resolve", "handler", 1.5),
    ("close", "handler", 22.0),
)
SHORT_WAY = (
    ("acknowledge", "clerk", 0.8),
    ("settle", "handler", 3.0),
    ("close", "handler", 20.0),
)
AGAIN = (
    ("reopen", "handler", 14.0),
    ("propose", "investigator", 4.0),
    ("request_approval", "investigator", 0.3),
    ("approve", "approver", 1.5),
    ("answer", "handler", 0.8),
    ("resolve", "handler", 1.0),
    ("close", "handler", 18.0),
)
INQUIRY = (("answer_inquiry", "handler", 1.5), ("close", "handler", 10.0))
SUGGESTION = (
    ("acknowledge", "clerk", 1.5),
    ("assess", "handler", 4.0),
    ("decide_suggestion", "approver", 24.0),
    ("close", "handler", 10.0),
)
WITHDRAWN = (("acknowledge", "clerk", 1.0), ("cancel", "handler", 6.0))
# What takes long when a case is late.
SLOW = frozenset({"propose", "settle", "answer_inquiry"})
SLOWER = 6
# So many acknowledgements are late.
FORGOTTEN = 0.03
QUESTIONS = (
    "When does the new tariff start?",
    "Which papers do I need for a return?",
    "怎样查询历史账单？",
    "Do you deliver on Saturdays?",
    "会员积分什么时候到账？",
)
IDEAS = (
    "Open the counter before eight",
    "A bench at the bus stop of the store",
    "建议在网点增加饮水机",
    "Show the waiting time on the hotline",
)


class Step(NamedTuple):
    """One step of the life cycle, by whom and when."""

    name: str
    who: str
    when: datetime


class PastCase(NamedTuple):
    """What is known of a case that has ended.

    Users, categories, causes and channels are named by the ends of their ids.
    """

    kind: str
    name: str
    category: str
    channel: str
    severity: str
    customer: int
    handler: str
    received: datetime
    steps: tuple
    verdict: str | None = None
    cause: str | None = None
    amount: int = 0
    claimed: int = 0
    granted: int = 0
    rating: tuple = ()


def make_history(seed, end, weeks, working_time):
    """The cases of so many weeks, in the order of receipt.

    :param seed: the same makes the same
    :param datetime end: nothing happens later, in UTC
    :param int weeks: how far back it goes
    :param working_time: what counts working hours, see ``tools/clock``
    :return: list of ``PastCase``
    """
    maker = _Maker(Random(seed), end, working_time)
    cases = [
        case
        for weeks_ago in range(weeks, 0, -1)
        for topic in TOPICS
        for case in maker.make_week(topic, weeks_ago)
        if maker.is_over(case)
    ]
    for outbreak in OUTBREAKS:
        cases += maker.make_outbreak(outbreak)
    return sorted(cases, key=lambda case: case.received)


class _Maker:
    def __init__(self, random, end, working_time):
        self._random = random
        self._end = end
        # Weeks end with the day: whenever in it this is made, the past is the same.
        self._day_end = datetime.combine(end.date(), time()) + timedelta(days=1)
        self._working_time = working_time

    def make_week(self, topic, weeks_ago):
        """What a topic brings in one week."""
        begin = self._day_end - timedelta(weeks=weeks_ago)
        usual = topic.weekly * get_factor(topic, weeks_ago, begin.date())
        usual *= self._random.gammavariate(EVENNESS, 1 / EVENNESS)
        count = self._draw_poisson(usual) or topic.weeks.count(weeks_ago)
        for _number in range(count):
            yield self._make_case(topic, self._draw_moment(begin))

    def is_over(self, case):
        """Whether a case was received long enough ago to have ended."""
        return case.received < self._end - timedelta(hours=1)

    def make_outbreak(self, outbreak: Outbreak):
        """The cases of one batch."""
        usual = next(t for t in TOPICS if t.category == outbreak.category)
        topic = usual._replace(
            causes=(outbreak.cause,),
            subjects=outbreak.subjects,
            upheld=1.0,
            late=0.25,
            severities=(0, 60, 40, 0),
        )
        for number, count in enumerate(outbreak.counts):
            begin = self._day_end - timedelta(weeks=outbreak.weeks_ago - number)
            for _number in range(count):
                yield self._make_case(topic, self._draw_moment(begin))

    def _draw_poisson(self, mean):
        limit, count = self._random.expovariate(1), 0
        while limit < mean:
            limit += self._random.expovariate(1)
            count += 1
        return count

    def _draw_moment(self, begin):
        """A moment within the seven days from here on."""
        days = [begin.date() + timedelta(days=number) for number in range(8)]
        weights = [WEEKDAYS[day.weekday()] for day in days]
        while True:
            day = self._random.choices(days, weights)[0]
            hour = min(23.9, max(0.1, self._random.gauss(13, 3)))
            moment = datetime.combine(day, time()) + timedelta(seconds=int(hour * HOUR))
            if begin <= moment < begin + timedelta(weeks=1):
                return moment

    def _make_case(self, topic: Topic, received):
        draw = self._random
        kind = draw.choices(("complaint", "inquiry", "suggestion"), (86, 9, 5))[0]
        amount = self._draw_amount()
        customer = int(draw.betavariate(1, 1.15) * CUSTOMERS)
        case = PastCase(
            kind=kind,
            name=self._make_name(topic, kind, amount, is_chinese(customer)),
            category=topic.category,
            channel=draw.choices(list(CHANNELS), list(CHANNELS.values()))[0],
            severity=str(draw.choices(range(4), topic.severities)[0]),
            customer=customer,
            handler=self._draw_handler(topic),
            received=received,
            steps=(),
            amount=amount,
        )
        if kind == "complaint":
            return self._make_complaint(topic, case)
        way = INQUIRY if kind == "inquiry" else SUGGESTION
        steps = self._walk(way, received, is_late=draw.random() < 0.04)
        case = case._replace(severity="0", steps=steps)
        return case._replace(rating=self._draw_rating(case, 4.1))

    def _make_complaint(self, topic, case):
        draw = self._random
        if draw.random() < 0.03:
            return case._replace(steps=self._walk(WITHDRAWN, case.received))
        is_late = draw.random() < topic.late
        is_simple = case.severity < "2" and draw.random() < 0.4
        way = SHORT_WAY if is_simple else LONG_WAY
        is_again = not is_simple and draw.random() < 0.05
        steps = self._walk(way + AGAIN * is_again, case.received, is_late)
        verdict = self._draw_verdict(topic)
        claimed = case.amount if topic.has_amount else 0
        share = {"upheld": 1, "partly_upheld": 0.5}.get(verdict, 0)
        case = case._replace(
            steps=steps,
            verdict=verdict,
            cause=draw.choices(topic.causes, range(len(topic.causes), 0, -1))[0],
            claimed=claimed,
            granted=int(claimed * share),
        )
        usual = 2.9 if verdict == "not_upheld" else 4.0
        usual -= 0.9 * is_late + 0.5 * is_again
        return case._replace(rating=self._draw_rating(case, usual))

    def _make_name(self, topic, kind, amount, in_chinese):
        draw = self._random
        subjects = {"inquiry": QUESTIONS, "suggestion": IDEAS}.get(kind)
        fitting = [
            subject
            for subject in subjects or topic.subjects
            if subject.isascii() != in_chinese
        ]
        return draw.choice(fitting).format(
            amount=amount,
            small=draw.randrange(4, 30),
            days=draw.randrange(2, 9),
            hours=draw.randrange(25, 80, 5),
        )

    def _draw_amount(self):
        return min(900, int(10 * (2 + self._random.paretovariate(1.3))))

    def _draw_handler(self, topic):
        other = self._random.choice(("handler", "officer"))
        return topic.handler if self._random.random() < 0.8 else other

    def _draw_verdict(self, topic):
        if self._random.random() >= topic.upheld:
            return "not_upheld"
        return self._random.choices(("upheld", "partly_upheld"), (70, 30))[0]

    def _draw_rating(self, case, usual):
        """What a third of the customers say: result, handling, and when."""
        draw = self._random
        when = case.steps[-1].when + timedelta(hours=draw.uniform(2, 90))
        result, handling = (
            str(min(5, max(1, round(draw.gauss(mean, 0.9)))))
            for mean in (usual, usual + 0.3)
        )
        if draw.random() > 0.35 or when > self._end:
            return ()
        return result, handling, when.replace(microsecond=0)

    # ------------------------------------------------------------------
    # Time
    # ------------------------------------------------------------------

    def _walk(self, way, received, is_late=False):
        """The steps of a case, with their moments; all of them before the end."""
        steps, moment = [], received
        for name, who, usual in way:
            is_slow = is_late and name in SLOW
            if name == "acknowledge":
                is_slow = self._random.random() < FORGOTTEN
            hours = usual * self._random.uniform(0.4, 1.6) * (SLOWER if is_slow else 1)
            moment = self._working_time.add(moment, int(hours * HOUR))
            steps.append(Step(name, who, moment))
        last = self._end - timedelta(minutes=10)
        if moment > last:
            steps = self._hurry(steps, received, last)
        return tuple(steps)

    def _hurry(self, steps, received, last):
        """Let what would end in the future end before; in the same order."""
        share = (last - received) / (steps[-1].when - received)
        return [
            step._replace(
                when=(received + (step.when - received) * share).replace(microsecond=0)
            )
            for step in steps
        ]

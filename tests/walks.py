# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Random walks through the life of a document, each undone before the next."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test


def walk_at_random(test, machine, examples, steps, **known):
    """Let a state machine walk, the same ways in each run.

    Who never gets anywhere breaks no promise either: the machine notes in ``reached``
    where it came, and the test says where it has to come.

    :param test: the test; the machine knows it as ``test``
    :param machine: a ``RuleBasedStateMachine``
    :param int examples: how many walks
    :param int steps: the most steps of a walk
    :param known: what else the machine knows, by name
    :return: what was reached in all walks, a set
    """

    class Walk(machine):
        reached = set()

        def __init__(self):
            super().__init__()
            self.savepoint = test.env.cr.savepoint()

        def teardown(self):
            self.savepoint.close(rollback=True)
            test.env.invalidate_all()

    Walk.test = test
    for name, value in known.items():
        setattr(Walk, name, value)
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Walk.reached

# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is measured: run by ``scripts/bench``, no part of the test run.

Each module holds one kind of rows; ``measure`` times, ``report`` tells.
"""

# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The failure is found before customers tell: what is watched, and what was seen.

Uses learning. Start with ``alert_rule``, what to watch, and ``alert``, one episode.
"""

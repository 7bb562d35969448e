# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""All that names the helpdesk's models: what they do for cases, and what cases take.

Uses the case, the clock, the intake and mail. Start with ``case``; cases come from a
``ticket``, and who is in a ``team`` reads its cases. ``category``, ``policy``,
``clock``, ``box`` and ``mailbox`` name teams and channels.

Another helpdesk could serve the house by another room like this one, which provides

* of a case ``team_id``, ``channel_id``, ``tag_ids``, ``ticket_id`` and
  ``ticket_closable``; ``team_id`` of a category, a clock, a box and a mailbox,
  ``channel_id`` of a mailbox, ``team_ids`` and ``channel_ids`` of a policy;
* of the model of a team ``user_id``, its leader, ``user_ids``, its members, ``active``
  and ``company_id``, and of that of a channel ``complaint_source``;
* the methods of a case ``_get_channel_sources`` and ``_get_public_channel``.
"""

from . import (
    alert_rule,
    box,
    case,
    category,
    channel,
    clock,
    contest,
    desk,
    goal,
    hidden,
    mailbox,
    policy,
    ticket,
    team,
)

# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    action_act,
    incident_act,
    incident_affected,
    incident_link,
    lesson_act,
)

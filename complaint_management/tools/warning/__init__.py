# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a count is out of the ordinary, in pure Python."""

from .disproportion import disproportion
from .episode import find_episodes, joins_episode
from .judgement import Judgement, judge
from .sensitivity import SENSITIVITIES
from .silence import Silence, complains_no_more, find_silence

"""The steps of a deploy, in order. Run by pyinfra: ``pyinfra inventories/dev.py deploy.py``."""

from tasks import proof
from tasks.access import access
from tasks.backup import backup
from tasks.container import container
from tasks.databases import databases
from tasks.domains import domains
from tasks.engine import engine
from tasks.extensions import extensions
from tasks.image import image
from tasks.logins import logins
from tasks.packages import packages
from tasks.parameters import parameters
from tasks.plan_file import plan_file
from tasks.planned import planned
from tasks.preflight import preflight
from tasks.privileges import privileges
from tasks.record import record
from tasks.reference import reference
from tasks.rehearsal import rehearsal
from tasks.roles import roles
from tasks.search import search
from tasks.verify import verify

planned()
engine()
image()
container()
access()
logins()
preflight()
backup()
parameters()
packages()
rehearsal()
proof.look()
roles()
databases()
extensions()
domains()
search()
proof.compare()
privileges()
reference()
verify()
plan_file()
record()

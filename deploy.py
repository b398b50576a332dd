"""The steps of a deploy, in order. Run by pyinfra: ``pyinfra inventories/dev.py deploy.py``."""

from tasks.backup import backup
from tasks.access import access
from tasks.container import container
from tasks.databases import databases
from tasks.domains import domains
from tasks.engine import engine
from tasks.extensions import extensions
from tasks.image import image
from tasks.packages import packages
from tasks.parameters import parameters
from tasks.preflight import preflight
from tasks.privileges import privileges
from tasks.reference import reference
from tasks.roles import roles
from tasks.search import search
from tasks.verify import verify

engine()
image()
container()
preflight()
backup()
parameters()
packages()
access()
roles()
databases()
extensions()
domains()
search()
privileges()
reference()
verify()

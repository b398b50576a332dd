"""Step 5: the application's role. Touches the server's roles."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from tasks import changes, settings, state
from tasks.operations import role


@deploy("Roles")
def roles() -> None:
    """Makes the role, and keeps its attributes and its password right."""
    wanted = settings.of(host)
    now = state.of(host)
    if not now.unknown:
        wrong = role.differences(now.server.role if now.server else None, wanted.db_password)
        if wrong == ["missing"]:
            changes.note(host, "roles", "+", f"role {wanted.db_user}")
        elif wrong:
            changes.note(host, "roles", "~", f"role {wanted.db_user}", ", ".join(wrong))
    role.role(name=f"Role {wanted.db_user}", role_name=wanted.db_user, password=wanted.db_password)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    roles()

"""Which statements ``sql/`` may hold. Pure: a statement's syntax tree in, words out.

Whatever a statement does has to be in the lock. Refused here is what the outcome would not show (a setting, a rename
of nothing, a value of a sequence) and what a deploy itself decides on (privileges); what shows in the outcome and
cannot be held is refused by it (``ai_engine_db.cli.build_lock``).
"""

from collections.abc import Iterable, Iterator

from pglast import ast, enums

from ai_engine_db.schema import roles

STATEMENTS = (
    ast.CreateStmt, ast.AlterTableStmt, ast.IndexStmt, ast.CreateSeqStmt, ast.AlterSeqStmt, ast.CreateTrigStmt,
    ast.CreateFunctionStmt, ast.ViewStmt, ast.CreateEnumStmt, ast.CreateDomainStmt, ast.CompositeTypeStmt,
    ast.CreateRangeStmt, ast.CreateTableAsStmt, ast.DefineStmt, ast.CreatePolicyStmt, ast.RuleStmt, ast.CreateStatsStmt,
    ast.AlterStatsStmt, ast.CommentStmt, ast.GrantStmt, ast.AlterDefaultPrivilegesStmt,
)  # fmt: skip

# Where a statement has the name of what it makes.
MAKERS: dict[type[ast.Node], str] = {
    ast.CreateStmt: "relation",
    ast.IndexStmt: "relation",
    ast.ViewStmt: "view",
    ast.CreateSeqStmt: "sequence",
    ast.CreateTrigStmt: "relation",
    ast.CreateFunctionStmt: "funcname",
    ast.CreateEnumStmt: "typeName",
    ast.CompositeTypeStmt: "typevar",
    ast.CreateDomainStmt: "domainname",
    ast.CreateRangeStmt: "typeName",
    ast.CreateTableAsStmt: "into",
    ast.DefineStmt: "defnames",
    ast.CreatePolicyStmt: "table",
    ast.RuleStmt: "relation",
    ast.CreateStatsStmt: "defnames",
}

_DEFINED = (enums.ObjectType.OBJECT_AGGREGATE, enums.ObjectType.OBJECT_COLLATION)

# What sql/ may well want, and cannot have: why, and what to do instead.
_REASONS: dict[type[ast.Node], str] = {
    ast.CreateEventTrigStmt: "an event trigger runs for every role, so only a superuser may create one, and a deploy"
    " runs sql/ as the owner of the database: leave it out, and have an administrator create it",
    ast.AlterPolicyStmt: "ALTER POLICY: write the policy as it shall be where it is created",
    ast.AlterEnumStmt: "ALTER TYPE ... ADD VALUE: write the labels where the type is created",
    ast.AlterDomainStmt: "ALTER DOMAIN: write the domain as it shall be where it is created",
    ast.DropStmt: "DROP: sql/ says what there is; leave out what shall not be",
}

_DESCRIBED = tuple(
    getattr(enums.ObjectType, f"OBJECT_{name}")
    for name in (
        "TABLE", "COLUMN", "TABCONSTRAINT", "INDEX", "SEQUENCE", "TRIGGER", "FUNCTION", "PROCEDURE", "ROUTINE",
        "VIEW", "TYPE", "DOMAIN", "DOMCONSTRAINT", "MATVIEW", "AGGREGATE", "COLLATION", "STATISTIC_EXT", "POLICY",
        "RULE",
    )
)  # fmt: skip

_ALL_TRIGGERS = tuple(
    getattr(enums.AlterTableType, f"AT_{name}")
    for name in ("EnableTrigAll", "DisableTrigAll", "EnableTrigUser", "DisableTrigUser")
)

_UNHELD = {
    getattr(enums.AlterTableType, f"AT_{name}"): words
    for name, words in {
        "AddInherit": "INHERIT (write INHERITS in CREATE TABLE): it",
        "DropInherit": "NO INHERIT",
        "AttachPartition": "ATTACH PARTITION (write CREATE TABLE ... PARTITION OF): it",
        "DetachPartition": "DETACH PARTITION",
        "AddOf": "a table OF a type",
        "ChangeOwner": "OWNER TO",
    }.items()
}

_GRANTED = tuple(
    getattr(enums.ObjectType, f"OBJECT_{name}")
    for name in ("TABLE", "SEQUENCE", "FUNCTION", "PROCEDURE", "ROUTINE", "TYPE", "DOMAIN", "SCHEMA")
)


def refusal(node: ast.Node) -> str:
    """Why a statement is none that ``sql/`` may hold; empty when it may."""
    return next(_refusals(node), "")


def _refusals(node: ast.Node) -> Iterator[str]:
    if isinstance(node, STATEMENTS):
        yield from _everywhere(node)
        yield from _of_its_kind(node)
    elif type(node) in _REASONS:
        yield _REASONS[type(node)]
    else:
        what = type(node).__name__.removesuffix("Stmt")
        yield f"{what}: sql/ holds definitions only (tables, indexes, functions ...)"


def _everywhere(node: ast.Node) -> Iterator[str]:
    schema, temporary = _place(node)
    if temporary:
        yield "TEMPORARY: it would be dropped with the session that created it"
    if schema not in ("", "public"):
        yield f"schema {schema}: sql/ creates objects in schema public only"
    if getattr(node, "if_not_exists", False) or getattr(node, "missing_ok", False):
        yield "IF NOT EXISTS skips whatever has the name: leave it out"
    yield from _tablespace(node)


def _of_its_kind(node: ast.Node) -> Iterator[str]:
    if isinstance(node, ast.CreateStmt):
        yield from _table(node)
    elif isinstance(node, ast.AlterTableStmt):
        yield from _alteration(node)
    elif isinstance(node, ast.CreateSeqStmt | ast.AlterSeqStmt):
        yield from _sequence(node)
    elif isinstance(node, ast.CreateTableAsStmt | ast.DefineStmt):
        yield from _defined(node)
    elif isinstance(node, ast.CommentStmt):
        yield from _comment(node)
    elif isinstance(node, ast.GrantStmt):
        yield from _grant(node)
    elif isinstance(node, ast.AlterDefaultPrivilegesStmt):
        yield from _default_privileges(node)
    elif isinstance(node, ast.CreatePolicyStmt):
        yield from _policy(node)


def _defined(node: ast.CreateTableAsStmt | ast.DefineStmt) -> Iterator[str]:
    if isinstance(node, ast.DefineStmt):
        if node.kind not in _DEFINED:
            what = str(getattr(node.kind, "name", "")).removeprefix("OBJECT_").lower()
            words = {"tsconfiguration": "text search configuration", "tsdictionary": "text search dictionary"}
            yield f"a statement that creates {_article(words.get(what, what))} is not supported in sql/"
    elif node.objtype != enums.ObjectType.OBJECT_MATVIEW:
        yield "CREATE TABLE AS: sql/ holds definitions, and no rows: write the columns"
    elif node.into is not None and node.into.skipData:
        yield "WITH NO DATA: a deploy fills a materialized view, which nobody can read before"


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _comment(node: ast.CommentStmt) -> Iterator[str]:
    if node.objtype not in _DESCRIBED:
        what = str(getattr(node.objtype, "name", "")).removeprefix("OBJECT_").lower()
        yield f"a comment on a {what} is not supported in sql/"


def _tablespace(node: ast.Node) -> Iterator[str]:
    commands = [node, *(getattr(node, "cmds", None) or ()), *(getattr(node, "tableElts", None) or ())]
    definitions = [getattr(each, "def_", None) for each in commands]
    moved = any(getattr(each, "subtype", None) == enums.AlterTableType.AT_SetTableSpace for each in commands)
    named = ("tablespacename", "tableSpace", "indexspace")
    given = (getattr(each, name, None) for each in (*commands, *definitions) for name in named)
    inside = (
        getattr(each, "indexspace", None) for part in commands for each in getattr(part, "constraints", None) or ()
    )
    if moved or any(given) or any(inside):
        yield "TABLESPACE: on which disk a server keeps a table is not for sql/ to say: leave it out"


def _place(node: ast.Node) -> tuple[str, bool]:
    """The schema that a statement names for what it makes or changes, and whether that is temporary."""
    name = getattr(node, MAKERS.get(type(node), "relation"), None)
    if isinstance(name, ast.IntoClause):
        name = name.rel
    if isinstance(name, tuple):
        return (name[-2].sval if len(name) > 1 else ""), False
    if name is None and isinstance(node, ast.AlterSeqStmt):
        name = node.sequence
    return getattr(name, "schemaname", None) or "", getattr(name, "relpersistence", "p") == "t"


def _table(node: ast.CreateStmt) -> Iterator[str]:
    if node.ofTypename is not None:
        yield "a table OF a type is not supported in sql/"


def _alteration(node: ast.AlterTableStmt) -> Iterator[str]:
    if node.missing_ok or any(command.missing_ok for command in node.cmds or ()):
        yield "IF EXISTS and IF NOT EXISTS skip what is not as stated: leave them out"
    for command in node.cmds or ():
        if command.subtype in _ALL_TRIGGERS:
            yield "enabling or disabling all triggers at once is not supported in sql/: name the trigger"
        if command.subtype in _UNHELD:
            yield f"{_UNHELD[command.subtype]} is not supported in sql/"
        if command.subtype == enums.AlterTableType.AT_SetIdentity:
            yield from _restart(command.def_)


def _sequence(node: ast.CreateSeqStmt | ast.AlterSeqStmt) -> Iterator[str]:
    if getattr(node, "missing_ok", False):
        yield "IF EXISTS skips what does not exist: leave it out"
    yield from _restart(node.options or ())


def _restart(options: Iterable[ast.DefElem]) -> Iterator[str]:
    if any(option.defname == "restart" for option in options):
        yield "RESTART: the next value of a sequence is data, and sql/ holds definitions only"


def _grant(node: ast.GrantStmt) -> Iterator[str]:
    if node.targtype != enums.GrantTargetType.ACL_TARGET_OBJECT or node.objtype not in _GRANTED:
        yield (
            "privileges on anything but tables, columns, views, sequences, functions, types and schema public,"
            " each by its name, are not supported in sql/"
        )
    if node.objtype == enums.ObjectType.OBJECT_SCHEMA:
        yield from _on_schema(node)
    yield from _grantees(node)


def _on_schema(node: ast.GrantStmt) -> Iterator[str]:
    if [each.sval for each in node.objects or ()] != ["public"]:
        yield "privileges on a schema other than public are not supported in sql/"
    if [each.priv_name for each in node.privileges or ()] != ["usage"]:
        yield "CREATE ON SCHEMA: whoever creates objects there could give others' functions to run; grant USAGE only"


def _grantees(node: ast.GrantStmt) -> Iterator[str]:
    public = [role.roletype == enums.RoleSpecType.ROLESPEC_PUBLIC for role in node.grantees or ()]
    if node.is_grant and any(public):
        yield "GRANT TO PUBLIC: the hardening of a deploy revokes the privileges of PUBLIC; name a role"
    if node.grantor is not None:
        yield "GRANTED BY: what sql/ grants is granted by the owner: leave it out"
    if not node.is_grant and (not all(public) or node.grant_option):
        yield "REVOKE: a role has only what sql/ grants to it; only PUBLIC has default privileges to revoke"
    for role in node.grantees or () if node.is_grant else ():
        if not roles.is_placeholder(role.rolename or ""):
            yield _by_its_name(role.rolename or "of the session")


def _by_its_name(role: str) -> str:
    return (
        f"role {role}: its name may be another in each environment:"
        " write a placeholder, such as :app, that DB_ROLES says the role of"
    )


def _policy(node: ast.CreatePolicyStmt) -> Iterator[str]:
    for role in node.roles or ():
        if role.rolename and not roles.is_placeholder(role.rolename):
            yield _by_its_name(role.rolename)


def _default_privileges(node: ast.AlterDefaultPrivilegesStmt) -> Iterator[str]:
    for option in node.options or ():
        if option.defname == "roles":
            yield "FOR ROLE: default privileges are for what the owner of the database makes: leave it out"
        elif [each.sval for each in option.arg] != ["public"]:
            yield "default privileges in a schema other than public are not supported in sql/"
    if node.action is not None:
        yield from _grantees(node.action)


def subject(node: ast.Node) -> tuple[str, ...]:
    """What a statement makes, by kind and name, as far as the text says it; empty for a change."""
    if type(node) not in MAKERS:
        return ()
    name = getattr(node, MAKERS[type(node)])
    kind = type(node).__name__
    if isinstance(name, tuple):
        return kind, name[-1].sval
    if isinstance(node, ast.IndexStmt):
        return (kind, node.idxname) if node.idxname else ()
    if isinstance(node, ast.CreateTrigStmt):
        return kind, name.relname, str(node.trigname)
    if isinstance(node, ast.CreatePolicyStmt):
        return kind, name.relname, str(node.policy_name)
    if isinstance(node, ast.RuleStmt):
        return kind, name.relname, str(node.rulename)
    if isinstance(node, ast.IntoClause | ast.CreateTableAsStmt):
        return kind, name.rel.relname
    return kind, name.relname

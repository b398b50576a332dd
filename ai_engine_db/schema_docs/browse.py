"""The schema as pages to read on any forge. Pure: a lock in, Markdown out."""

from ai_engine_db.schema.lock import Lock
from ai_engine_db.schema.model import Object
from ai_engine_db.schema_docs import links
from ai_engine_db.schema_docs.browse_code import functions_page, views_page
from ai_engine_db.schema_docs.browse_domain import domain_page
from ai_engine_db.schema_docs.catalog import FUNCTION_KINDS, TYPE_KINDS, VIEW_KINDS, Catalog
from ai_engine_db.schema_docs.markdown import bullets, code, document, link, table, text

PURPOSES = {
    "ai": "Conversations with AI personalities, recommendations, and the training, versions and metrics of models.",
    "auth": "Signing in: sessions, tokens, one-time passwords, API keys, voice and age verification, and their logs.",
    "communication": "Broadcasts and their recipients, templates, push subscriptions, preferences and opt-outs.",
    "core": "Tenants, stores, users, orders and promotions, which most else refers to; the audit log and rate limits.",
    "delivery": "Deliveries and their batches, zones, geofences and tracking; the history of an order's status.",
    "foundation": "Provinces, holidays, suppliers, customer profiles and addresses, settings and role permissions.",
    "inventory": "Product catalogues, stock and its movements, purchase orders, shelves, carts, checkouts, wishlists.",
    "payments": "Payment providers and credentials, methods, transactions, refunds, disputes, settlements, webhooks.",
    "pricing": "Price tiers and rules, bundles, discount codes, the use of promotions, and tax rates.",
    "reviews": "Product reviews with their attributes, media and votes, and the ratings that they add up to.",
    "translation": "Languages, translations with their overrides and cache, and batches of texts to translate.",
}


def pages(lock: Lock) -> dict[str, str]:
    """The text of each page by its path below ``docs/schema``."""
    catalog = Catalog(lock)
    return {
        links.INDEX: _index(catalog),
        **{f"{name}.md": domain_page(catalog, name, PURPOSES.get(name, "")) for name in catalog.domains},
        links.VIEWS: views_page(catalog),
        links.FUNCTIONS: functions_page(catalog),
    }


def _index(catalog: Catalog) -> str:
    return document(
        "# Database schema",
        f"Made from {link(code('sql/schema.lock.json'), f'{links.TOP}/sql/schema.lock.json')} by {code('make docs')};"
        " change the SQL, not these pages.",
        table(("What", "Count", "Of which"), _counts(catalog)),
        "## Domains",
        table(
            ("Domain", "Tables", "What for"),
            [
                (link(text(name), f"{name}.md"), str(len(tables)), text(PURPOSES.get(name, "")))
                for name, tables in catalog.domains.items()
            ],
        ),
        *_section("Types", [_type(each) for each in catalog.of(*TYPE_KINDS)]),
        *_section("Sequences of their own", [_named(each) for each in catalog.of("sequence") if not each["owned_by"]]),
        *_section("Extensions", [f"{code(name)} in {code(where)}" for name, where in catalog.lock.extensions.items()]),
    )


def _section(title: str, items: list[str]) -> tuple[str, ...]:
    return (f"## {title}", bullets(items)) if items else ()


def _counts(catalog: Catalog) -> list[tuple[str, str, str]]:
    keys = {
        type_: [item for item in catalog.of("constraint") if item["type"] == type_]
        for type_ in ("primary key", "unique", "exclude", "foreign key", "check")
    }
    owning = {f"{type_} constraints": len(keys[type_]) for type_ in ("primary key", "unique", "exclude")}
    indexes = owning | {"others": len(catalog.of("index"))}
    sequences = catalog.of("sequence")
    owned = sum(bool(item["owned_by"]) for item in sequences)
    views, functions = catalog.of(*VIEW_KINDS), catalog.of(*FUNCTION_KINDS)
    fired = sum(item["returns"] == "trigger" for item in functions)
    return [
        ("Tables", str(len(catalog.tables)), _breakdown({"columns": len(catalog.of("column"))})),
        (link("Views", links.VIEWS), str(len(views)), ""),
        ("Indexes", str(sum(indexes.values())), _breakdown(indexes)),
        ("Foreign keys", str(len(keys["foreign key"])), ""),
        ("Checks", str(len(keys["check"])), ""),
        (
            "Sequences",
            str(len(sequences)),
            _breakdown({"owned by a column": owned, "of their own": len(sequences) - owned}),
        ),
        (
            link("Functions", links.FUNCTIONS),
            str(len(functions)),
            _breakdown({"to call": len(functions) - fired, "for triggers": fired}),
        ),
        ("Triggers", str(len(catalog.of("trigger"))), ""),
        ("Types", str(len(catalog.of(*TYPE_KINDS))), ""),
        ("Extensions", str(len(catalog.lock.extensions)), ""),
    ]


def _breakdown(parts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in parts.items() if count)


def _named(item: Object) -> str:
    return code(item.name) + (f": {text(item['comment'])}" if item["comment"] else "")


def _type(item: Object) -> str:
    if item["labels"] is not None:
        what = f"one of {', '.join(map(code, item['labels']))}"
    elif item["base"]:
        checks = [*(item["checks"] or {}).values(), *(["NOT NULL"] if item["not_null"] else [])]
        what = f"{code(item['base'])} {' '.join(map(code, checks))}".strip()
    else:
        what = f"with {', '.join(map(code, item['attributes'] or ()))}"
    return f"{_named(item)} ({what})"

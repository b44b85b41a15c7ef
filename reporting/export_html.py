"""A report as one self-contained HTML page: tables only, no script, nothing loaded from elsewhere."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from domain.facts.report import ReportTable, TableCell

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1d2b36}"
    "table{border-collapse:collapse;width:100%;margin:0 0 2rem}caption{text-align:left;font-weight:600}"
    "th,td{border-bottom:1px solid #c9d3da;padding:.4rem .6rem;text-align:left}td+td{text-align:right}"
)


def to_html(title: str, tables: Sequence[ReportTable]) -> str:
    """Return the page. Every text is escaped."""
    return "".join(
        (
            '<!doctype html><html><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
            f"<h1>{escape(title)}</h1>",
            *map(_table, tables),
            "</body></html>",
        )
    )


def _table(table: ReportTable) -> str:
    heading = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    return f"<table><caption>{escape(table.title)}</caption><tr>{heading}</tr>{_rows(table.rows)}</table>"


def _rows(rows: Iterable[Sequence[TableCell]]) -> str:
    return "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in rows)


def _cell(cell: TableCell) -> str:
    if cell is None:
        return "–"
    return cell.isoformat() if isinstance(cell, date) else escape(str(cell))

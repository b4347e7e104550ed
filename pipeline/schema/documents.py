"""Tables about the files: what came in, and what of it could not be placed.

Belongs here: documents, their names and pages, extraction issues. Does not belong here: what documents say (``lines``).
"""

from __future__ import annotations

from pipeline.model import DocumentStatus, Phase, RoundingMode, Severity
from pipeline.schema.columns import PLACE_RULES, Rule, Table, column, place_columns

DOCUMENTS = Table(
    "documents",
    "One row per file in raw/, also one that could not be read.",
    (
        column(
            "document_id",
            "VARCHAR",
            "First 16 hex digits of the SHA-256 of the file's bytes",
            ja="文書ID。ファイル内容のSHA-256の先頭16桁(16進)",
        ),
        column("sha256", "VARCHAR", "SHA-256 of the file's bytes, in hex", ja="ファイル内容のSHA-256(16進)"),
        column("file_name", "VARCHAR", "Name of the file, without its folder", ja="ファイル名(フォルダ名を含まない)"),
        column(
            "source_uri",
            "VARCHAR",
            "Path below raw/; the smallest if the bytes have several",
            ja="raw/ からの相対パス。同一内容のファイルが複数あるときは辞書順で最初のもの",
        ),
        column(
            "media_type",
            "VARCHAR",
            "What the bytes are, whatever the name says",
            ja="拡張子によらず内容から判定した形式",
        ),
        column("byte_size", "BIGINT", "Size of the file", unit="bytes", ja="ファイルの大きさ(バイト)"),
        column(
            "page_count",
            "INTEGER?",
            "Number of pages; NULL if it could not be told",
            unit="pages",
            ja="ページ数。判定できないときはNULL",
        ),
        column("title", "VARCHAR?", "Title as printed", ja="資料の標題(印字のとおり)"),
        column(
            "issuer",
            "VARCHAR?",
            "Who issued it, as printed (文部科学省)",
            ja="公表した府省・団体(印字のとおり。例:文部科学省)",
            fiscal="administrative-classification:generic:label",
        ),
        column(
            "fiscal_year",
            "INTEGER?",
            "Fiscal year (年度) the release is about, as the Western year of its start",
            ja="資料が対象とする年度。年度の始まる西暦年で表す(平成20年度=2008)",
            fiscal="date:fiscal-year",
        ),
        column(
            "phase",
            "VARCHAR?",
            "Stage of the budget cycle the release is about",
            Phase,
            ja="資料が対象とする予算の段階(概算要求、予算案、当初予算、補正、補正後、決算)",
            fiscal="phase:id",
        ),
        column(
            "released_on",
            "DATE?",
            "Day of release; NULL if not known",
            ja="公表日。不明のときはNULL",
            fiscal="date:generic",
        ),
        column(
            "retrieved_at",
            "TIMESTAMPTZ?",
            "When the file was fetched (UTC); NULL if a person put it there",
            ja="取得日時(協定世界時)。人が raw/ に置いたファイルではNULL",
        ),
        column("status", "VARCHAR", "What became of the file", DocumentStatus, ja="ファイルの処理結果"),
        column(
            "status_detail",
            "VARCHAR?",
            "One sentence on the status that a person can act on",
            ja="処理結果の説明と、担当者がとるべき対応(一文)",
        ),
        column(
            "replaced_by",
            "VARCHAR?",
            "document_id of the release that replaces this one",
            ja="この資料に代わる資料の文書ID",
        ),
        column("withdrawn_on", "DATE?", "Day on which the issuer withdrew it", ja="公表者が資料を取り下げた日"),
        column(
            "rounding_mode",
            "VARCHAR",
            "How its printed figures were cut to their unit",
            RoundingMode,
            ja="印字された計数の端数処理(四捨五入、切捨て等)",
        ),
        column(
            "extractor_version", "VARCHAR", "Version of the extractor that read it", ja="読み取りに用いた抽出器の版"
        ),
    ),
    ("document_id",),
    "Also holds files that could not be read: look at status before concluding that a ministry said nothing.",
    meaning_ja="raw/ に置かれたファイル1件につき1行。読み取れなかったものも含む。",
    warning_ja="読み取れなかったファイルも含むため、記載がないと判断する前に status を確認すること。",
    rules=(
        Rule("page_count_not_negative", "page_count >= 0", "No document has fewer than 0 pages", "ページ数は0以上"),
        Rule("byte_size_not_negative", "byte_size >= 0", "No file has fewer than 0 bytes", "ファイルの大きさは0以上"),
    ),
)

DOCUMENT_FILES = Table(
    "document_files",
    "One row per name of a document's bytes.",
    (
        column("document_id", "VARCHAR", "The document whose bytes the file has", ja="ファイルの内容に当たる文書のID"),
        column("source_uri", "VARCHAR", "Path below raw/", ja="raw/ からの相対パス"),
        column("file_name", "VARCHAR", "Name of the file, without its folder", ja="ファイル名(フォルダ名を含まない)"),
    ),
    ("document_id", "source_uri"),
    "Several rows per document where the same bytes have several names: joining to it multiplies figures.",
    meaning_ja="同一内容のファイルの名称1つにつき1行。",
    warning_ja="1文書に複数行あり得るため、結合すると金額が重複して計上される。",
)

PAGES = Table(
    "pages",
    "One row per page of a document, with its text.",
    (
        column("document_id", "VARCHAR", "The document", ja="文書ID"),
        column("page", "INTEGER", "Page number, counted from 1", ja="ページ番号(1から数える)"),
        column(
            "width",
            "DOUBLE?",
            "Width of the page; NULL in a text document",
            unit="pt",
            ja="ページの幅。テキスト文書ではNULL",
        ),
        column(
            "height",
            "DOUBLE?",
            "Height of the page; NULL in a text document",
            unit="pt",
            ja="ページの高さ。テキスト文書ではNULL",
        ),
        column(
            "text",
            "VARCHAR",
            "Text in reading order; character offsets count its characters from 0",
            ja="読み順に並べた本文。文字位置はこの本文の先頭を0として数える",
        ),
        column(
            "problem",
            "VARCHAR?",
            "Why the page could not be read; NULL if it could",
            ja="ページを読み取れなかった理由。読み取れたときはNULL",
        ),
    ),
    ("document_id", "page"),
    "Text is as extracted; where the page's font maps to wrong characters it is wrong too.",
    meaning_ja="文書の1ページにつき1行。本文を持つ。",
    warning_ja="本文は抽出したままのもの。フォントの文字対応が誤っているページでは本文も誤っている。",
    rules=PLACE_RULES[:1],
)

EXTRACTION_ISSUES = Table(
    "extraction_issues",
    "One row per money or count expression that became no figure, and per page or document that could not be read.",
    (
        column(
            "issue_id", "VARCHAR", "Made from the document and the printed place", ja="文書と印字位置から作る識別子"
        ),
        column("document_id", "VARCHAR", "The document", ja="文書ID"),
        column("line_id", "VARCHAR?", "The line it stands in, if any", ja="該当箇所を含む事項。なければNULL"),
        column("kind", "VARCHAR", "What kind of issue it is", ja="問題の種類"),
        column(
            "severity",
            "VARCHAR",
            "How much it matters to somebody who uses the tables",
            Severity,
            ja="利用者にとっての重要度",
        ),
        column("text", "VARCHAR", "The expression as printed", ja="該当する表記(印字のとおり)"),
        column(
            "reason",
            "VARCHAR",
            "Why it became no figure, or why the page could not be read",
            ja="計数として採用しなかった理由、又はページを読み取れなかった理由",
        ),
        *place_columns(nullable=True),
    ),
    ("issue_id",),
    "What is here is in neither amounts nor counts.",
    meaning_ja="計数として採用できなかった金額・件数の表記、及び読み取れなかったページ・文書1件につき1行。",
    warning_ja="ここにあるものは amounts にも counts にも含まれない。",
    rules=PLACE_RULES,
)

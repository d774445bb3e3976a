"""Every SQL statement that reads the course for its readers; answers are JSON, built where the rows are."""

from typing import TYPE_CHECKING, NamedTuple

from shared.database import Executor

if TYPE_CHECKING:
    from uuid import UUID


class Found(NamedTuple):
    """Something that exists; `body` is None where row level security keeps it from the reader."""

    body: str | None


class Medium(NamedTuple):
    """A media file that exists; both places are None where row level security keeps it from the reader."""

    kind: str | None
    object_key: str | None
    url: str | None


def select_catalogue(connection: Executor) -> str | None:
    """Return the course and its modules in order, or None before the course was loaded."""
    row = connection.execute(
        """
        select json_build_object(
                 'course', json_build_object(
                   'title', c.title, 'summary', c.summary,
                   'price', json_build_object('amount_minor', c.price_amount_minor, 'currency', c.price_currency)),
                 'modules', (
                   select coalesce(json_agg(json_build_object(
                            'slug', m.slug, 'title', m.title, 'summary', m.summary, 'order_index', m.order_index,
                            'minutes', m.minutes, 'is_preview', m.is_preview, 'question_count', m.question_count,
                            'has_case', m.has_case) order by m.order_index), '[]')
                     from masterclass.content_modules as m
                    where m.retired_at is null))::text
          from masterclass.course as c
        """
    ).fetchone()
    return row[0] if row else None


def select_module(connection: Executor, slug: str) -> Found | None:
    """Return module `slug` with its blocks and case as the reader may see it, or None where there is none."""
    row = connection.execute(
        """
        select case when inside.blocks is not null then
                 json_build_object(
                   'slug', m.slug, 'title', m.title, 'order_index', m.order_index, 'version', m.version,
                   'summary', m.summary, 'minutes', m.minutes, 'objectives', m.objectives,
                   'references', m.source_list, 'disclaimer', (select c.disclaimer from masterclass.course as c),
                   'blocks', inside.blocks,
                   'case', (select json_build_object('id', c.key, 'title', c.title, 'html', c.html, 'prompt', c.prompt)
                              from masterclass.case_reviews as c
                             where c.module_id = m.id
                               and c.retired_at is null),
                   'calculator', tools.calculator, 'plan', tools.plan,
                   'previous', (select p.slug
                                  from masterclass.content_modules as p
                                 where p.order_index < m.order_index
                                   and p.retired_at is null
                                 order by p.order_index desc
                                 limit 1),
                   'next', (select n.slug
                              from masterclass.content_modules as n
                             where n.order_index > m.order_index
                               and n.retired_at is null
                             order by n.order_index
                             limit 1))::text
               end
          from masterclass.content_modules as m
         cross join lateral (
                 select json_agg(json_build_object('id', b.key, 'heading', b.heading, 'html', b.html)
                                 order by b.position) as blocks
                   from masterclass.content_blocks as b
                  where b.module_id = m.id
                    and b.retired_at is null) as inside
          left join masterclass.module_tools as tools on tools.module_id = m.id
         where m.slug = %(slug)s
           and m.retired_at is null
        """,
        {"slug": slug},
    ).fetchone()
    return Found(row[0]) if row else None


def select_about(connection: Executor, slug: str) -> str | None:
    """Return what everyone may know about module `slug`, or None where there is none."""
    row = connection.execute(
        """
        select json_build_object(
                 'slug', m.slug, 'title', m.title, 'summary', m.summary, 'minutes', m.minutes,
                 'objectives', m.objectives, 'references', m.source_list, 'pass_percent', m.quiz_pass_percent,
                 'disclaimer', c.disclaimer)::text
          from masterclass.content_modules as m
         cross join masterclass.course as c
         where m.slug = %(slug)s
           and m.retired_at is null
        """,
        {"slug": slug},
    ).fetchone()
    return row[0] if row else None


def select_medium(connection: Executor, media_id: "UUID") -> Medium | None:
    """Return where media file `media_id` lies as far as the reader may know, or None where there is none."""
    row = connection.execute(
        """
        select seen.kind, seen.object_key, seen.url
          from masterclass.content_modules as m
          left join masterclass.media as seen on seen.id = %(media_id)s
         where m.id = masterclass.module_of_media(%(media_id)s)
           and m.retired_at is null
        """,
        {"media_id": media_id},
    ).fetchone()
    return Medium(*row) if row else None

import type { Comment } from '@countersign/contract';
import type { Row } from '../items/row.ts';

/** Of `comments m`, with the names of today. */
export const commentColumns = `m.id, m.item_id, m.person_id, m.text, m.created_at, (select name from people where id = m.person_id) as name,
  (select coalesce(json_agg(json_build_object('id', one.id, 'name', coalesce(p.name, '')) order by one.place), '[]')
    from unnest(m.mentions) with ordinality as one (id, place) left join people p on p.id = one.id) as mentioned`;

export const toComment = (row: Row): Comment => ({
  id: row.id,
  itemId: row.item_id,
  by: { id: row.person_id, name: row.name ?? '' },
  text: row.text,
  mentions: row.mentioned,
  createdAt: row.created_at.toISOString(),
});

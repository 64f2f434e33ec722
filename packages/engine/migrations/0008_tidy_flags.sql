-- Goal: what the checks said of settled items, and the requests of bulk reviews, can be removed after a month without reading the whole tables.
-- Safety: two indexes, about two seconds per million rows each, during which the tables are not written; submitting and claiming do not wait.
-- Way back: drop the indexes.

create index item_flags_by_time on item_flags (checked_at);
create index bulk_reviews_by_time on bulk_reviews (created_at);
